"""Tipping points: at which value of one assumption the answer turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np

from sim.experiment.found.headlines import focus_of
from sim.experiment.found.intervals import LOOKS
from sim.experiment.found.result import known_rows
from sim.experiment.found.turning import TippingPoint, turning
from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.numbers.comparable import check_comparable
from sim.experiment.numbers.vary import range_at, with_value
from sim.experiment.numbers.whole import alike, left_alone
from sim.experiment.numbers.world import resolved_in_world
from sim.experiment.running.executors import Replicator
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job
from sim.measure.kpis import evaluate
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.measure.rows import ALL, FOCUS, OVERALL, Focus, Key
from sim.model.town.scenario import Scenario

Found = dict[tuple[int, float], list[Measurement]]
"""Measurements by scenario and setting."""
Limit = Callable[[Found], bool]

MOST_GROWTH = 4.0
"""A setting beyond the range is left out where it makes more than this many times the contacts of the end of the range: what a
model overrun by its own calls says is no answer, and it takes long to say it."""


@dataclass(frozen=True)
class Question:
    """A difference that may turn: what scenario ``pair[1]`` has more of ``key`` than scenario ``pair[0]``."""

    key: Key
    pair: tuple[int, int] = (0, 1)


def questions_of(focus: Focus, staff: tuple[int, int], calls: tuple[int, int]) -> tuple[Question, Question]:
    """What a case takes with all that follows from it: staff time of the pair ``staff``, and calls and messages of ``calls``."""
    about = (FOCUS, FOCUS) if focus.services else (OVERALL, ALL)
    return Question(Key("staff_time_per_root_case", *about), staff), Question(Key("remote_contacts_per_root_case", *about), calls)


def tipping_points(
    scenarios: Sequence[Scenario],
    path: str,
    values: Sequence[float],
    questions: Sequence[Question],
    *,
    beyond: Sequence[float] = (),
    replications: int = LOOKS[0],
    focus: Focus | None = None,
    alone: bool = False,
    lab: Lab = LAB,
    **options: Unpack[LabOptions],
) -> tuple[TippingPoint, ...]:
    """Runs the scenarios at each of the ``values`` of the number at ``path`` (:func:`sim.experiment.numbers.vary.with_value`).

    All runs share their luck. Where the answer to a question does not turn, the settings of ``beyond`` are run as well, above
    and below from the nearest on, for the scenarios of such questions, up to the first that floods one of them (``MOST_GROWTH``,
    judged on the first replication); that one and those after it are ``left_out``. ``alone`` leaves the other services out, which
    makes a run many times faster: people wait as in a year of the whole office with the number as assumed.
    ``options`` are those of :class:`sim.experiment.lab.Lab`.

    Raises
    ------
    ValueError
        When there are fewer than two values, no number stands at ``path``, the KPI is unknown to a scenario, or nothing was
        finished.
    """
    settings = tuple(sorted(set(values)))
    if len(settings) < 2:
        raise ValueError("a tipping point needs at least two different values")
    lab = lab.with_(**options)
    check_comparable(scenarios)
    focus = focus_of(scenarios) if focus is None else focus
    alone = alone and bool(focus.services)
    whole = alike([resolved_in_world(scenario, lab.world) for scenario in scenarios])
    figures = {question.key.kpi for question in questions}
    resolved = [left_alone(scenario, focus.services, figures) if alone else scenario for scenario in whole]
    offices = [scenario if alone else None for scenario in whole]

    def answers(found: Found, question: Question, left_out: tuple[float, ...] = ()) -> TippingPoint:
        first, second = question.pair
        at = sorted(value for number, value in found if number == second)
        columns = {
            place: kpi_values(found[place], question.key, focus, scenarios[0]) for place in found if place[0] in question.pair
        }
        differences = np.array([columns[second, value] - columns[first, value] for value in at]).T
        assumed = range_at(scenarios[second], path)
        told = turning(path, question.key, tuple(at), differences, (assumed.low, assumed.mid, assumed.high), assumed.source)
        return told.about(question.pair, left_out, alone=alone)

    with lab.running(Job((), lab.seed, lab.engine), replications) as replicator:
        sweep = Sweep(resolved, offices, path, range(replications), replicator)
        found = sweep.measured(_scenarios_of(questions), settings)
        if not all(found.values()):
            raise ValueError("no replication was finished, so there is nothing to compare")
        points = tuple(answers(found, question) for question in questions)
        for way, end in ways_beyond(beyond, settings):
            unturned = [question for question, point in zip(questions, points, strict=True) if point.point is None]
            further, left_out = sweep.outward(_scenarios_of(unturned), way, found, end) if unturned else ({}, ())
            if not further and not left_out:
                continue
            done = min(len(measurements) for measurements in (*found.values(), *further.values()))
            found = {place: measurements[:done] for place, measurements in (found | further).items()}
            points = tuple(
                answers(found, question, tuple(left_out)) if question in unturned else point
                for question, point in zip(questions, points, strict=True)
            )
    return points


def ways_beyond(beyond: Sequence[float], settings: Sequence[float]) -> tuple[tuple[list[float], float], ...]:
    """Down from the settings, then up, each with the setting where it begins."""
    below, above = {value for value in beyond if value < settings[0]}, {value for value in beyond if value > settings[-1]}
    return (sorted(below, reverse=True), settings[0]), (sorted(above), settings[-1])


@dataclass
class Sweep:
    """Runs scenarios at settings of one number, all with the same luck and in the same processes."""

    scenarios: Sequence[Scenario]
    offices: Sequence[Scenario | None]
    path: str
    replications: range
    replicator: Replicator

    def measured(self, numbers: Sequence[int], at: Sequence[float], limit: Limit | None = None) -> Found:
        """By scenario and setting, a measurement per replication; fewer than asked when it was stopped.

        With a ``limit`` the first replication is run alone, and when it makes more contacts than that, nothing more.
        """
        replicator, places = self.replicator, [(number, value) for number in numbers for value in at]
        turned = [(with_value(self.scenarios[number], self.path, value), self.offices[number]) for number, value in places]
        replicator.take(tuple(Subject(scenario, office=office) for scenario, office in turned))

        def found() -> Found:
            outcomes = replicator.in_order()
            return {place: [outcome.measurements[n] for outcome in outcomes] for n, place in enumerate(places)}

        if limit is not None:
            replicator.run(self.replications[:1], len(self.replications))
            if limit(found()):
                return found()
        left = [number for number in self.replications if number not in replicator.outcomes]
        if not replicator.stopped:
            replicator.run(left, len(self.replications))
        return found()

    def outward(self, numbers: Sequence[int], way: Sequence[float], known: Found, end: float) -> tuple[Found, Sequence[float]]:
        """What was measured from one ``end`` of the settings ``known`` on, and what was left out from the first that floods."""

        def floods(found: Found) -> bool:
            return any(_contacts(found[number, value]) > MOST_GROWTH * _contacts(known[number, end]) for number, value in found)

        further: Found = {}
        for n, value in enumerate(way):
            if self.replicator.stopped:
                break
            found = self.measured(numbers, [value], floods)
            if not all(found.values()):
                break
            if floods(found):
                return further, way[n:]
            if not all(_contacts(measurements) for measurements in found.values()):
                break  # where nobody asks anything there is nothing to compare
            further |= found
        return further, ()


def tipping_point(
    first: Scenario, second: Scenario, path: str, values: Sequence[float], key: Key, **options: Any
) -> TippingPoint:
    """Where the difference of one KPI between two scenarios turns; ``options`` as for :func:`tipping_points`."""
    return tipping_points([first, second], path, values, [Question(key)], **options)[0]


def _contacts(measurements: Sequence[Measurement]) -> int:
    """Contacts in the window of the first replication; 0 where there is none."""
    return int(measurements[0].total("contact", "offered").sum()) if measurements else 0


def _scenarios_of(questions: Sequence[Question]) -> list[int]:
    return sorted({number for question in questions for number in question.pair})


def kpi_values(measurements: Sequence[Measurement], key: Key, focus: Focus, scenario: Scenario) -> Array:
    """The KPI of each measurement."""
    rows = known_rows(measurements[0].dimensions, focus, figures=(key,))
    if key not in rows.places:
        raise ValueError(f"{key} cannot be told of this scenario")
    return evaluate(measurements, rows, scenario.costs).value[:, rows.places[key]]
