"""Sensitivity to assumptions and plausible worlds, as they are told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from sim.experiment.sensitivity import Sensitivity as Computed
from sim.experiment.sensitivity import Setting
from sim.experiment.sensitivity import Swing as ComputedSwing
from sim.experiment.worlds import Plausible as ComputedPlausible
from sim.experiment.worlds import WorldShare as ComputedShare
from sim.measure.rows import FOCUS, OVERALL, Focus, Key
from sim.model.town.scenario import Scenario
from sim.report.gather.selection import Scaled, scaled
from sim.report.told.findings import Difference, Plausible, Question, Sensitivity, Swing, WorldShare
from sim.report.words.kpis import kpi_text
from sim.report.words.names import PER_HUNDRED
from sim.report.words.paths import path_words
from sim.report.words.sources import numbers, written_as
from sim.text.texts import Texts


@dataclass(frozen=True)
class Questioner:
    """Puts differences of pairs of these scenarios into words; ``stories`` are their names, ``per`` stands for per 100 cases."""

    scenarios: tuple[Scenario, ...]
    stories: tuple[str, ...]
    focus: Focus
    say: Texts
    per: str

    def sensitivity(self, found: Computed) -> Sensitivity:
        shown = _shown(found.key)
        return Sensitivity(
            question=self._question(found.key, found.pair, found.margin, found.better),
            as_assumed=_difference(found.as_assumed, shown.factor),
            swings=tuple(self._swing(swing, shown.factor) for swing in found.swings),
            tried=len(found.swings) + len(found.others),
            replications=found.replications,
            alone=found.alone,
        )

    def plausible(self, found: ComputedPlausible) -> Plausible:
        return Plausible(
            question=self._question(found.key, found.pair, found.margin, found.better),
            worlds=len(found.worlds),
            more=_share(found.more),
            less=_share(found.less),
            same=_share(found.same),
            alone=found.alone,
            incomparable=found.incomparable,
        )

    @cached_property
    def _forms(self) -> dict[str, str]:
        return {path: form for scenario in self.scenarios for path, _, form in numbers(scenario)}

    def _question(self, key: Key, pair: tuple[int, int], margin: float | None, better: int) -> Question:
        shown = _shown(key)
        return Question(
            kpi=str(key),
            name=kpi_text(key.kpi),
            per=self.per if self.per and shown.per == PER_HUNDRED and key.dimension == FOCUS else shown.per,
            unit=shown.unit,
            reference=self.stories[pair[0]],
            story=self.stories[pair[1]],
            margin=None if margin is None else margin * shown.factor,
            lower_is_better=None if better == 0 else better < 0,
        )

    def _swing(self, found: ComputedSwing, factor: float) -> Swing:
        services = self.focus.services
        dial, form = found.number, self._forms.get(found.number.path, "number")
        ends = (dial.range.low, dial.range.mid, dial.range.high)
        low, mid, high = (written_as(number, form, self.say) for number in ends)
        return Swing(
            path=dial.path,
            label=path_words(dial.path, self.scenarios, self.say, without=services if len(services) == 1 else ()),
            low=low,
            mid=mid,
            high=high,
            source=dial.range.source,
            unsourced=dial.unsourced,
            at_low=_difference(found.at_low, factor),
            at_high=_difference(found.at_high, factor),
            change=_difference(found.change, factor),
            decides=found.decides,
            size=found.size * factor,
            form=form,
            numbers=ends,
        )


def _shown(key: Key) -> Scaled:
    return scaled(key, "cases" if key.dimension in (FOCUS, OVERALL) else "team")


def _difference(found: Setting, factor: float) -> Difference:
    value, low, high = (number * factor if math.isfinite(number) else math.nan for number in (found.value, found.low, found.high))
    return Difference(value, low, high, found.judgement)


def _share(found: ComputedShare) -> WorldShare:
    return WorldShare(found.count, found.share, found.low, found.high)
