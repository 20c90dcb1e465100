"""From a scenario to its staff plan: measure the work, search, confirm on luck the plan was not made for, look beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from sim.engine.simulate import CompiledScenario, Stopped
from sim.experiment.staffing.bounds import Bounds, bounds_of
from sim.experiment.staffing.chain import chain_of, spent_of
from sim.experiment.staffing.formulas import erlang_of
from sim.experiment.staffing.outcome import Neighbour, NormOutcome, Reason, StaffPlan, Weeks
from sim.experiment.staffing.requirements import Judged, Requirement, Verdict, judge, requirements_of
from sim.experiment.staffing.roster import present, with_endless_people, with_people
from sim.experiment.staffing.search import Search, cost
from sim.experiment.staffing.trials import Basis, Trials, joined, shares
from sim.experiment.staffing.work import Work, ample, offered_work
from sim.measure.layout import Array
from sim.measure.measurement import Measurement
from sim.measure.norms import longest_answer_days
from sim.model.town.scenario import Scenario
from sim.model.values.units import YEAR_DAYS

SEARCH_WEEKS, SEARCH_REPLICATIONS = 4, 4
CONFIRM_REPLICATIONS = 10
ROUNDS = 4
"""How often a plan may be confirmed, each time on fresh luck; each look uses a quarter of the 5%."""
ALPHA = 0.05
QUARTERS, WEEKS_PER_QUARTER, YEAR_WEEKS = 4, 2, 52
LONGEST_PRELUDE = 52
"""Weeks before the warm-up from which couples and others with an event date come; longer ones are cut to this."""
SEARCH_PRELUDE = 26
SMALLEST_GAP, WIDEST_GAP = 0.01, 0.15
"""A plan that misses a norm by a share gets that share of people more, within these, and half as much again every
round (one hundredth of the people moves a service level by about one hundredth)."""
FIRST_CONFIRMING, FIRST_NEIGHBOUR = 10_000, 50_000
"""Numbers of the replications: the search uses 0, 1, ..., what confirms it never the same."""

PhaseName = Callable[[str], None]


@dataclass
class Planner:
    """One question, from the work to the plan; what was measured on the way is kept."""

    scenario: Scenario
    teams: tuple[str, ...]
    trials: Trials
    replications: int
    whole_year: bool
    phase: PhaseName
    most: int = 400

    def __post_init__(self) -> None:
        weeks = max(1, -(-longest_answer_days(self.scenario) // 7))
        prelude = self.scenario.period.prelude
        self.searching = Basis(
            SEARCH_WEEKS, warm_up=min(4, self.scenario.period.warm_up + 2), follow_up=weeks, prelude=min(prelude, SEARCH_PRELUDE)
        )
        blocks = 1 if self.whole_year else QUARTERS
        length = YEAR_WEEKS if self.whole_year else WEEKS_PER_QUARTER
        self.confirming = Basis(length, blocks, follow_up=weeks, prelude=min(prelude, LONGEST_PRELUDE))

    def plan(self, *, neighbours: bool) -> StaffPlan:
        self.phase("work")
        work, bounds = self.measured_work()
        asked = requirements_of(self.scenario, self.teams)
        searched = range(SEARCH_REPLICATIONS)
        ceilings = self.trials.of_scenario(with_endless_people(self.scenario), self.searching, searched)
        asked = tuple(one for one in asked if self._concerns(one, work, ceilings))
        reachable = tuple(one for one in asked if one.kind == "keeps_up" or one.meets(one.share(ceilings)))

        self.phase("search")
        search = Search(self.trials, self.searching, searched, reachable, bounds, work, self.smallest_step(), self.most)
        plan, reached = self.cheapest(search)
        self.phase("confirm")
        plan, judged, measured, rounds = self.confirm(search, plan, asked)
        today = self.trials.of_scenario(with_people(self.scenario, {}), self.confirming, self.looked_at(rounds))

        norms = tuple(
            self._outcome(one, judged[one.key], today, ceilings, reached=reached, reachable=one in reachable) for one in asked
        )
        self.phase("neighbours")
        beside, centre = self.beside(plan, asked, bounds) if neighbours else ((), tuple(float("nan") for _ in asked))
        return StaffPlan(
            scenario=self.scenario,
            teams=self.teams,
            required=plan,
            present={team: present(self.scenario.design.teams[team]) for team in self.teams},
            least={team: bounds[team].least for team in self.teams},
            norms=norms,
            chain={
                team: chain_of(self.scenario, team, plan[team], spent_of(measured, team), spent_of(today, team))
                for team in self.teams
            },
            neighbours=beside,
            centre=centre,
            erlang={team: said for team in self.teams if (said := erlang_of(self.scenario, team, asked, work, bounds[team]))},
            confirmed_on=self.weeks_of(self.confirming),
            searched_on=self.weeks_of(self.searching),
            found=all(norm.verdict in ("met", "infeasible") for norm in norms),
            seed=self.trials.seed,
            replications=self.replications,
            rounds=rounds,
            confidence=1 - ALPHA / ROUNDS,
            runs=self.trials.runs,
            tried=self.trials.asked,
        )

    def _concerns(self, asked: Requirement, work: Work, ceilings: Sequence[Measurement]) -> bool:
        return bool(work.by_channel[asked.member] if asked.kind == "keeps_up" else asked.counts(joined(ceilings))[1])

    def measured_work(self) -> tuple[Work, dict[str, Bounds]]:
        """The work where nobody waits, and the bounds that follow from who does it."""
        bounds, trials = bounds_of(self.scenario, self.teams), self.trials

        def with_people(count: int) -> CompiledScenario:
            return trials.compiled_plan({team: np.where(bounds[team].allowed, count, 0) for team in self.teams}, self.searching)[
                0
            ]

        stop = trials.replicator.stop
        goes_on = None if stop is None else lambda _day, _days: not stop()
        compiled = ample(with_people, seed=trials.seed, goes_on=goes_on)
        work = offered_work(compiled, seed=trials.seed, goes_on=goes_on)
        return work, bounds_of(self.scenario, self.teams, work)

    def smallest_step(self) -> int:
        """Half hours a week that make the smallest difference in fte that matters."""
        weekly = self.scenario.margins.fte.value * self.scenario.costs.hours_per_fte.value / (YEAR_DAYS / 7)
        return max(1, int(2 * weekly))

    def cheapest(self, search: Search) -> tuple[dict[str, Array], bool]:
        """From today's roster and from the load, each mended until the norms hold; per team the cheaper; then made leaner.

        The second value tells whether all norms could be met on the weeks that were searched.
        """
        today = {team: self._whole(present(self.scenario.design.teams[team]), search.bounds[team]) for team in self.teams}
        from_today, from_load = search.mended(today, tries=6), search.mended(search.from_load())
        starts = [start for start in (from_today, from_load) if start is not None]
        if not starts:
            return {team: search.with_margin(team, 4.0) for team in self.teams}, False
        joint = {team: min((start[team] for start in starts), key=lambda grid: int(grid.sum())) for team in self.teams}
        mixed = search.mended(joint, tries=6)
        best = min((plan for plan in (mixed, *starts) if plan is not None), key=cost)
        lean = search.mended(search.leaner(best))
        return (best if lean is None or cost(lean) > cost(best) else lean), True

    def confirm(
        self, search: Search, plan: dict[str, Array], asked: Sequence[Requirement]
    ) -> tuple[dict[str, Array], dict[str, Judged], tuple[Measurement, ...], int]:
        """Looks on fresh replications; adds people where a norm is not met, and looks again on others."""
        for number in range(ROUNDS):
            measured = self.trials.of_plan(plan, self.confirming, self.looked_at(number + 1))
            judged = {one.key: judge(one, shares(measured, (one,))[:, 0], ALPHA / ROUNDS) for one in asked}
            failing = [one for one in search.requirements if judged[one.key].verdict != "met"]
            if not failing or number == ROUNDS - 1:
                return plan, judged, measured, number + 1
            gaps = {one: abs(one.target - judged[one.key].bound) for one in failing}
            wider = 1 + 0.5 * number
            plan = search.strengthened(plan, {one: wider * min(max(gap, SMALLEST_GAP), WIDEST_GAP) for one, gap in gaps.items()})
        raise AssertionError("there is at least one round")

    def looked_at(self, rounds: int) -> range:
        """The replications of the last of so many rounds of confirmation."""
        first = FIRST_CONFIRMING * rounds
        return range(first, first + self.replications)

    def beside(
        self, plan: dict[str, Array], asked: Sequence[Requirement], bounds: dict[str, Bounds]
    ) -> tuple[tuple[Neighbour, ...], tuple[float, ...]]:
        """Each team with one person fewer (but not below its least) and one more wherever it is at work."""
        replications = range(FIRST_NEIGHBOUR, FIRST_NEIGHBOUR + max(2, self.replications // 2))
        found: list[Neighbour] = []
        try:
            centre = self._shares(plan, asked, replications)
            for team in self.teams:
                for by in (-1, 1):
                    moved = np.where(plan[team] > 0, np.maximum(plan[team] + by, bounds[team].least), 0)
                    values = self._shares(plan | {team: moved}, asked, replications)
                    met = tuple(value != value or bool(one.meets(value)) for one, value in zip(asked, values, strict=True))  # noqa: PLR0124
                    found.append(Neighbour(team, by, int((moved != plan[team]).sum()), values, met))
        except Stopped:
            return tuple(found), tuple(float("nan") for _ in asked)
        return tuple(found), centre

    def _shares(self, plan: dict[str, Array], asked: Sequence[Requirement], replications: range) -> tuple[float, ...]:
        measured = self.trials.of_plan(plan, self.searching, replications)
        return tuple(one.share(measured) for one in asked)

    def weeks_of(self, basis: Basis) -> Weeks:
        start = self.scenario.period.start
        starts = tuple(start + timedelta(weeks=basis.apart * number) for number in range(basis.blocks))
        return Weeks(starts, basis.weeks, basis.weeks == YEAR_WEEKS)

    def _whole(self, people: Array, bounds: Bounds) -> Array:
        return np.asarray(np.where(bounds.allowed, np.maximum(np.floor(people + 1e-9).astype(np.int64), bounds.least), 0))

    def _outcome(
        self,
        asked: Requirement,
        judged: Judged,
        today: Sequence[Measurement],
        ceilings: Sequence[Measurement],
        *,
        reached: bool,
        reachable: bool,
    ) -> NormOutcome:
        ceiling = float("nan") if asked.kind == "keeps_up" else asked.share(ceilings)
        verdict: Verdict = judged.verdict if reachable else "infeasible"
        reason: Reason = "" if reachable else reason_of(asked, joined(ceilings))
        if reachable and not reached and verdict != "met":
            reason = "not_reached"
        return NormOutcome(asked, judged.value, judged.bound, verdict, asked.share(today), ceiling, reason)


def reason_of(asked: Requirement, ceiling: Measurement) -> Reason:
    """Why a norm is out of reach even with as many people as there is work: what most of those missed fell under."""
    channel = ceiling.dimensions.channels.index(asked.member)

    def total(name: str) -> int:
        return int(ceiling.total("contact", name)[channel].sum())

    if asked.kind in ("written", "call_back"):
        unanswered = total("offered") - total("answered")
        return "promises_broken" if 2 * unanswered > total("offered") - total("within_norm") else "even_with_endless_people"
    missed = max(1, total("offered") - total("within_norm"))
    if 2 * total("lines_full") > missed:
        return "lines_full"
    return "balked" if 2 * total("balked") > missed else "even_with_endless_people"
