"""The chain from work to euros as rows: one per link, one cell per team."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sim.experiment.staffing.outcome import Chain, Link
from sim.report.staff import words
from sim.text.pairs import marked
from sim.text.texts import Texts

LinkOf = Callable[[Chain], Link]
HOURS: tuple[tuple[str, LinkOf], ...] = (
    (marked("work, hours a week"), lambda one: one.work_hours),
    (marked("at work, hours a week"), lambda one: one.people_hours),
    (marked("overtime, hours a week"), lambda one: one.overtime_hours),
    (marked("at work and overtime, hours a week"), lambda one: one.paid_hours),
    (marked("with breaks and absence, hours a week"), lambda one: one.scheduled_hours),
)
FTE: tuple[tuple[str, LinkOf], ...] = (
    (marked("work in fte"), lambda one: one.work_in_fte),
    (marked("rostered fte"), lambda one: one.rostered_fte),
    (marked("overtime in fte"), lambda one: one.overtime_fte),
    (marked("formation, fte"), lambda one: one.formation),
)
EUROS: tuple[tuple[str, LinkOf], ...] = (
    (marked("direct cost of the formation, € a year"), lambda one: one.direct),
    (marked("full cost of the formation, € a year"), lambda one: one.full),
)
"""The links of the chain, in order, each by its name."""


def chain_rows(say: Texts, chains: Sequence[Chain]) -> Iterator[tuple[str, list[str]]]:
    """Each link by its name, with one cell per team: needed, and between brackets today's."""

    def pair(needed: str, today: str) -> str:
        return f"{needed} ({today})"

    def hours(value: float) -> str:
        return words.hours_text(say, value)

    def fte(one: Chain, value: float) -> str:
        return words.fte_text(say, value, one.formation.needed, one.formation.today)

    def euros(value: float) -> str:
        return say.number(value, -3)

    for name, link_of in HOURS:
        yield say(name), [pair(hours(link_of(one).needed), hours(link_of(one).today)) for one in chains]
    for name, link_of in FTE:
        yield say(name), [pair(fte(one, link_of(one).needed), fte(one, link_of(one).today)) for one in chains]
    yield (
        say("difference in formation, fte"),
        [words.fte_change_text(say, one.formation.needed, one.formation.today, signed=True) for one in chains],
    )
    yield say("of which bookable, fte"), [fte(one, one.bookable_fte) for one in chains]
    for name, link_of in EUROS:
        yield say(name), [pair(euros(link_of(one).needed), euros(link_of(one).today)) for one in chains]
