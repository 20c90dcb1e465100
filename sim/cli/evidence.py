"""The patterns on the screen: the stored table, or what can be asked of a town, simulated."""

from __future__ import annotations

import json as json_module
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.cli.exits import DONE, INTERRUPTED, WRONG_SCENARIO, WRONG_USAGE
from sim.cli.failures import CommandError, explained, guarded, read_all
from sim.cli.keeping import compile_first
from sim.cli.progress import reporting, stopping
from sim.cli.screen import composed, print_lines
from sim.evidence.patterns import words
from sim.evidence.patterns.bands import EDGES, patterns
from sim.evidence.patterns.stored import encoded, stored_table
from sim.evidence.patterns.table import EvidenceTable, NothingToAskError, evidence_table
from sim.experiment.lab import Lab
from sim.text.pairs import Text as Pair
from sim.text.texts import Texts


@dataclass(frozen=True)
class Asked:
    """The options of ``evidence``; without a ``file`` the stored table is told, unless it is asked ``again``.

    ``only`` these patterns are told, a sentence each; all where none is named.
    """

    only: tuple[str, ...]
    file: Path | None
    again: bool
    replications: int
    worlds: int
    lab: Lab
    json: bool


def evidence_command(asked: Asked, lang: str | None) -> int:
    """Prints the table; returns the exit code."""
    return guarded(lang, lambda say: _evidence(asked, say), _explained)


def _explained(say: Texts, error: Exception | KeyboardInterrupt) -> CommandError:
    if isinstance(error, NothingToAskError):
        reasons = "; ".join(say(reason) for reason in error.reasons)
        return CommandError(say("None of the patterns can be asked of this town: {reasons}.", reasons=reasons), WRONG_SCENARIO)
    return explained(say, error)


def _evidence(asked: Asked, say: Texts) -> int:
    known = [pattern.id for pattern in patterns() if asked.file is None or pattern.holds_of_town]
    unknown = [name for name in asked.only if name not in known]
    if unknown:
        named = {"name": unknown[0], "known": ", ".join(known)}
        raise CommandError(say("There is no pattern {name}; choose from {known}.", **named), WRONG_USAGE)
    if asked.file is None and not asked.again:
        _tell(asked, stored_table(), say)
        return DONE
    town = None
    if asked.file is not None:
        (town,), _ = read_all([asked.file], {})
    compile_first(say)
    with stopping(say) as stop, reporting(say, say("Simulating")) as reporter:
        lab = asked.lab.with_(stop=stop, on_progress=reporter)
        table = evidence_table(town, replications=asked.replications, worlds=asked.worlds, lab=lab)
    _tell(asked, table, say)
    return INTERRUPTED if stop() else DONE


def _tell(asked: Asked, table: EvidenceTable, say: Texts) -> None:
    if asked.json:
        typer.echo(_as_json(table))
    elif asked.only:
        sentences = [line for name in asked.only for line in words.told(say, table, name)]
        typer.echo(composed(lambda screen: print_lines(screen, sentences)), nl=False)
    else:
        typer.echo(composed(lambda screen: _print(screen, say, table)), nl=False)


def _as_json(table: EvidenceTable) -> str:
    """The table as it is stored, with what was concluded of each row."""
    told: dict[str, Any] = json_module.loads(encoded(table))
    for row, one in zip(table.rows, told["rows"], strict=True):
        one |= {"band": list(row.pattern.band), "unit": row.pattern.unit, "verdict": row.verdict, "role": row.role}
    return json_module.dumps(told, ensure_ascii=False, indent=2)


def _print(screen: Console, say: Texts, table: EvidenceTable) -> None:
    """The table, then what the program must not be asked, then how to read it."""
    screen.print(Text(_title(say, table.town), style="bold"))
    screen.print(Text(words.summary(say, table)))
    screen.print(_table(say, table))
    warned = [row for row in table.rows if words.warning(say, row)]
    if warned:
        screen.print(Text("\n" + say("What the program must not be asked"), style="bold"))
        print_lines(screen, [f"{row.pattern.id}: {words.warning(say, row)}" for row in warned])
    noted = [row for row in table.rows if row.note]
    if noted:
        screen.print(Text("\n" + say("To be said beside it"), style="bold"))
        print_lines(screen, [f"{row.pattern.id}: {words.note(say, row)}" for row in noted])
    unasked = [row for row in table.rows if row.missing is not None]
    if unasked:
        screen.print()
        print_lines(screen, [words.line(say, row) for row in unasked])
    screen.print()
    if table.turning:
        screen.print(Text(words.turning(say, table) + "\n"))
    for row in table.variants:
        screen.print(Text(f"{row.pattern.id}: {words.what(say, row)}: {words.simulated(say, row)}"))
    if table.variants:
        screen.print()
    for sentence in words.reading(say, table):
        screen.print(Text(sentence))


def _title(say: Texts, town: Pair | None) -> str:
    if town is None:
        return say("Patterns: does the model come out as reality did?")
    return say("Patterns asked of {town}", town=say(town))


def _table(say: Texts, table: EvidenceTable) -> Table:
    shown = Table(box=None, expand=True, header_style="bold", pad_edge=False)
    shown.add_column("", no_wrap=True)
    shown.add_column(say("Compared"), ratio=1)
    shown.add_column(say("Band"), justify="right", max_width=14)
    shown.add_column(say("Simulated"), justify="right", max_width=16)
    shown.add_column(say("Worlds"), justify="right", max_width=8)
    shown.add_column(say("Verdict"), max_width=18)
    for row in table.rows:
        ends = words.ends(say, row)
        simulated = words.simulated(say, row) + (f"\n{ends}" if ends else "")
        verdict = "–" if row.missing is not None else f"{words.judged(say, row)}\n({say(words.ROLES[row.role])})"
        band = f"{words.band(say, row)}\n({say(EDGES[row.pattern.edges])})"
        shown.add_row(row.pattern.id, words.what(say, row), band, simulated, words.worlds(say, row), verdict)
    return shown
