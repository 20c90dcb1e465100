"""The quantities of each family, in the order in which a measurement keeps them; each module that measures some names them."""

from __future__ import annotations

from sim.measure import backlog, contacts, look_ups, roots, weeks, work

QUANTITIES: dict[str, tuple[str, ...]] = {
    "contact": tuple(quantity.name for quantity in contacts.CONTACT),
    "hour": tuple(quantity.name for quantity in contacts.HOURLY),
    "root": roots.ROOT,
    "root_contact": ("contacts", "closed"),
    "root_work": ("staff_time",),
    **work.QUANTITIES,
    **backlog.QUANTITIES,
    **weeks.QUANTITIES,
    **look_ups.QUANTITIES,
}
