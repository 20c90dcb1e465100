"""Scenarios against each other, over the same replications."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import reduce
from itertools import combinations
from typing import Literal, Unpack

from sim.engine.simulate import Clock, CompiledScenario
from sim.experiment.found.comparison import Comparison, Pair, compared
from sim.experiment.found.headlines import check_headlines, default_headlines, focus_of
from sim.experiment.found.intervals import ALPHA, LOOKS, look_alpha
from sim.experiment.found.persons import GainsAndLosses
from sim.experiment.found.result import Result, Told
from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.numbers.comparable import check_comparable
from sim.experiment.numbers.whole import alike, office_stops, with_whole_office
from sim.experiment.numbers.world import resolved_in_world
from sim.experiment.running.offices import a_season_is_too_short
from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job, Outcome
from sim.measure.rows import Focus, Key
from sim.model.town.scenario import Scenario

Pairs = Literal["first", "all"]


def compare(
    scenarios: Sequence[Scenario],
    *,
    replications: int = LOOKS[1],
    until_decided: bool = False,
    pairs: Pairs = "first",
    focus: Focus | None = None,
    headlines: Sequence[Key] | None = None,
    neutral: Callable[[CompiledScenario], CompiledScenario] | None = None,
    closer: bool = False,
    offices: Sequence[Scenario] | None = None,
    lab: Lab = LAB,
    **options: Unpack[LabOptions],
) -> Comparison:
    """Runs all scenarios with the same citizens on the same days, and tells how they differ.

    Parameters
    ----------
    scenarios
        The first is the one the others are compared with (``pairs="all"``: each with each).
    replications
        A fixed number, whose headlines use a plain 5%. With ``until_decided`` it does not count: there are looks at 10, 20, 40
        and 80 replications with alpha / 2^k at look k, up to the first at which all headlines are decided.
    focus
        The services and teams it is about; by default what the measures touch (:func:`sim.experiment.found.headlines.focus_of`).
    headlines
        At most six KPIs declared beforehand; by default those of :func:`sim.experiment.found.headlines.default_headlines`.
    neutral
        Adds a neutral case to the first scenario, to measure the noise floor of gains and losses
        (:func:`sim.experiment.numbers.neutral.with_neutral_case`), in the first
        :data:`sim.experiment.running.work_unit.FLOOR_REPLICATIONS`; not measured when left out.
    closer
        Gives a closer look at replication 0: journeys, and citizens followed. Of that one a store saves no time.
    offices
        No office is run: of each scenario people wait as in a year of that of this one
        (:func:`sim.experiment.numbers.vary.only_services` leaves cases of a service only).
    options
        Those of :class:`sim.experiment.lab.Lab`.

    Raises
    ------
    sim.experiment.numbers.comparable.NotComparableError
        When the scenarios differ in more than their design; names what differs.
    ValueError
        For fewer than two scenarios, or headlines that cannot be decided on.
    """
    if replications < 1:
        raise ValueError(f"replications must be at least 1, got {replications}")
    found = comparisons(
        scenarios,
        looks=LOOKS if until_decided else (replications,),
        until_decided=until_decided,
        pairs=pairs,
        focus=focus,
        headlines=headlines,
        neutral=neutral,
        closer=closer,
        offices=offices,
        lab=lab.with_(**options),
    )
    return deque(found, maxlen=1)[0]


def comparisons(
    scenarios: Sequence[Scenario],
    *,
    looks: Sequence[int],
    until_decided: bool = False,
    pairs: Pairs = "first",
    focus: Focus | None = None,
    headlines: Sequence[Key] | None = None,
    neutral: Callable[[CompiledScenario], CompiledScenario] | None = None,
    closer: bool = False,
    offices: Sequence[Scenario] | None = None,
    lab: Lab = LAB,
) -> Generator[Comparison]:
    """The comparison after each number of replications in ``looks`` (rising), the earlier ones kept; other parameters as above.

    With ``until_decided`` the looks share alpha and the last one is the first at which all headlines are decided. Without,
    each look uses a plain 5%, so only the last may be called a result; those before it are first impressions, and while the
    caller puts one into words the replications of the next go on.

    Where ``offices`` are given, none is run, and people wait as in those of these scenarios. Where work does not keep up, waits
    never settle: then all is run again with the office to the end.
    """
    check_comparable(scenarios)
    focus = focus_of(scenarios) if focus is None else focus
    declared = tuple(default_headlines(scenarios, focus) if headlines is None else headlines)
    check_headlines(declared, scenarios[0].margins)
    resolved = alike([resolved_in_world(scenario, lab.world) for scenario in scenarios])
    places = [None] * len(resolved) if offices is None else [resolved_in_world(one, lab.world) for one in offices]
    chosen = pairs_of(len(scenarios), pairs)

    def job_of(run: Sequence[Scenario]) -> Job:
        subjects = tuple(Subject(one, office=office) for one, office in zip(run, places, strict=True))
        changed = None if neutral is None else subjects[0].changed(neutral)
        return Job(subjects, lab.seed, lab.engine, chosen, changed, focus.services if closer else None)

    with closing(_looked_at(job_of(resolved), declared, focus, looks, lab, until_decided=until_decided)) as found:
        for comparison in found:
            if offices is None and any(map(office_stops, resolved)) and not all(one.holds for one in comparison.balance):
                break
            yield comparison
        else:
            return
    whole = job_of([with_whole_office(one) for one in resolved])
    yield from _looked_at(whole, declared, focus, looks, lab, until_decided=until_decided)


def _looked_at(
    job: Job, declared: tuple[Key, ...], focus: Focus, looks: Sequence[int], lab: Lab, *, until_decided: bool
) -> Generator[Comparison]:
    """The comparison of the scenarios of a job after each number of replications."""
    resolved = [subject.scenario for subject in job.subjects[: len(job.compiled)]]  # the neutral one comes last
    started = time.perf_counter()

    told = [Told(scenario.costs, focus) for scenario in resolved]

    def seen(outcomes: Sequence[Outcome], asked: int, alpha: float, taken: Sequence[int]) -> Comparison:
        seconds = time.perf_counter() - started
        measured = [{one.replication: one.measurements[n] for one in outcomes} for n in range(len(resolved))]
        results = tuple(
            Result(scenario, lab.seed, lab.world, lab.engine, asked, measured[n], seconds, told[n])
            for n, scenario in enumerate(resolved)
        )
        merged = _merged_gains(outcomes, job.compared)
        floor = merged.pop((0, len(resolved)), None)
        looked = taken if until_decided else ()
        seen_closer = next((one.closer for one in outcomes if one.closer is not None), None)
        return compared(
            results, job.pairs, declared, focus, alpha=alpha, gains=merged, floor=floor, looks=looked, closer=seen_closer
        )

    alpha = ALPHA
    taken: list[int] = []
    with (
        lab.running(job, looks[0]) as replicator,
        closing(replicator.each(range(looks[-1]), looks[-1])) as every,
    ):
        for number, asked in enumerate(looks, start=1):
            coming = replicator.each(range(taken[-1] if taken else 0, asked), asked) if until_decided else every
            while not all(n in replicator.outcomes for n in range(asked)) and next(coming, None) is not None:
                pass
            alpha = look_alpha(number) if until_decided else ALPHA
            taken += [] if replicator.stopped else [asked]
            comparison = seen([one for one in replicator.in_order() if one.replication < asked], asked, alpha, taken)
            yield comparison
            if replicator.stopped or (until_decided and comparison.decided):
                return


def offices_of(scenarios: Sequence[Scenario], world: int = LAB.world) -> list[Scenario]:
    """Those of which comparing them will ask :func:`sim.experiment.running.offices.known_office`, as they will be then."""
    resolved = alike([resolved_in_world(scenario, world) for scenario in scenarios])
    return [one for one in resolved if a_season_is_too_short(Clock.of(one))]


def narrowed(comparison: Comparison, pair: Pair) -> Comparison:
    """What comparing only these two scenarios would have found, without simulating anything: the noise floor is left out.

    They have a focus and headlines of their own, which share the error rate with nothing else. ``pair`` was compared.
    """
    results = tuple(comparison.results[number] for number in pair)
    scenarios = [result.scenario for result in results]
    focus = focus_of(scenarios)
    declared = default_headlines(scenarios, focus)
    gains = {(0, 1): comparison.gains[pair]}
    beside = comparison.closer.beside_first(pair[1]) if comparison.closer is not None and pair[0] == 0 else None
    return compared(results, ((0, 1),), declared, focus, alpha=comparison.alpha, gains=gains, closer=beside)


def pairs_of(scenarios: int, which: Pairs) -> tuple[Pair, ...]:
    """Each scenario with the first, or each with each; always (earlier, later)."""
    if which == "all":
        return tuple(combinations(range(scenarios), 2))
    return tuple((0, number) for number in range(1, scenarios))


def _merged_gains(outcomes: Sequence[Outcome], pairs: Sequence[Pair]) -> dict[Pair, GainsAndLosses]:
    """Of each pair, over the replications that compared it."""
    found = {pair: [one.gains[n] for one in outcomes if n < len(one.gains)] for n, pair in enumerate(pairs)}
    return {pair: reduce(GainsAndLosses.merge, some) for pair, some in found.items() if some}
