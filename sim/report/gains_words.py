"""Who gains and who loses, in plain words, beside the noise floor."""

from __future__ import annotations

from sim.report.findings import GainsAndLosses
from sim.report.names import cases_word
from sim.report.texts import Texts


def changed(say: Texts, gain: GainsAndLosses, cases: str) -> str:
    """How many gain, lose, and see anything change at all; ``cases`` is what the cases are called, empty = cases."""
    total = gain.resolved_in_both + gain.only_in_reference + gain.only_in_story + gain.resolved_in_neither
    return say(
        "Of {total} {cases}, {better} are better off and {worse} worse off; for {changed} something changes.",
        total=say.number(total),
        cases=cases_word(say, cases),
        better=say.number(gain.better_off, 1),
        worse=say.number(gain.worse_off, 1),
        changed=say.number(gain.changed, 1),
    )


def noise_floor(say: Texts, gain: GainsAndLosses, cases: str) -> str:
    """What chance encounters alone do; empty where that was not measured."""
    if gain.floor is None:
        return ""
    return say(
        "Noise floor: about one neutral case more already changes something for {floor} of these {cases}.",
        floor=say.number(gain.floor, 1),
        cases=cases_word(say, cases),
    )


def waited(say: Texts, gain: GainsAndLosses) -> str:
    """Who waits longer and who shorter, of those who waited in both."""
    return say(
        "Of the {both} who waited in both, {longer} wait at least {minutes} min longer and {shorter} that much shorter.",
        both=say.number(gain.waited_in_both),
        longer=say.number(gain.wait_longer),
        shorter=say.number(gain.wait_shorter),
        minutes=say.number(gain.relevant_minutes),
    )
