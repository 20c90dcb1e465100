"""A baseline from own figures: ``sweetspot new``, and its recognition test again: ``sweetspot recognise``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.cli.asking import ask
from sim.cli.exits import DONE, WRONG_SCENARIO, WRONG_USAGE
from sim.cli.failures import CommandError, explained, guarded, usage
from sim.cli.keeping import compile_first
from sim.cli.progress import reporting, stopping
from sim.cli.screen import composed, console
from sim.evidence.baseline_file import ORIGINS, NewBaseline, make_baseline, write_baseline
from sim.evidence.figures_file import read_figures
from sim.evidence.own_figures import FiguresError, OwnFigures, parse_figures, slug
from sim.evidence.recognition import recognise, updated_file
from sim.model.files.loading import load
from sim.model.town.recognition import Recognition
from sim.report.words.recognition import OUTCOMES, rows
from sim.text.texts import Texts

YAML_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class NewRequest:
    """What was asked: the name of a municipality or of a file to write, and the numbers as they were typed, by name."""

    name: str
    typed: Mapping[str, str | None]
    year: str | None
    figures: Path | None
    reference: Path | None
    out: Path | None
    force: bool


def new_command(request: NewRequest, lang: str | None) -> int:
    """Makes, tests and writes a baseline; returns the exit code."""
    code = WRONG_SCENARIO if request.figures else WRONG_USAGE
    return guarded(lang, lambda say: _new(request, say), partial(_explained, code))


def recognise_command(file: Path, lang: str | None, *, update: bool) -> int:
    """Tests a baseline again and, when asked, puts the outcome in its file; returns the exit code."""
    return guarded(lang, lambda say: _recognise(file, say, update=update), partial(_explained, WRONG_USAGE))


def _new(request: NewRequest, say: Texts) -> int:
    own = _figures(request, say)
    out = request.out or _file_of(request.name) or Path(f"{slug(own.name)}-{own.year}.yaml")
    _check_out(out, say, force=request.force)
    compile_first(say)
    with stopping(say) as stop, reporting(say, say("Solving and testing")) as reporter:
        baseline = make_baseline(own, request.reference, progress=reporter, stop=stop)
    told = composed(lambda screen: _print_baseline(screen, baseline, out, say))
    try:
        write_baseline(baseline, out, force=request.force)
    except OSError as error:
        raise usage(say("{path} cannot be written: {reason}.", path=out, reason=error.strerror or error)) from error
    typer.echo(told, nl=False)
    return DONE


def _recognise(file: Path, say: Texts, *, update: bool) -> int:
    scenario = load(file)
    if scenario.recognition is None or not scenario.recognition.figures:
        raise CommandError(say("{path} has no own figures to recognise; make it with sweetspot new.", path=file), WRONG_SCENARIO)
    own = {figure: pair.own for figure, pair in scenario.recognition.figures.items()}
    compile_first(say)
    with stopping(say) as stop, reporting(say, say("Testing")) as reporter:
        found = recognise(scenario, own, progress=reporter, stop=stop)
    screen = console()
    screen.print(Text.assemble((say(scenario.label), "bold"), f". {say('Data of {years}.', years=scenario.year_of_data)}"))
    _print_recognition(screen, found, say)
    if update:
        try:
            updated_file(file, found)
        except OSError as error:
            raise usage(say("{path} cannot be written: {reason}.", path=file, reason=error.strerror or error)) from error
        screen.print(say("The outcome is in {path} now.", path=file), markup=False)
    elif found != scenario.recognition:
        screen.print(say("The file has an earlier outcome; put this one in it with --update."), markup=False)
    return DONE


def _figures(request: NewRequest, say: Texts) -> OwnFigures:
    """The numbers from a file, those of options over them, or asked where nothing was given and a person is there."""
    given = {name: text for name, text in request.typed.items() if text is not None}
    typed = read_figures(request.figures) if request.figures else {}
    typed = typed | given
    name = Path(request.name).stem if _file_of(request.name) else request.name
    typed.setdefault("name", name)
    last_year = str(datetime.now(UTC).year - 1)
    if request.year is not None:
        typed["year"] = request.year
    if not given and request.figures is None and sys.stdin.isatty():
        return ask(typed["name"], typed.get("year"), last_year, say)
    typed.setdefault("year", last_year)
    return parse_figures(typed)


def _file_of(name: str) -> Path | None:
    """The file to write, where the name is that of a file."""
    return Path(name) if name.lower().endswith(YAML_ENDINGS) else None


def _check_out(out: Path, say: Texts, *, force: bool) -> None:
    if out.is_dir():
        raise usage(say("{path} is a folder; give the name of a file.", path=out))
    if out.exists() and not force:
        raise usage(say("{path} is there already; give another name with --out, or replace it with --force.", path=out))
    if not out.parent.is_dir():
        raise usage(say("There is no folder {path}; make it first.", path=out.parent))


def _explained(code: int, say: Texts, error: Exception | KeyboardInterrupt) -> CommandError:
    if isinstance(error, FiguresError):
        lines = [problem.text(say.lang) for problem in error.problems]
        head = say.plural("{count} number cannot be used:", "{count} numbers cannot be used:", len(lines))
        return CommandError("\n".join([head, *(f"  {line}" for line in lines)]), code)
    return explained(say, error)


def _print_baseline(screen: Console, baseline: NewBaseline, out: Path, say: Texts) -> None:
    """The numbers with where they come from, the recognition test, and what to do next."""
    own = baseline.own
    screen.print(Text.assemble((own.name, "bold"), f". {say('Data of {years}.', years=str(own.year))}"))
    screen.print(
        say("Of the twelve numbers: own figures {own}, scaled from inhabitants {scaled}, defaults {default}.", **baseline.counts)
    )
    table = _table((say("Number"), say("Value"), say("Where it comes from")), right=(1,))
    for used in baseline.numbers:
        table.add_row(say(used.label), say(used.value), say(ORIGINS[used.origin]))
    screen.print(table)
    _print_recognition(screen, baseline.recognition, say)
    for note in baseline.notes:
        screen.print(Text(say(note)))
    defaults, unsourced = baseline.defaults
    screen.print(
        say(
            "{defaults} other numbers of the model were not touched; {unsourced} of them are assumptions without a source. "
            "sweetspot check --all shows them.",
            defaults=defaults,
            unsourced=unsourced,
        )
    )
    screen.print()
    screen.print(say("The baseline: {path}", path=out), soft_wrap=True, markup=False)


def _print_recognition(screen: Console, found: Recognition, say: Texts) -> None:
    screen.print()
    screen.print(Text(say("Recognition test") + ": " + say(OUTCOMES[found.outcome]), style="bold"))
    if not found.figures:
        return
    head = (say("Figure"), say("Own"), say("Simulated"), say("Difference"), say("Verdict"))
    table = _table(head, right=(1, 2, 3))
    for row in rows(say, found):
        table.add_row(*row)
    screen.print(table)
    screen.print(say("Figures that could be compared: {count} of 8.", count=len(found.figures)))
    screen.print(say("Near enough is within 10% of the own figure; for shares within 5 percentage points. Chance is in it too."))


def _table(head: tuple[str, ...], right: tuple[int, ...]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, title in enumerate(head):
        table.add_column(title, justify="right" if number in right else "left")
    return table
