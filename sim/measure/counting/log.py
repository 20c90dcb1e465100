"""The pass over a log, or a part of one: line by line."""

from __future__ import annotations

from sim.engine.compiler.jit import compiled
from sim.measure.counting.arrays import Chains, Known, Rows, Totals, Underway
from sim.measure.counting.chains import AHEAD, fetch_case
from sim.measure.counting.lines import count_line
from sim.measure.counting.linked import begins_line, is_over
from sim.measure.counting.weeks import count_duty, count_look_ups, count_slots


@compiled
def count(rows: Rows, known: Known, totals: Totals, chains: Chains, part: Underway) -> None:
    """Adds all that counts in these rows to the totals.

    Contacts count when requested in the window, work when started in it, case figures when the root case started in it, then with
    all that follows from it up to the end of the run.
    """
    for case in range(len(chains.first_contact)):
        fetch_case(rows, chains, case + AHEAD)
        if is_over(rows, case) and begins_line(rows, case):
            count_line(rows, known, totals, chains, part, case)
    count_duty(rows, known, totals)
    count_slots(rows, known, totals)
    count_look_ups(rows, known, totals)
