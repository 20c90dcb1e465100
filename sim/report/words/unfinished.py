"""Figures that are lower bounds, because not everything was over when the simulated time ended: of how many, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.experiment.found.result import KpiEstimate
from sim.measure.rows import FOCUS, Focus, Key
from sim.text.texts import Texts


def at_least(say: Texts, estimates: Sequence[Mapping[Key, KpiEstimate]], focus: Focus, labels: Sequence[str]) -> str:
    """What ``≥`` before a figure means, and how much was not over in each story; empty where everything was."""
    cases = Key("time_to_resolution", FOCUS, FOCUS) if focus.services else Key("time_to_resolution")
    told = []
    for found, label in zip(estimates, labels, strict=True):
        open_cases, waiting, work = (
            round(max(1.0, found[key].unfinished)) if key in found and found[key].unfinished > 0 else 0
            for key in (cases, Key("average_time_in_queue"), Key("back_office_passage_time"))
        )
        words = [
            say.plural("{count} case still open", "{count} cases still open", open_cases) if open_cases else "",
            say.plural("{count} contact still waiting", "{count} contacts still waiting", waiting) if waiting else "",
            say.plural("{count} piece of back-office work not done", "{count} pieces of back-office work not done", work)
            if work
            else "",
        ]
        words = [word for word in words if word]
        if words:
            told.append(f"{label}: {say.listed(words)}")
    if not told:
        return ""
    return say(
        "≥ means at least: what was not over when the simulated time ended counts until then, on average per repeat ({counts}).",
        counts="; ".join(told),
    )
