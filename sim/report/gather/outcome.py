"""From the results of experiments to :class:`Findings`: what is told of them, in words of one language."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sim.engine.build.clock import Clock
from sim.engine.build.facility import back_office_queue
from sim.experiment.found.balance import Balance, Growth, balances, needs_balance
from sim.experiment.found.comparison import Comparison, KpiDifference
from sim.experiment.found.intervals import ALPHA, Difference, Estimate
from sim.experiment.found.result import KpiEstimate, Result
from sim.experiment.found.turning import TippingPoint
from sim.experiment.sensitivity import Sensitivity
from sim.experiment.worlds import Plausible
from sim.measure.definitions import BY_NAME
from sim.measure.layout import UNLIMITED
from sim.measure.rows import FOCUS, Focus, Key
from sim.model.checks.legal import legal_warnings
from sim.model.town.scenario import Scenario
from sim.model.values.units import WEEK
from sim.report.gather.assumptions import Questioner
from sim.report.gather.cost_years import cost_years_of
from sim.report.gather.day_curves import day_curves
from sim.report.gather.gains import gains_of
from sim.report.gather.lost import lost_of
from sim.report.gather.selection import OF_WANTED, chosen, scaled
from sim.report.told.findings import CostYears, Findings, Level, Making, Row, Story
from sim.report.told.versions import versions
from sim.report.words.balance import how_tested, not_balanced
from sim.report.words.kpis import kpi_text
from sim.report.words.names import PER_HUNDRED, Labels, capital, cases_word, labels_of, per_hundred
from sim.report.words.recognition import data_line, marks
from sim.report.words.sources import sourced_of
from sim.report.words.unfinished import at_least
from sim.text.texts import Texts

NO_FOCUS = Focus()
MOST_OPEN = 0.05
"""The share of open cases above which a reader is told."""
WORK = Key("work_in_fte")
NOTHING = Estimate(0.0, 0.0, 0.0)
UNKNOWN = Estimate(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Gatherer:
    """Puts results into words; ``files`` are where the scenarios were read, in the same order.

    ``known`` are the estimates, where a gatherer of another language worked them out already.
    """

    results: tuple[Result, ...]
    files: tuple[str, ...]
    say: Texts
    focus: Focus = NO_FOCUS
    comparison: Comparison | None = None
    known: Sequence[dict[Key, KpiEstimate]] | None = None

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(result.scenario for result in self.results)

    @cached_property
    def labels(self) -> Labels:
        return labels_of(self.scenarios, self.say)

    @cached_property
    def cases(self) -> str:
        """What the cases of the service in focus are called; empty where they have no word of their own."""
        return self.labels.cases_of(self.focus)

    @cached_property
    def estimates(self) -> Sequence[dict[Key, KpiEstimate]]:
        return self.known or [result.estimates(self.focus) for result in self.results]

    @cached_property
    def differences(self) -> dict[tuple[Key, int], KpiDifference]:
        """Of each story with the first."""
        found = self.comparison.differences if self.comparison else ()
        return {(row.key, row.pair[1]): row for row in found if row.pair[0] == 0}

    @property
    def stories(self) -> tuple[Story, ...]:
        return told_apart([self._story(number) for number in range(len(self.results))])

    def rows(self, level: Level, kpis: Container[str]) -> tuple[Row, ...]:
        """The rows of these KPIs that are told at ``level``."""
        return tuple(self.row(at, key) for at, key in self._chosen() if at == level and key.kpi in kpis)

    def findings(
        self,
        tipping: Sequence[TippingPoint] = (),
        sensitivity: Sequence[Sensitivity] = (),
        plausible: Sequence[Plausible] = (),
    ) -> Findings:
        """Everything; what is given is about the scenarios of its own pair, and left out where work of one of them piles up."""
        stories, balance = self.stories, self.balance
        services, told = self.labels.services, self._questioner(stories)
        return Findings(
            title=self._title(stories),
            stories=stories,
            rows=tuple(self.row(level, key) for level, key in self._chosen()),
            making=self._making(),
            gains=gains_of(self.comparison, self.labels) if self.comparison else (),
            lost=lost_of(self.results, self.focus, self.labels, self.say),
            tipping=tuple(told.tipping(found) for found in tipping if _means_something(found, balance)),
            sensitivity=tuple(told.sensitivity(found) for found in sensitivity if _means_something(found, balance)),
            plausible=tuple(told.plausible(found) for found in plausible if _means_something(found, balance)),
            assumptions=sourced_of(self.scenarios, self.say),
            curves=day_curves(self.results, self.labels.channels),
            notes=self._notes(balance),
            cases=self.cases,
            service=self.say.listed([services.get(name, name) for name in self.focus.services]),
            team=self.labels.team_names(self.focus),
            data=data_line(self.say, self.scenarios),
            cost_years=() if not all(one.holds for one in balance) else self._cost_years(stories),
            balance=balance,
            marks=(*marks(self.say, self.scenarios), *self._piles_up(stories, balance)),
        )

    def _cost_years(self, stories: Sequence[Story]) -> tuple[CostYears, ...]:
        work = [found[WORK].scaled(1.0) if WORK in found else NOTHING for found in self.estimates]
        return cost_years_of(self.scenarios, [story.label for story in stories], work)

    def _keys(self) -> list[Key]:
        """What the first scenario can tell, then what only others can."""
        return list(dict.fromkeys(key for found in self.estimates for key in found))

    def _chosen(self) -> list[tuple[Level, Key]]:
        return [(level, key) for level, key in chosen(self._keys(), self.focus, self._headlines()) if self._there(key)]

    def _there(self, key: Key) -> bool:
        """False for work without limit, and wanted conversations, where there are none."""
        if key.kpi in OF_WANTED:
            wanted = replace(key, kpi="citizen_effort_wanted")
            return any(found[wanted].mean for found in self.estimates if wanted in found)
        return key.member != UNLIMITED or any(found[key].mean for found in self.estimates if key in found)

    def _headlines(self) -> tuple[Key, ...]:
        return self.comparison.headlines if self.comparison else ()

    def _title(self, stories: Sequence[Story]) -> str:
        if len(stories) == 1:
            return stories[0].label
        return self.say("{stories} compared", stories=self.say.listed([story.label for story in stories]))

    def _story(self, number: int) -> Story:
        scenario = self.scenarios[number]
        warnings = tuple(warning.text(self.say.lang) for warning in legal_warnings(scenario))
        label = self.say(scenario.label)
        about, question, look_at = (self.say(text).strip() for text in (scenario.about, scenario.question, scenario.look_at))
        return Story(scenario.name, capital(label), about, self.files[number], warnings, question, look_at)

    def row(self, level: Level, key: Key) -> Row:
        """One KPI in all stories, as it is told at ``level``."""
        shown, definition = scaled(key, level), BY_NAME[key.kpi]
        own = key.dimension == FOCUS
        return Row(
            level=level,
            kpi=key.kpi,
            key=str(key),
            name=self.cases if self.cases and own and key.kpi == "root_cases" else kpi_text(key.kpi),
            per=self._per(shown.per) if own else shown.per,
            denominator=definition.denominator_text,
            unit=shown.unit,
            about=self.labels.about(key, self.focus),
            estimates=tuple(found[key].scaled(shown.factor) if key in found else UNKNOWN for found in self.estimates),
            differences=tuple(self._difference(key, number, shown.factor) for number in range(len(self.results))),
            lower_is_better=None if definition.better == 0 else definition.better < 0,
        )

    def _difference(self, key: Key, number: int, factor: float) -> Difference | None:
        """None for what is not compared; nothing to compare where the two stories cannot both tell it."""
        if self.comparison is None or (0, number) not in self.comparison.pairs:
            return None
        found = self.differences.get((key, number))
        return found.scaled(factor) if found else Difference(math.nan, math.nan, math.nan, "nothing")

    def _per(self, per: str) -> str:
        return per_hundred(self.say, self.cases) if self.cases and per == PER_HUNDRED else per

    def _questioner(self, stories: Sequence[Story]) -> Questioner:
        per = per_hundred(self.say, self.cases) if self.cases else ""
        return Questioner(self.scenarios, tuple(story.label for story in stories), self.focus, self.say, per)

    def _notes(self, balance: Sequence[Balance]) -> tuple[str, ...]:
        """What a reader must know before he believes the figures."""
        labels = [story.label for story in self.stories]
        told = (
            *self._open_cases(),
            at_least(self.say, self.estimates, self.focus, labels),
            how_tested(self.say, balance),
            self._other_weeks(),
        )
        return tuple(filter(None, told))

    def _other_weeks(self) -> str:
        """Where cases are followed for longer than the window: why work of the window and of a case need not agree."""
        period = self.scenarios[0].period
        if period.follow_up <= period.weeks:
            return ""
        told = self.say.plural(
            "Work in fte and in hours is that of {count} week, in which cases of before go on as they were; figures per case "
            "hold everything up to {after} weeks later. So the one need not follow from the other.",
            "Work in fte and in hours is that of {count} weeks, in which cases of before go on as they were; figures per case "
            "hold everything up to {after} weeks later. So the one need not follow from the other.",
            period.weeks,
            after=period.follow_up,
        )
        office = _weeks_of_office(self.results[0].scenario)
        if office >= period.follow_up:
            return told
        stops = self.say(
            "The office itself is simulated for {office} weeks after the window; later these cases wait as people wait there.",
            office=office,
        )
        return f"{told} {stops}"

    def _open_cases(self) -> tuple[str, ...]:
        key = Key("still_open", FOCUS, FOCUS) if self.focus.services else Key("still_open")
        open_shares = [found[key].mean for found in self.estimates if key in found]
        if max(open_shares, default=0.0) <= MOST_OPEN:
            return ()
        return (
            self.say(
                "{share} of the {cases} are still open at the end of the simulated time (the measured window and {weeks} weeks "
                "after it). What happens to them later is not in the figures per case.",
                cases=cases_word(self.say, self.cases),
                share=self.say.percentage(max(open_shares)),
                weeks=self.scenarios[0].period.follow_up,
            ),
        )

    @cached_property
    def balance(self) -> tuple[Balance, ...]:
        """Whether work keeps up, story by story."""
        found = self.comparison.balance if self.comparison else balances(self.results)
        return tuple(
            replace(one, growing=tuple(self._named(growth, scenario) for growth in one.growing))
            for one, scenario in zip(found, self.scenarios, strict=True)
        )

    def _piles_up(self, stories: Sequence[Story], balance: Sequence[Balance]) -> tuple[str, ...]:
        """Of a story that is told alone; of a comparison the verdict says it."""
        return () if self.comparison else tuple(filter(None, [not_balanced(self.say, stories[0].label, balance[0])]))

    def _named(self, growth: Growth, scenario: Scenario) -> Growth:
        """The same with the name of the team, channel or service in words."""
        labels = self.labels
        if growth.what == "work":
            design = next((design for design in scenario.designs if growth.name in design.queues), None)
            teams = design.queues[growth.name].teams if design else (growth.name.removeprefix(back_office_queue("")),)
            name = self.say.listed([labels.teams.get(team, team) for team in teams])
        else:
            known = labels.channels if growth.what == "appointments" else labels.services
            name = known.get(growth.name, growth.name)
        return replace(growth, name=name)

    def _making(self) -> Making:
        first, period = self.results[0], self.scenarios[0].period
        engine = "compiled" if first.engine == "auto" else first.engine
        office = _weeks_of_office(first.scenario)
        return Making(
            period.start, period.weeks, period.warm_up, period.follow_up, office, first.seed, first.done, first.asked, engine,
            versions(), first.seconds, 1 - ALPHA, self.comparison.looks if self.comparison else (),
        )  # fmt: skip


def _weeks_of_office(scenario: Scenario) -> int:
    """After the window."""
    clock = Clock.of(scenario)
    return (clock.office_end - clock.window_end) // WEEK


def told_apart(stories: Sequence[Story]) -> tuple[Story, ...]:
    """Stories that have one label get their file beside it, and their number where that is the same too."""
    labels = Counter(story.label for story in stories)
    twins = Counter((story.label, story.file) for story in stories)
    return tuple(
        replace(story, label=f"{story.label} ({_mark(story, number, twins)})") if labels[story.label] > 1 else story
        for number, story in enumerate(stories, 1)
    )


def _mark(story: Story, number: int, twins: Mapping[tuple[str, str], int]) -> str:
    return story.file if twins[story.label, story.file] == 1 else ", ".join(filter(None, [story.file, str(number)]))


def _means_something(found: TippingPoint | Sensitivity | Plausible, balance: Sequence[Balance]) -> bool:
    """False for staff, waits, time and costs of a pair in which work piles up."""
    return not needs_balance(BY_NAME[found.key.kpi]) or all(balance[number].holds for number in found.pair)


def gather_result(result: Result, file: str, say: Texts) -> Findings:
    """What is told of one scenario. Raises ``ValueError`` when no replication was finished."""
    return Gatherer((result,), (file,), say).findings()


def gather_comparison(
    comparison: Comparison,
    files: Sequence[str],
    say: Texts,
    tipping: Sequence[TippingPoint] = (),
    sensitivity: Sequence[Sensitivity] = (),
    plausible: Sequence[Plausible] = (),
) -> Findings:
    """What is told of a comparison, and what else was worked out. Raises ``ValueError`` when no replication was finished."""
    gatherer = Gatherer(comparison.results, tuple(files), say, comparison.focus, comparison)
    return gatherer.findings(tipping, sensitivity, plausible)
