"""What a comparison prints unless everything is asked for: the verdict, a few lines of figures, and what they rest on."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sim.cli.screen import print_assumptions, print_head, print_lines
from sim.report.told.findings import Findings
from sim.report.words.certainty import chance, leaning
from sim.report.words.rebound import rebound
from sim.report.words.short import calls, turns_of_calls, work
from sim.report.words.turning import tipping
from sim.report.words.verdict import conclusion, looking, stories_compared
from sim.text.texts import Texts
from sim.text.units import AT_LEAST

SIGN = AT_LEAST.strip()
"""A note that begins with this explains it, and is needed where it stands only."""


def print_verdict(screen: Console, say: Texts, findings: Findings) -> None:
    """A sentence per design; what citizens ask, what of that comes back in each, and the hours; how sure that is."""
    print_head(screen, say, findings)
    for story in stories_compared(findings):
        screen.print(Text(conclusion(say, findings, story), style="bold"))
    back = [rebound(say, findings, story) for story in stories_compared(findings)]
    lines = [line for line in (calls(say, findings), *back, work(say, findings)) if line]
    print_lines(screen, lines)
    notes = [note for note in findings.notes if not note.startswith(SIGN) or any(SIGN in line for line in lines)]
    for sentence in filter(None, (chance(say, findings), leaning(say, findings), looking(say, findings), *notes)):
        screen.print(Text(sentence))


def print_rest(screen: Console, say: Texts, findings: Findings) -> None:
    """What else was asked and is worked out afterwards: where the answer turns, and which assumption decides."""
    turns = turns_of_calls(say, findings)
    for told in [turns] if turns else [tipping(say, point) for point in findings.tipping]:
        screen.print(Text(told))
    if findings.sensitivity or findings.plausible:
        print_assumptions(screen, say, findings)
