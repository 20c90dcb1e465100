"""Measures and outages that are not, or hardly, in what is simulated: none is refused, all are warned of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sim.model.checks.warned import Warned
from sim.model.files.mailings import starts_on
from sim.model.town.adoption import phases
from sim.model.town.channels import Outage
from sim.model.town.scenario import Period, Scenario
from sim.model.values.calendar import QUARTER
from sim.model.values.units import WEEK
from sim.text.pairs import Text

LEAST_ADOPTED = 0.05
"""With a smaller share of the ramp behind it at the end of the window, a measure is hardly in it."""

TEXTS: dict[str, Text] = {
    "measure.never": Text(
        "'{name}' begins on {day}, and {last} is the last day that is simulated, so it is never in force. Simulate more "
        "weeks, or change its start",
        "'{name}' begint op {day}, en {last} is de laatste dag die gesimuleerd wordt. De maatregel geldt dus nooit. Simuleer "
        "meer weken, of verander start",
    ),
    "measure.after": Text(
        "'{name}' begins on {day}, after the measured weeks, which end on {measured}; it is not in force in them. Simulate "
        "more weeks, or change its start",
        "'{name}' begint op {day}, na de gemeten weken, die eindigen op {measured}. De maatregel geldt daarin niet. Simuleer "
        "meer weken, of verander start",
    ),
    "measure.ramp": Text(
        "of the ramp of '{name}' less than one twentieth has passed when the measured weeks end on {measured}, so hardly "
        "anybody has adopted it. Simulate more weeks, or change its ramp or its start",
        "van de ramp van '{name}' is minder dan een twintigste voorbij als de gemeten weken eindigen op {measured}. Bijna "
        "niemand doet dan al mee. Simuleer meer weken, of verander ramp of start",
    ),
    "outage.never": Text(
        "this outage of '{name}' never falls in what is simulated, from {first} to {last}: it is before or after it, or while "
        "its measure is not in force, or it has no length. Change from or length",
        "deze storing van '{name}' valt nooit in wat gesimuleerd wordt, van {first} tot en met {last}: ze is ervoor of erna, "
        "of als haar maatregel niet geldt, of ze heeft geen lengte. Verander from of length",
    ),
    "outage.after": Text(
        "this outage of '{name}' comes after the measured weeks, which end on {measured}. Simulate more weeks, or change from",
        "deze storing van '{name}' komt na de gemeten weken, die eindigen op {measured}. Simuleer meer weken, of verander from",
    ),
}


def out_of_run_warnings(scenario: Scenario) -> tuple[Warned, ...]:
    """Measures that are not in force in the window, and outages that do not fall in the run or fall after the window."""
    return (*_measures(scenario), *_outages(scenario))


def _measures(scenario: Scenario) -> Iterator[Warned]:
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
            said = TEXTS[code].filled(name=measure.label, day=starts_on(period, start), **_days(period))
            yield Warned(code, f"measures.{measure.name}.{key}", said)


def _outages(scenario: Scenario) -> Iterator[Warned]:
    """Each outage once, however many measures leave it as it is: what counts is whether it falls in any of their times."""
    period = scenario.period
    first, end = -(period.prelude + period.warm_up) * WEEK, (period.weeks + period.follow_up) * WEEK
    times = phases(scenario.measures)
    starts = [first if one.start is None else one.start for one in times]
    designs = [scenario.designs[scenario.in_force.index(one.in_force)] for one in times]
    falls: dict[tuple[str, Text, Outage], list[float]] = {}
    for design, begins, ends in zip(designs, starts, [*starts[1:], end], strict=True):
        for name, channel in design.channels.items():
            for number, outage in enumerate(channel.outages):
                known = falls.setdefault((f"channels.{name}.outages.{number}", channel.label, outage), [])
                since, until = _span(outage, period)
                since, until = max(since, begins), min(until, ends, end)
                known += [since] if since < until else []
    for (path, label, _), moments in falls.items():
        code = "outage.never" if not moments else "outage.after" if min(moments) >= period.weeks * WEEK else ""
        if code:
            yield Warned(code, path, TEXTS[code].filled(name=label, **_days(period)))


def _span(outage: Outage, period: Period) -> tuple[float, float]:
    """From when to when, since the start of the window, in whole quarter-hours."""
    since = outage.begins
    begins = (
        (since - datetime.combine(period.start, time())) / timedelta(microseconds=1)
        if isinstance(since, datetime)
        else since.value
    )
    return begins // QUARTER * QUARTER, -(-(begins + outage.length.high) // QUARTER) * QUARTER


def _days(period: Period) -> dict[str, date]:
    """The first and the last day that are simulated, and the last that is measured."""
    measured = period.start + timedelta(weeks=period.weeks) - timedelta(days=1)
    first = period.start - timedelta(weeks=period.prelude + period.warm_up)
    return {"first": first, "last": measured + timedelta(weeks=period.follow_up), "measured": measured}
