"""What turns and what decides: tipping points, sensitivity to assumptions and plausible worlds, as they are told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.experiment.found.intervals import Difference
from sim.experiment.found.turning import TippingPoint
from sim.experiment.sensitivity import Sensitivity, Swing
from sim.experiment.worlds import Plausible
from sim.measure.rows import FOCUS, OVERALL, Focus, Key
from sim.model.town.scenario import Scenario
from sim.report.gather.selection import Scaled, scaled
from sim.report.told.findings import PlausibleTold, Question, SensitivityTold, SwingTold, TippingTold
from sim.report.words.kpis import kpi_text
from sim.report.words.names import PER_HUNDRED
from sim.report.words.paths import known_name, path_words
from sim.report.words.sources import numbers, written_as
from sim.text.texts import Texts

QUESTIONS_AT_START = "behaviour.questions.per_case"


@dataclass(frozen=True)
class Questioner:
    """Puts differences of pairs of these scenarios into words; ``stories`` are their names, ``per`` stands for per 100 cases."""

    scenarios: tuple[Scenario, ...]
    stories: tuple[str, ...]
    focus: Focus
    say: Texts
    per: str

    def sensitivity(self, found: Sensitivity) -> SensitivityTold:
        shown = _shown(found.key)
        return SensitivityTold(
            question=self._question(found.key, found.pair, found.margin, found.better),
            as_assumed=found.as_assumed.scaled(shown.factor),
            swings=tuple(self._swing(swing, shown.factor) for swing in found.swings),
            tried=len(found.swings) + len(found.others),
            replications=found.replications,
            alone=found.alone,
        )

    def plausible(self, found: Plausible) -> PlausibleTold:
        return PlausibleTold(
            question=self._question(found.key, found.pair, found.margin, found.better),
            worlds=len(found.worlds),
            more=found.more,
            less=found.less,
            same=found.same,
            alone=found.alone,
            incomparable=found.incomparable,
        )

    def tipping(self, found: TippingPoint) -> TippingTold:
        asked = self._question(found.key, found.pair, None, found.better)
        ends = zip(found.mean.tolist(), found.interval_low.tolist(), found.interval_high.tolist(), strict=True)
        told = [Difference(mean, low, high, "changed" if low > 0 or high < 0 else "none") for mean, low, high in ends]
        varied, per_case = numbers(self.scenarios[found.pair[1]]), self._per_case(found)
        low, high = (None if end is None else end * per_case for end in (found.low, found.high))
        return TippingTold(
            parameter=found.path,
            label=self.say(known) if (known := known_name(found.path)) else found.path,
            kpi=asked.kpi,
            name=asked.name,
            per=asked.per,
            unit=asked.unit,
            reference=asked.reference,
            story=asked.story,
            values=tuple(value * per_case for value in found.values),
            differences=tuple(one.scaled(_shown(found.key).factor) for one in told),
            mid=found.range_mid * per_case,
            range_low=found.range_low * per_case,
            range_high=found.range_high * per_case,
            point=None if found.point is None else found.point * per_case,
            low=low,
            high=high,
            source=found.source,
            form=next((form for path, _, form in varied if path == found.path), "number"),
            left_out=tuple(value * per_case for value in found.left_out),
            alone=found.alone,
        )

    def _per_case(self, found: TippingPoint) -> float:
        """Questions at the start are per participant of a case as complex as can be; told they are per case of the service."""
        if not found.path.startswith(QUESTIONS_AT_START) or len(self.focus.services) != 1:
            return 1.0
        service = self.scenarios[found.pair[1]].design.services[self.focus.services[0]]
        return service.complexity.value * (service.questions.participants.value if service.questions else 1.0)

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

    def _swing(self, found: Swing, factor: float) -> SwingTold:
        services = self.focus.services
        dial, form = found.number, self._forms.get(found.number.path, "number")
        ends = (dial.range.low, dial.range.mid, dial.range.high)
        low, mid, high = (written_as(number, form, self.say) for number in ends)
        return SwingTold(
            path=dial.path,
            label=path_words(dial.path, self.scenarios, self.say, without=services if len(services) == 1 else ()),
            low=low,
            mid=mid,
            high=high,
            source=dial.range.source,
            unsourced=dial.unsourced,
            at_low=found.at_low.scaled(factor),
            at_high=found.at_high.scaled(factor),
            change=found.change.scaled(factor),
            decides=found.decides,
            size=found.size * factor,
            form=form,
            numbers=ends,
        )


def _shown(key: Key) -> Scaled:
    return scaled(key, "cases" if key.dimension in (FOCUS, OVERALL) else "team")
