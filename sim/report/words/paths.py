"""What a number in a scenario is called: its path in the words of the scenario and of the keys."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.numbers.vary import TOGETHER
from sim.model.files.file_form import model_at
from sim.model.town.scenario import Scenario
from sim.model.values.distributions import KINDS
from sim.model.words.captions import caption
from sim.text.pairs import marked
from sim.text.texts import Texts

STRUCTURE = frozenset(
    {"services", "channels", "teams", "queues", "steps", "options", "segments", "population", "behaviour"}
    | {*KINDS, "mean", "time"}
)
KNOWN = {
    "reassurance.contacts_per_case": marked("reassurance contacts per case"),
    "questions.per_case+behaviour.questions.opens": marked(
        "questions per case at the start (and in proportion those that an application opens)"
    ),
    "questions.opens": marked("questions that an application opens"),
    "questions.per_case": marked("questions per case at the start"),
}
"""Numbers with a name that can follow an amount, by the end of their path."""


def known_name(path: str) -> str:
    """The msgid of the name of a number, or of several that move together; empty where it has none."""
    together = TOGETHER in path
    return next((label for end, label in KNOWN.items() if (TOGETHER in end) == together and path.endswith(end)), "")


def path_words(path: str, scenarios: Sequence[Scenario], say: Texts, *, without: Sequence[str] = ()) -> str:
    """``melding, online aanvraag: in een keer volledig``; services in ``without`` are not named.

    Parts that have a label of their own in one of the scenarios come first, the keys of the file after them.
    """
    known = say(known_name(path)) if known_name(path) else None
    names, keys = [], []
    parts = path.split(".")
    for number, part in enumerate(parts):
        if part in STRUCTURE or (number == 1 and parts[0] == "services" and part in without):
            continue
        label = _label(parts[: number + 1], scenarios, say)
        if label is not None:
            names.append(label)
        else:
            keys.append(caption(part, say.lang, model_at(tuple(parts[:number]))))
    told = known or ", ".join(keys)
    return ": ".join(part for part in (", ".join(names), told) if part)


def _label(parts: Sequence[str], scenarios: Sequence[Scenario], say: Texts) -> str | None:
    """The label of the part of a scenario at a path; None where it has none."""
    for scenario in scenarios:
        for root in (*scenario.designs, scenario):
            found = _at(root, parts)
            label = getattr(found, "label", None)
            if label is not None:
                return say(label)
            if found is not None and len(parts) > 1 and parts[-2] in ("options", "inquiry"):
                return _label(["channels", parts[-1]], scenarios, say)
            if found is not None and len(parts) > 1 and parts[-2] == "by_segment":
                return _label(["population", "segments", parts[-1]], scenarios, say)
    return None


def _at(value: object, parts: Sequence[str]) -> object | None:
    for part in parts:
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
        if value is None:
            return None
    return value
