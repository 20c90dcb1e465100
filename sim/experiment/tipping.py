"""Tipping points: at which value of one assumption the answer turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.simulate import compile_scenario
from sim.experiment.comparable import check_comparable
from sim.experiment.executors import Progress, Replicator, Stop, worker_count
from sim.experiment.headlines import focus_of
from sim.experiment.intervals import LOOKS
from sim.experiment.turning import TippingPoint, turning
from sim.experiment.vary import only_services, range_at, with_value
from sim.experiment.work_unit import Job
from sim.experiment.world import resolved_in_world
from sim.measure.definitions import BY_NAME
from sim.measure.kpis import evaluate
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.measure.rows import ALL, FOCUS, OVERALL, Focus, Key, rows_of
from sim.model.scenario import Scenario


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
    seed: int = 1,
    jobs: int | None = None,
    engine: str = "auto",
    world: int = 0,
    focus: Focus | None = None,
    alone: bool = False,
    on_progress: Progress | None = None,
    stop: Stop | None = None,
) -> tuple[TippingPoint, ...]:
    """Runs the scenarios at each of the ``values`` of the number at ``path`` (see :func:`sim.experiment.vary.with_value`).

    All runs share their luck. Where the answer to a question does not turn, the settings of ``beyond`` are run as well, for the
    scenarios of such questions. ``alone`` leaves the other services out, which makes a run many times faster: right for what a
    case takes (its staff time, its contacts), wrong for what it meets in a queue. Other parameters are as for
    :func:`sim.experiment.compare.compare`.

    Raises
    ------
    ValueError
        When there are fewer than two values, no number stands at ``path``, the KPI is unknown to a scenario, or nothing was
        finished.
    """
    settings = tuple(sorted(set(values)))
    if len(settings) < 2:
        raise ValueError("a tipping point needs at least two different values")
    check_comparable(scenarios)
    focus = focus_of(scenarios) if focus is None else focus
    kept = [only_services(scenario, focus.services) if alone and focus.services else scenario for scenario in scenarios]
    resolved = [resolved_in_world(scenario, world) for scenario in kept]
    workers = worker_count(jobs, replications)

    def measured(numbers: Sequence[int], at: Sequence[float]) -> dict[tuple[int, float], list[Measurement]]:
        """By scenario and setting, a measurement per replication; fewer than asked when it was stopped."""
        places = [(number, value) for number in numbers for value in at]
        compiled = tuple(compile_scenario(with_value(resolved[number], path, value)) for number, value in places)
        with Replicator(Job(compiled, seed, engine), workers, stop, on_progress) as replicator:
            replicator.run(range(replications), replications)
        outcomes = replicator.in_order()
        return {place: [outcome.measurements[n] for outcome in outcomes] for n, place in enumerate(places)}

    def answers(found: dict[tuple[int, float], list[Measurement]], question: Question) -> TippingPoint:
        first, second = question.pair
        at = sorted(value for number, value in found if number == second)
        columns = {
            place: kpi_values(found[place], question.key, focus, scenarios[0]) for place in found if place[0] in question.pair
        }
        differences = np.array([columns[second, value] - columns[first, value] for value in at]).T
        assumed = range_at(scenarios[second], path)
        told = turning(path, question.key, tuple(at), differences, (assumed.low, assumed.mid, assumed.high), assumed.source)
        return told.about(question.pair)

    found = measured(_scenarios_of(questions), settings)
    if not all(found.values()):
        raise ValueError("no replication was finished, so there is nothing to compare")
    points = tuple(answers(found, question) for question in questions)
    unturned = [question for question, point in zip(questions, points, strict=True) if point.point is None]
    if not unturned or not beyond or (stop is not None and stop()):
        return points
    further = measured(_scenarios_of(unturned), beyond)
    done = min((len(measurements) for measurements in (*found.values(), *further.values())), default=0)
    if done == 0:
        return points
    wider = {place: measurements[:done] for place, measurements in (found | further).items()}
    return tuple(
        answers(wider, question) if question in unturned else point for question, point in zip(questions, points, strict=True)
    )


def tipping_point(
    first: Scenario, second: Scenario, path: str, values: Sequence[float], key: Key, **options: object
) -> TippingPoint:
    """Where the difference of one KPI between two scenarios turns; ``options`` as for :func:`tipping_points`."""
    return tipping_points([first, second], path, values, [Question(key)], **options)[0]  # type: ignore[arg-type]


def _scenarios_of(questions: Sequence[Question]) -> list[int]:
    return sorted({number for question in questions for number in question.pair})


def kpi_values(measurements: Sequence[Measurement], key: Key, focus: Focus, scenario: Scenario) -> Array:
    """The KPI of each measurement."""
    rows = rows_of(measurements[0].dimensions, focus, definitions=(BY_NAME[key.kpi],))
    if key not in rows.places:
        raise ValueError(f"{key} cannot be told of this scenario")
    return np.array([float(evaluate(one, rows, scenario.costs).value[rows.places[key]]) for one in measurements])
