"""Who gains and who loses, in plain words, beside the noise floor."""

from __future__ import annotations

from sim.report.told.findings import GainsTold
from sim.report.words.names import cases_word
from sim.text.texts import Texts
from sim.text.units import whole_amounts, written


def changed(say: Texts, gain: GainsTold, cases: str) -> str:
    """How many gain, lose, and see anything change at all; ``cases`` is what the cases are called, empty = cases."""
    return say(
        "Of {total} {cases}, {better} are better off and {worse} worse off; for {changed} something changes.",
        total=written(say, gain.total, "people"),
        cases=cases_word(say, cases),
        better=written(say, gain.better_off, "people"),
        worse=written(say, gain.worse_off, "people"),
        changed=written(say, gain.changed, "people"),
    )


def noise_floor(say: Texts, gain: GainsTold, cases: str) -> str:
    """What chance encounters alone do; empty where that was not measured."""
    if gain.floor is None:
        return ""
    return say.plural(
        "Noise floor ({count} repeat): about one neutral case more already changes something for {floor} of these {cases}.",
        "Noise floor ({count} repeats): about one neutral case more already changes something for {floor} of these {cases}.",
        gain.floor_repeats,
        floor=written(say, gain.floor, "people"),
        cases=cases_word(say, cases),
    )


def waited(say: Texts, gain: GainsTold) -> str:
    """Who waits longer and who shorter, of those who waited in both."""
    return say(
        "Of the {both} who waited in both, {longer} wait at least {minutes} min longer and {shorter} that much shorter.",
        both=written(say, gain.waited_in_both, "people"),
        longer=written(say, gain.wait_longer, "people"),
        shorter=written(say, gain.wait_shorter, "people"),
        minutes=say.number(gain.relevant_minutes),
    )


def resolved_cells(say: Texts, gain: GainsTold) -> list[str]:
    """In both, only in the reference, only in the story, in neither: whole people that add up to all."""
    return whole_amounts(say, gain.resolutions)


def group_cells(say: Texts, gain: GainsTold) -> list[tuple[str, str, str]]:
    """Of each group all, better off and worse off: whole people that add up to those of everybody."""
    columns = (
        whole_amounts(say, [group.people for group in gain.groups]),
        whole_amounts(say, [group.gains for group in gain.groups]),
        whole_amounts(say, [group.losses for group in gain.groups]),
    )
    return list(zip(*columns, strict=True))
