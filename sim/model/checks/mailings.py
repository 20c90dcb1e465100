"""Mailings of which a part reaches nobody within what is simulated: it is not refused but warned of."""

from __future__ import annotations

from datetime import date

from sim.model.checks.warned import Warned
from sim.model.files.mailings import spans, starts_on
from sim.model.town.scenario import Design, Scenario
from sim.text.pairs import Text

TEXTS: dict[str, Text] = {
    "mailing.early": Text(
        "the first letters of '{name}' leave on {day}, and letters and reactions count from {first} on. Those before it are "
        "missing; change day, or the start of the period or of the measure",
        "de eerste brieven van '{name}' gaan weg op {day}, en brieven en reacties tellen mee vanaf {first}. Die van daarvoor "
        "ontbreken; verander day, of het begin van de periode of van de maatregel",
    ),
    "mailing.late": Text(
        "the last reactions to '{name}' come on {day} or later, and {last} is the last day that is simulated. Those after it "
        "are missing; simulate more weeks, or change day or spread",
        "de laatste reacties op '{name}' komen op {day} of later, en {last} is de laatste dag die gesimuleerd wordt. Die van "
        "daarna ontbreken; simuleer meer weken, of verander day of spread",
    ),
}


def mailing_warnings(scenario: Scenario) -> tuple[Warned, ...]:
    """Mailings of which a part falls before or after what is simulated, each once."""
    found: dict[tuple[str, str], Warned] = {}
    begin: list[tuple[Design, Design | None, date | None]] = [(scenario.baseline, None, None)]
    for number, measure in enumerate(scenario.measures):
        design = next(one for one, numbers in zip(scenario.designs, scenario.in_force, strict=True) if number in numbers)
        begin.append((design, scenario.before(number), starts_on(scenario.period, measure.start.value)))
    for design, before, begins in begin:
        for span in spans(design, before, begins, scenario.period, scenario.closed_days):
            falls = {"mailing.early": span.mailing.day} if span.mailing.day < span.begins else {}
            if span.asked is None or span.latest > span.asked:
                falls["mailing.late"] = span.latest
            for code, day in falls.items():
                said = TEXTS[code].filled(name=span.mailing.label, day=day, first=span.begins, last=span.last)
                path = ".".join(span.path)
                found.setdefault((path, code), Warned(code, path, said))
    return tuple(found.values())
