"""Who gave up and who was late, by group, as it is told."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.experiment.found.lost import LOST, Interval, lost_by_segment
from sim.experiment.found.result import Result
from sim.measure.rows import Focus
from sim.report.told.findings import Estimate, LostCount, LostRow
from sim.report.words.names import Labels
from sim.text.pairs import marked
from sim.text.texts import Texts

ENDING_NAMES: dict[tuple[str, ...], str] = {
    LOST: marked("Gave up, in all"),
    ("lost_waiting",): marked("Gave up: did not get through or waited too long"),
    ("lost_unable",): marked("Gave up: could not manage, or it did not work out"),
    ("lost_unanswered",): marked("Gave up: the answer never came"),
    ("late",): marked("Too late, or compulsory and still not done"),
}


def lost_of(results: Sequence[Result], focus: Focus, labels: Labels, say: Texts) -> tuple[LostRow, ...]:
    """By what came of them, then by group; what happens to nobody in any story is left out."""
    found = []
    for row in lost_by_segment(results, focus):
        group = labels.segments.get(row.segment, row.segment) if row.segment else say("everybody")
        counts = tuple(
            LostCount(
                _told(lost.people, least=0.0),
                _told(lost.share, least=0.0, most=1.0),
                _told(lost.more) if number else None,
            )
            for number, lost in enumerate(row.found)
        )
        found.append(LostRow("+".join(row.ending), ENDING_NAMES[row.ending], group, counts, everybody=not row.segment))
    happens = {row.ending for row in found if row.everybody and any(count.people.value for count in row.counts)}
    return tuple(row for row in found if row.ending in happens)


def _told(found: Interval, *, least: float = -math.inf, most: float = math.inf) -> Estimate:
    """Cut off at what cannot be passed; an endless interval (one replication) is unknown."""
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return Estimate(found.mean, math.nan, math.nan)
    return Estimate(found.mean, max(found.low, least), min(found.high, most))
