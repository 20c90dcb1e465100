"""Every other assumption as a dial: what stands below the first eight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.experiment.numbers.dials import Dial, moved
from sim.experiment.numbers.uncertain import uncertain_numbers
from sim.experiment.numbers.vary import with_value
from sim.measure.rows import Focus
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import ranges
from sim.model.values.units import DAY, MINUTE, SECOND
from sim.model.values.values import Range
from sim.model.words.written import number
from sim.report.words.names import capital
from sim.report.words.paths import path_words
from sim.report.words.sources import numbers, written_as
from sim.text.pairs import marked
from sim.text.texts import Texts

UNITS = (
    (DAY, marked("{number} days")),
    (60 * MINUTE, marked("{number} hours")),
    (MINUTE, marked("{number} min")),
    (SECOND, marked("{number} s")),
)
STEPS = 10
"""From the low to the high of a range."""


@dataclass(frozen=True, eq=False)
class Assumed:
    """A dial of one assumption; ``form`` is how its number is written, ``path`` where it stands in the file."""

    dial: Dial
    path: str
    form: str

    def label(self, say: Texts, scenarios: Sequence[Scenario], focus: Focus) -> str:
        return capital(path_words(self.path, scenarios, say, without=focus.services if len(focus.services) == 1 else ()))

    def value(self, say: Texts, value: float) -> str:
        """A value of the dial with its unit; durations in one that suits their size."""
        if self.form not in ("duration", "signed_duration"):
            return written_as(value, self.form, say)
        unit, name = next((unit, name) for unit, name in UNITS if unit <= abs(value) / 2 or unit == SECOND)
        return say(name, number=number(round(value / unit, 1), say.lang))


def more_dials(pair: Sequence[Scenario], focus: Focus, dials: Sequence[Dial]) -> tuple[Assumed, ...]:
    """The numbers with a range that touch the services in focus and that none of ``dials`` turns; they hold today as well."""
    story = pair[-1]
    covered = {path for dial in dials if dial.kind == "assumption" for path in _turned_by(dial, story)}
    forms = {path: form for scenario in pair for path, _, form in numbers(scenario)}
    return tuple(
        Assumed(_dial(one.key, one.paths, one.range), one.path, forms.get(one.path, "number"))
        for one in uncertain_numbers(pair, focus)
        if not covered & set(one.paths)
    )


def _turned_by(dial: Dial, story: Scenario) -> set[str]:
    """The paths of the numbers that a dial moves."""
    before = dict(ranges(story))
    end = dial.low if dial.low != dial.value else dial.high
    return {path for path, found in ranges(dial.turned(story, end)) if path in before and before[path].mid != found.mid}


def _dial(key: str, paths: Sequence[str], lead: Range) -> Dial:
    def turn(scenario: Scenario, value: float) -> Scenario:
        known = dict(ranges(scenario))
        for path in paths:
            if path in known:
                scenario = with_value(scenario, path, moved(known[path], lead, value))
        return scenario

    step = (lead.high - lead.low) / STEPS
    source = "ASSUMPTION" if lead.is_assumption or not lead.source else lead.source
    return Dial(key, "assumption", "number", lead.low, lead.mid, lead.high, step, source, "", turn)
