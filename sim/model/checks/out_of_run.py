"""Measures and outages that are not, or hardly, in what is simulated: none is refused, all are warned of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sim.model.files.mailings import starts_on
from sim.model.town.channels import Outage
from sim.model.town.scenario import Period, Scenario
from sim.model.values.calendar import QUARTER
from sim.model.values.values import WEEK, LabelText
from sim.text.pairs import Language

LEAST_ADOPTED = 0.05
"""With a smaller share of the ramp behind it at the end of the window, a measure is hardly in it."""

TEXTS: dict[str, dict[Language, str]] = {
    "measure.never": {
        "en": "'{name}' begins on {day}, and {last} is the last day that is simulated, so it is never in force. Simulate more "
        "weeks, or change its start",
        "nl": "'{name}' begint op {day}, en {last} is de laatste dag die gesimuleerd wordt. De maatregel geldt dus nooit. "
        "Simuleer meer weken, of verander start",
    },
    "measure.after": {
        "en": "'{name}' begins on {day}, after the measured weeks, which end on {measured}; it is not in force in them. Simulate "
        "more weeks, or change its start",
        "nl": "'{name}' begint op {day}, na de gemeten weken, die eindigen op {measured}. De maatregel geldt daarin niet. "
        "Simuleer meer weken, of verander start",
    },
    "measure.ramp": {
        "en": "of the ramp of '{name}' less than one twentieth has passed when the measured weeks end on {measured}, so hardly "
        "anybody has adopted it. Simulate more weeks, or change its ramp or its start",
        "nl": "van de ramp van '{name}' is minder dan een twintigste voorbij als de gemeten weken eindigen op {measured}. Bijna "
        "niemand doet dan al mee. Simuleer meer weken, of verander ramp of start",
    },
    "outage.never": {
        "en": "this outage of '{name}' never falls in what is simulated, from {first} to {last}: it is before or after it, or "
        "while its measure is not in force, or it has no length. Change from or length",
        "nl": "deze storing van '{name}' valt nooit in wat gesimuleerd wordt, van {first} tot en met {last}: ze is ervoor of "
        "erna, of als haar maatregel niet geldt, of ze heeft geen lengte. Verander from of length",
    },
    "outage.after": {
        "en": "this outage of '{name}' comes after the measured weeks, which end on {measured}. Simulate more "
        "weeks, or change from",
        "nl": "deze storing van '{name}' komt na de gemeten weken, die eindigen op {measured}. Simuleer meer "
        "weken, of verander from",
    },
}


@dataclass(frozen=True)
class OutOfRunWarning:
    """A measure or an outage outside what is simulated or measured: a stable code, and its path in the file.

    ``first`` and ``last`` are the days that are simulated, ``measured`` is the last of the window.
    """

    code: str
    path: str
    label: LabelText
    day: date | None
    first: date
    last: date
    measured: date

    def text(self, language: Language = "en") -> str:
        name = self.label.nl if language == "nl" else self.label.en
        days = {"day": self.day, "first": self.first, "last": self.last, "measured": self.measured}
        return TEXTS[self.code][language].format(name=name, **days)


def out_of_run_warnings(scenario: Scenario) -> tuple[OutOfRunWarning, ...]:
    """Measures that are not in force in the window, and outages that do not fall in the run or fall after the window."""
    return (*_measures(scenario), *_outages(scenario))


def _measures(scenario: Scenario) -> Iterator[OutOfRunWarning]:
    period = scenario.period
    for measure in scenario.measures:
        start, code, key = measure.start.value, "", "start"
        if start >= (period.weeks + period.follow_up) * WEEK:
            code = "measure.never"
        elif start >= period.weeks * WEEK:
            code = "measure.after"
        elif period.weeks * WEEK - start < LEAST_ADOPTED * measure.ramp.value:
            code, key = "measure.ramp", "ramp"
        if code:
            path, day = f"measures.{measure.name}.{key}", starts_on(period, start)
            yield OutOfRunWarning(code, path, measure.label, day, *_days(period))


def _outages(scenario: Scenario) -> Iterator[OutOfRunWarning]:
    """Each outage once, however many measures leave it as it is: what counts is whether it falls in any of their times."""
    period = scenario.period
    first, end = -(period.prelude + period.warm_up) * WEEK, (period.weeks + period.follow_up) * WEEK
    starts = [first, *(measure.start.value for measure in scenario.measures)]
    falls: dict[tuple[str, LabelText, Outage], list[float]] = {}
    for design, begins, ends in zip(scenario.designs, starts, [*starts[1:], end], strict=True):
        for name, channel in design.channels.items():
            for number, outage in enumerate(channel.outages):
                known = falls.setdefault((f"channels.{name}.outages.{number}", channel.label, outage), [])
                since, until = _span(outage, period)
                since, until = max(since, begins), min(until, ends, end)
                known += [since] if since < until else []
    for (path, label, _), moments in falls.items():
        if not moments:
            yield OutOfRunWarning("outage.never", path, label, None, *_days(period))
        elif min(moments) >= period.weeks * WEEK:
            yield OutOfRunWarning("outage.after", path, label, None, *_days(period))


def _span(outage: Outage, period: Period) -> tuple[float, float]:
    """From when to when, since the start of the window, in whole quarter-hours."""
    since = outage.begins
    begins = (
        (since - datetime.combine(period.start, time())) / timedelta(microseconds=1)
        if isinstance(since, datetime)
        else since.value
    )
    return begins // QUARTER * QUARTER, -(-(begins + outage.length.high) // QUARTER) * QUARTER


def _days(period: Period) -> tuple[date, date, date]:
    """The first and the last day that are simulated, and the last of the window."""
    window_end = period.start + timedelta(weeks=period.weeks) - timedelta(days=1)
    first = period.start - timedelta(weeks=period.prelude + period.warm_up)
    return first, window_end + timedelta(weeks=period.follow_up), window_end
