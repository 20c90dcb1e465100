"""Designs x replications x worlds over the figures that are asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

from sim.experiment.found.headlines import focus_of
from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.sweep.figures import figures_of
from sim.experiment.sweep.halving import NO_BEST, NO_DIRECTION, NO_WORLDS, Halving
from sim.experiment.sweep.points import Designs, Over
from sim.experiment.sweep.refused import SweepError
from sim.experiment.sweep.runner import HOURS, Pace, Runner, Work
from sim.experiment.sweep.swept import Swept, found_of
from sim.measure.definitions import BY_NAME
from sim.model.files.loading import NO_OVERRIDES
from sim.model.files.sources import SourceFile

REPLICATIONS = 10


def sweep(
    file: str | Path | Sequence[SourceFile],
    over: Over,
    *,
    overrides: Mapping[str, Any] = NO_OVERRIDES,
    kpis: Sequence[str] = (),
    replications: int = REPLICATIONS,
    worlds: int = 0,
    best: str | None = None,
    halving: bool = False,
    hours: float = HOURS,
    on_pace: Callable[[Pace], None] | None = None,
    lab: Lab = LAB,
    **options: Unpack[LabOptions],
) -> Swept:
    """Simulates a scenario at every combination of levels, all with the same citizens on the same days.

    >>> import sim
    >>> found = sim.sweep(
    ...     "scenarios/huwelijk/hybride.yaml",
    ...     {"behaviour.questions.opens": [0.5, 1.0]},
    ...     overrides={"period.weeks": 1, "period.follow_up": 1},
    ...     kpis=["citizen_effort:focus"],
    ...     replications=2,
    ... )
    >>> found.frame().num_rows
    2

    Parameters
    ----------
    file
        A scenario file, or the files of which one was put together (:mod:`sim.model.files.plans.compose`).
    over
        Levels by path (:func:`sim.experiment.sweep.levels.levels_of`): values in the form of the file, or text such as ``1,2,3``,
        ``1..3/5`` and ``range``. A level is what ``overrides`` of :func:`sim.load` would set; a design of a measure has the path
        ``measures.NAME.set.PATH``, a parameter of a measure in use ``use.NAME.PARAMETER``.
    overrides
        What is set in all designs.
    kpis
        The figures that are worked out (:func:`sim.experiment.sweep.figures.figures_of`); those of a verdict when left out.
    worlds
        Parameter worlds 1 to so many, each with replications of its own; 0 = only the one of the lab.
    best
        A figure, named as in ``kpis``, that says which design is best.
    halving
        Looks for the best design without running all of them to the end (:mod:`sim.experiment.sweep.halving`): ``replications``
        are those of the last designs.
    hours
        Raises ``SweepError`` as soon as the first units show that it would take longer.
    on_pace
        Told once how long it will take, as soon as that is known.
    options
        Those of :class:`sim.experiment.lab.Lab`. With a ``store`` nothing is simulated twice, and a sweep that was stopped
        goes on where it was. When it is stopped, what was finished is told.

    Raises
    ------
    sim.ScenarioError
        For a path or a level that the scenario refuses.
    sim.experiment.sweep.refused.SweepError
        For what cannot be swept (a ``ValueError``).
    """
    if replications < 1 or worlds < 0:
        raise ValueError(f"replications must be at least 1 and worlds at least 0, got {replications} and {worlds}")
    lab = lab.with_(**options)
    if worlds:
        lab.refuse(world="worlds are 1 to the number asked for")
    started = time.perf_counter()
    if halving and best is None:
        raise SweepError(NO_BEST)
    if halving and worlds:
        raise SweepError(NO_WORLDS)
    designs = Designs.of(file, over, overrides)
    points = designs.points()
    scenario = designs.scenario(points[0].levels)
    focus = focus_of([scenario])
    objective = None if best is None else figures_of([best], scenario, focus)[0]
    if objective is not None and not BY_NAME[objective.kpi].better:
        raise SweepError(NO_DIRECTION, name=objective.kpi)
    figures = tuple(dict.fromkeys((*([objective] if objective else []), *figures_of(kpis, scenario, focus))))
    chosen = tuple(range(1, worlds + 1)) if worlds else (lab.world,)
    with lab.opened(max(replications, len(points))) as opened:
        if halving and objective is not None:
            halved = Halving(designs, objective, figures, focus, replications, hours, on_pace)
            found = [found_of(point, result, figures, focus, where) for point, result, where in halved.run(points, opened)]
        else:
            runner = Runner(opened, designs, Work(len(points) * len(chosen), replications), hours, on_pace)
            found = [
                found_of(point, result, figures, focus)
                for place, world in enumerate(chosen)
                for point, result in runner.designs(points, world, range(place * replications, (place + 1) * replications))
            ]
    found.sort(key=lambda one: (one.point.number, one.world))
    seconds = time.perf_counter() - started
    return Swept(tuple(found), designs, figures, focus, scenario, replications, chosen, lab.seed, lab.engine, seconds, objective)
