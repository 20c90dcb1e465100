"""Who gave up and who was late, by group, as it is told."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.found.lost import LOST, lost_by_segment
from sim.experiment.found.result import Result
from sim.measure.rows import Focus
from sim.report.told.findings import LostRow
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
    found = [
        LostRow(
            "+".join(row.ending),
            ENDING_NAMES[row.ending],
            labels.segments.get(row.segment, row.segment) if row.segment else say("everybody"),
            row.found,
            everybody=not row.segment,
        )
        for row in lost_by_segment(results, focus)
    ]
    happens = {row.ending for row in found if row.everybody and any(count.people.value for count in row.counts)}
    return tuple(row for row in found if row.ending in happens)
