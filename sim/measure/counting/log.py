"""The pass over a log, or a part of one."""

from __future__ import annotations

from sim.engine.compiler.jit import compiled
from sim.measure.counting.arrays import Known, Rows, Totals, Underway
from sim.measure.counting.contacts import count_contacts
from sim.measure.counting.legs import count_legs, held_of
from sim.measure.counting.lines import close_roots, count_cases
from sim.measure.counting.weeks import count_duty, count_look_ups, count_slots


@compiled
def count(rows: Rows, known: Known, totals: Totals, part: Underway) -> None:
    """Adds all that counts in these rows to the totals.

    Contacts count when requested in the window, work when started in it, case figures when the root case started in it, then with
    all that follows from it up to the end of the run.
    """
    held = held_of(rows, len(part.of_case))
    count_cases(rows, known, totals, part)
    count_legs(rows, known, totals, part, held)
    count_contacts(rows, known, totals, part, held)
    close_roots(known, totals, part)
    count_duty(rows, known, totals)
    count_slots(rows, known, totals)
    count_look_ups(rows, known, totals)
