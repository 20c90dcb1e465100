"""The command that sweeps: many designs, and one table of what they come to."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from sim.cli.designs import OnTop, composed_of, tell_left_out
from sim.cli.exits import DONE, INTERRUPTED
from sim.cli.failures import CommandError, explained, guarded, usage
from sim.cli.keeping import at_work
from sim.cli.request import NOTHING_ON_TOP
from sim.cli.screen import composed, console, table_below
from sim.cli.typed import read_settings, twice, typed_pairs
from sim.experiment.lab import Lab
from sim.experiment.sweep.levels import told_level
from sim.experiment.sweep.refused import SweepError
from sim.experiment.sweep.runner import HOUR, Pace
from sim.experiment.sweep.sweep import sweep
from sim.experiment.sweep.swept import DesignFound, Swept
from sim.measure.definitions import BY_NAME
from sim.measure.rows import Key
from sim.report.answers.plain import plain
from sim.report.files.sweep_table import check_out, table_of, write_sweep
from sim.report.told.recipe import of_weeks
from sim.report.words.certainty import left_behind
from sim.report.words.kpis import kpi_said
from sim.report.words.names import capital, labels_of
from sim.text.texts import Texts
from sim.text.units import MISSING, estimated, unit_name

MOST_SHOWN = 20
"""Designs on the screen; all are in the table."""
WORTH_TELLING = 20.0
"""Seconds that a sweep takes before it is told how long."""
MINUTE = 60.0


@dataclass(frozen=True)
class Asked:
    """The options of ``sweep``."""

    file: Path
    over: Sequence[str]
    settings: Sequence[str]
    kpis: Sequence[str]
    replications: int
    weeks: int | None
    worlds: int
    best: str | None
    halving: bool
    hours: float
    lab: Lab
    store: str | None
    out: Path | None
    json: bool
    on_top: OnTop = NOTHING_ON_TOP


def sweep_command(asked: Asked, lang: str | None) -> int:
    """Sweeps and tells the table; returns the exit code."""
    return guarded(lang, lambda say: _sweep(asked, say), _explained)


def _explained(say: Texts, error: Exception | KeyboardInterrupt) -> CommandError:
    if isinstance(error, SweepError):
        return usage(say(error.sentence, **{name: _written(say, part) for name, part in error.about.items()}))
    return explained(say, error)


def _written(say: Texts, part: object) -> str:
    """Numbers as the language writes them; a fraction with one decimal."""
    return say.number(part, 0 if part == int(part) else 1 if part >= 1 else 2) if isinstance(part, int | float) else str(part)


def _sweep(asked: Asked, say: Texts) -> int:
    if asked.out is not None:
        check_out(asked.out)
    weeks = of_weeks(asked.weeks)
    overrides = weeks | read_settings(asked.settings, say, known=weeks)
    over = dict(typed_pairs("--over", asked.over, say))
    for path in over.keys() & overrides.keys():
        raise twice(path, say)
    design = asked.on_top.only(asked.file, say)
    tell_left_out(composed_of([design]), overrides, say)
    with at_work(asked.lab, asked.store, max(asked.replications, 2), say) as (lab, _):
        found = sweep(
            design,
            over,
            overrides=overrides,
            kpis=asked.kpis,
            replications=asked.replications,
            worlds=asked.worlds,
            best=asked.best,
            halving=asked.halving,
            hours=asked.hours,
            on_pace=lambda pace: _tell_pace(pace, say),
            lab=lab,
        )
    if not found.found:
        raise CommandError(say("Stopped; nothing was finished."), INTERRUPTED)
    return _tell(asked, found, say)


def _tell_pace(pace: Pace, say: Texts) -> None:
    if pace.seconds < WORTH_TELLING:
        return
    unit, seconds = (say("hours"), HOUR) if pace.seconds >= HOUR else (say("minutes"), MINUTE)
    told = {"designs": pace.work.designs, "replications": pace.work.replications, "unit": unit}
    time = say.number(pace.seconds / seconds, 1)
    line = say("{designs} designs × {replications} repeats: about {time} {unit} at the pace of the first.", time=time, **told)
    typer.echo(line, file=sys.stderr)


def _tell(asked: Asked, found: Swept, say: Texts) -> int:
    written = None if asked.out is None else write_sweep(asked.out, found)
    if asked.json:
        rows = [plain(row) for row in table_of(found).to_pylist()]
        typer.echo(json.dumps({"kind": "sweep", "complete": found.complete, "rows": rows}, ensure_ascii=False, allow_nan=False))
    else:
        typer.echo(composed(lambda screen: _print(screen, found, say)), nl=False)
        where = say("With --out FILE (.csv, .parquet or .arrow) you get all of it as a table.")
        console().print(where if written is None else say("Written to {path}.", path=written), soft_wrap=True, markup=False)
    return DONE if found.complete else INTERRUPTED


def _print(screen: Console, found: Swept, say: Texts) -> None:
    """A row per design: its levels and its figures, each as far as it is known."""
    scenario = found.scenario
    done, asked = len(found.found), found.designs.count * len(found.worlds)
    screen.print(Text.assemble((say(scenario.label), "bold"), f". {_extent(found, say)}"))
    if not found.complete:
        screen.print(Text(say("Not complete: {done} of {asked} designs.", done=done, asked=asked), style="bold"))
    table = table_below(say("Per design"))
    heads = [path.rpartition(".")[2] for path in found.varied]
    for head in (*(heads if len(set(heads)) == len(heads) else found.varied), *([say("world")] if _has_worlds(found) else [])):
        table.add_column(head, justify="right")
    halved = any(one.standing is not None for one in found.found)
    if halved:
        table.add_column(say("look"), justify="right")
    labels = labels_of([scenario], say)
    for key in found.figures:
        about = ", ".join(part for part in (labels.about(key, found.focus), "") if part)
        name, unit = capital(kpi_said(say, BY_NAME[key.kpi].said.en)), unit_name(say, BY_NAME[key.kpi].unit)
        table.add_column(f"{name}{', ' if about else ''}{about} ({unit})", justify="right", ratio=1)
    for one in found.in_order()[:MOST_SHOWN]:
        world = [str(one.world)] if _has_worlds(found) else []
        look = [str(one.standing.look) if one.standing is not None else MISSING] if halved else []
        table.add_row(
            *map(told_level, one.point.levels.values()), *world, *look, *(_figure(one, key, say) for key in found.figures)
        )
    screen.print(table)
    screen.print()
    if done > MOST_SHOWN:
        screen.print(Text(say("And {count} more, in the table.", count=done - MOST_SHOWN)))
    for sentence in _halved(found, say):
        screen.print(Text(sentence))
    unsteady = sum(not one.balance.holds for one in found.found)
    if unsteady:
        told = say.plural(
            "In {count} design work piles up, so that its figures of staff, waits and costs mislead.",
            "In {count} designs work piles up, so that their figures of staff, waits and costs mislead.",
            unsteady,
        )
        screen.print(Text(told, style="bold"))


def _halved(found: Swept, say: Texts) -> list[str]:
    """How sure the first design is the best, where most were left behind."""
    standings = [one.standing for one in found.found if one.standing is not None]
    if not standings:
        return []
    last = max(standing.look for standing in standings)
    sure = [standing.behind.judgement == "worse" for standing in standings]
    final = [behind for standing, behind in zip(standings, sure, strict=True) if standing.look == last]
    left = [behind for standing, behind in zip(standings, sure, strict=True) if standing.look < last]
    told = left_behind(say, len(final) - 1, sum(final), len(left), sum(left))
    if any(standing.alone for standing in standings):
        told.append(say("In the first look no office was run: people waited as in a year of that of the file."))
    return told


def _extent(found: Swept, say: Texts) -> str:
    told = say("{designs} designs × {replications} repeats", designs=found.designs.count, replications=found.asked)
    return told + (" × " + say("{count} worlds", count=len(found.worlds)) if _has_worlds(found) else "") + "."


def _has_worlds(found: Swept) -> bool:
    return len(found.worlds) > 1 or found.worlds[0] != 0


def _figure(one: DesignFound, key: Key, say: Texts) -> str:
    """The mean as far as its interval says that it is known, and half the width of that."""
    estimate = one.estimates.get(key)
    return MISSING if estimate is None else estimated(say, estimate, BY_NAME[key.kpi].unit, bare=True)
