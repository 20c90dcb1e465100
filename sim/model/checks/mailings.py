"""Mailings of which a part reaches nobody within what is simulated: it is not refused but warned of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sim.model.files.mailings import spans, starts_on
from sim.model.town.scenario import Scenario
from sim.model.values.values import LabelText
from sim.text.pairs import Language

TEXTS: dict[str, dict[Language, str]] = {
    "mailing.early": {
        "en": "the first letters of '{name}' leave on {day}, and letters and reactions count from {first} on. Those before it "
        "are missing; change day, or the start of the period or of the measure",
        "nl": "de eerste brieven van '{name}' gaan weg op {day}, en brieven en reacties tellen mee vanaf {first}. Die van "
        "daarvoor ontbreken; verander day, of het begin van de periode of van de maatregel",
    },
    "mailing.late": {
        "en": "the last reactions to '{name}' come on {day} or later, and {last} is the last day that is simulated. Those "
        "after it are missing; simulate more weeks, or change day or spread",
        "nl": "de laatste reacties op '{name}' komen op {day} of later, en {last} is de laatste dag die gesimuleerd wordt. Die "
        "van daarna ontbreken; simuleer meer weken, of verander day of spread",
    },
}


@dataclass(frozen=True)
class MailingWarning:
    """A part of the reactions to a mailing that falls outside what is simulated: a stable code, and its path in the file."""

    code: str
    path: str
    label: LabelText
    day: date
    first: date
    last: date

    def text(self, language: Language = "en") -> str:
        name = self.label.nl if language == "nl" else self.label.en
        return TEXTS[self.code][language].format(name=name, day=self.day, first=self.first, last=self.last)


def mailing_warnings(scenario: Scenario) -> tuple[MailingWarning, ...]:
    """Mailings of which a part falls before or after what is simulated, each once."""
    found: dict[tuple[str, str], MailingWarning] = {}
    starts = [None, *(starts_on(scenario.period, measure.start.value) for measure in scenario.measures)]
    for design, before, begins in zip(scenario.designs, (None, *scenario.designs), starts, strict=False):
        for span in spans(design, before, begins, scenario.period, scenario.closed_days):
            path, day = ".".join(span.path), span.mailing.day
            about = (path, span.mailing.label)
            if day < span.begins:
                found.setdefault((path, "early"), MailingWarning("mailing.early", *about, day, span.begins, span.last))
            if span.asked is None or span.latest > span.asked:
                found.setdefault((path, "late"), MailingWarning("mailing.late", *about, span.latest, span.begins, span.last))
    return tuple(found.values())
