"""What to measure first: the inputs whose ranges move the verdict most, and how to count each in two weeks."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.town import counted
from sim.model.words.captions import how_counted
from sim.report.told.findings import Findings
from sim.report.words.names import capital
from sim.report.words.sensitivity import reach
from sim.text.pairs import Text
from sim.text.texts import Texts

MOST = 3
BY_FORM = {"share": counted.SHARE, "duration": counted.DURATION}


@dataclass(frozen=True)
class Measuring:
    """One input to measure: what it is, why, and how to count it in two weeks."""

    title: str
    why: str
    how: str
    path: str


def measure_first(say: Texts, findings: Findings) -> list[Measuring]:
    """At most three inputs, those that move the verdict most first; empty where no sensitivity was run."""
    found = [(swing, sensitivity, how_to_count(swing.path, swing.form)) for sensitivity, swing in findings.moving[:MOST]]
    return [Measuring(capital(swing.label), reach(say, of, swing), how.said(say.lang), swing.path) for swing, of, how in found]


def measure_words(say: Texts, findings: Findings) -> str:
    """What stands above the list: how it was chosen, or that nobody looked and how to."""
    if not findings.sensitivity:
        return say(
            "It was not worked out which assumptions decide this verdict. Add --sensitivity to the command, and the three "
            "inputs that would narrow the verdict most stand here, with how to count them."
        )
    if not measure_first(say, findings):
        return say("No assumption was shown to move this verdict within its range. There is nothing to measure first.")
    return say(
        "These inputs move the verdict most within what we now think possible. Measure them in your own municipality, put the "
        "result in the scenario file, and the verdict leans on a figure of your own."
    )


def how_to_count(path: str, form: str) -> Text:
    """As its key says; of a web form by its own statistics, and by its unit where nothing is known of it."""
    if path.endswith(".options.web.resolves"):
        return counted.ONLINE
    return how_counted(path) or BY_FORM.get(form, counted.OTHERWISE)
