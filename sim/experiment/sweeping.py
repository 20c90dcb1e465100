"""Running a pair of scenarios under many variations, and the differences that come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiment.found.headlines import focus_of
from sim.experiment.lab import Lab
from sim.experiment.numbers.comparable import check_comparable
from sim.experiment.numbers.whole import alike, left_alone
from sim.experiment.running.work_unit import Sweep, Variation
from sim.experiment.tipping import Question, kpi_values
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.measure.rows import ALL, FOCUS, OVERALL, Focus, Key
from sim.model.town.scenario import Scenario

KPIS = ("staff_time_per_root_case", "remote_contacts_per_root_case", "citizen_effort")
Unit = tuple[Variation, int]


@dataclass(frozen=True, eq=False)
class Plan:
    """What is varied: the scenarios as they are run, what is asked of them, and how."""

    scenarios: tuple[Scenario, ...]
    questions: tuple[Question, ...]
    focus: Focus
    offices: tuple[Scenario | None, ...]
    lab: Lab

    @property
    def alone(self) -> bool:
        """Were the services outside the focus left out?"""
        return any(self.offices)

    def run(self, units: Sequence[Unit]) -> dict[Unit, tuple[Measurement, ...]]:
        """The measurements of each unit that was finished, per scenario."""
        sweep = Sweep(self.scenarios, tuple(units), self.lab.seed, self.lab.engine, self.offices)
        with self.lab.running(sweep, max(len(units), 1)) as replicator:
            replicator.run(range(len(units)), len(units))
        return {units[outcome.replication]: outcome.measurements for outcome in replicator.in_order()}

    def difference(self, question: Question, found: Sequence[tuple[Measurement, ...]]) -> Array:
        """What scenario ``pair[1]`` has more than ``pair[0]``, for each of the measurements."""
        first, second = (
            kpi_values([measurements[number] for measurements in found], question.key, self.focus, self.scenarios[0])
            for number in question.pair
        )
        return np.asarray(second - first)


def plan(
    scenarios: Sequence[Scenario], questions: Sequence[Question] | None, focus: Focus | None, lab: Lab, *, alone: bool
) -> Plan:
    """Only the scenarios that are asked about.

    Where that is wanted and there is a focus, the other services are left out; how people wait is then known from a year of the
    whole office, with its numbers as assumed.

    Raises ``NotComparableError`` or ``ValueError`` as :func:`sim.experiment.numbers.comparable.check_comparable` does.
    """
    check_comparable(scenarios)
    focus = focus_of(scenarios) if focus is None else focus
    asked = default_questions(focus) if questions is None else tuple(questions)
    used = sorted({number for question in asked for number in question.pair})
    places = {number: place for place, number in enumerate(used)}
    alone = alone and bool(focus.services)
    whole = alike([scenarios[number] for number in used])
    figures = {question.key.kpi for question in asked}
    kept = tuple(left_alone(one, focus.services, figures) if alone else one for one in whole)
    offices = tuple(one if alone else None for one in whole)
    renumbered = tuple(Question(one.key, (places[one.pair[0]], places[one.pair[1]])) for one in asked)
    return Plan(kept, renumbered, focus, offices, lab)


def default_questions(focus: Focus, pair: tuple[int, int] = (0, 1)) -> tuple[Question, ...]:
    """What a case takes of staff, of the telephone and the mailbox, and of the citizen."""
    about = (FOCUS, FOCUS) if focus.services else (OVERALL, ALL)
    return tuple(Question(Key(kpi, *about), pair) for kpi in KPIS)
