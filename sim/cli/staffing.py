"""The command that works out how many people are needed, or what the people there are can do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import typer

from sim.cli.designs import OnTop, composed_of, tell_left_out
from sim.cli.exits import DONE, INTERRUPTED, WRONG_SCENARIO
from sim.cli.failures import CommandError, explained, guarded, read_all, usage
from sim.cli.keeping import at_work
from sim.cli.request import NOTHING_ON_TOP
from sim.cli.screen import composed, console
from sim.cli.staffing_screen import print_available, print_plan
from sim.cli.typed import read_settings
from sim.evidence.notation import TwoReadingsError, read_decimal
from sim.experiment.lab import Lab
from sim.experiment.staffing.available import Available, with_fte
from sim.experiment.staffing.outcome import StaffPlan
from sim.experiment.staffing.roster import staffed_teams
from sim.experiment.staffing.staff import NobodyAtWorkError, NothingToStaffError, staff
from sim.model.files.sources import SourceFile
from sim.report.files.folder import check_folder
from sim.report.files.layout import named_anew
from sim.report.staff.plain import available_as_json, plan_as_json, write_available, write_plan
from sim.text.pairs import marked
from sim.text.texts import Texts

PHASES = {
    "work": marked("Measuring the work"),
    "search": marked("Searching"),
    "confirm": marked("Confirming on fresh repeats"),
    "neighbours": marked("One person fewer and more"),
}


@dataclass(frozen=True)
class Asked:
    """The options of ``staff``."""

    file: Path
    fte: str | None
    team: str | None
    year: bool
    replications: int
    lab: Lab
    keep: str | None
    out: Path | None
    json: bool
    settings: tuple[str, ...] = ()
    on_top: OnTop = NOTHING_ON_TOP


def staff_command(asked: Asked, lang: str | None) -> int:
    """Works it out and tells it; returns the exit code."""
    return guarded(lang, lambda say: _staff(asked, say), _explained)


def _explained(say: Texts, error: Exception | KeyboardInterrupt) -> CommandError:
    if isinstance(error, NobodyAtWorkError):
        message = say(
            "Nobody in the roster is ever at work, so there are no fte to divide: give a shift people, or less absence."
        )
        return CommandError(message, WRONG_SCENARIO)
    if isinstance(error, NothingToStaffError):
        return CommandError(say("No team of this scenario has a roster, so there is nobody to plan."), WRONG_SCENARIO)
    return explained(say, error)


def _staff(asked: Asked, say: Texts) -> int:
    if asked.out is not None:
        check_folder(asked.out)
    if asked.team is not None and asked.fte is None:
        raise usage(say("--team goes with --fte: it says to which team the fte belong."))
    overrides = read_settings(asked.settings, say)
    design = asked.on_top.only(asked.file, say)
    (scenario,), read = read_all([design], overrides)
    tell_left_out(composed_of([design]), overrides, say)
    (sources,) = named_anew(read)
    teams = staffed_teams(scenario)
    if asked.team is not None and asked.team not in teams:
        raise usage(say("{team} is no team with a roster; choose from {teams}.", team=asked.team, teams=", ".join(teams)))
    fte = None if asked.fte is None else _fte_of(asked.fte, say)
    replications = asked.replications
    with at_work(asked.lab, asked.keep, replications, say) as (lab, reporter):
        found: StaffPlan | Available
        if fte is None:
            found = staff(
                scenario,
                replications=replications,
                whole_year=asked.year,
                on_phase=lambda name: reporter.describe(say(PHASES[name])),
                lab=lab,
            )
        else:
            found = with_fte(scenario, fte, team=asked.team, replications=replications, lab=lab)
    return _tell(asked, found, sources, say, stopped=lab.stopped)


def _fte_of(text: str, say: Texts) -> float:
    """The number behind ``--fte``. Raises ``CommandError`` for what is none, or could be two."""
    try:
        fte = read_decimal(text)
    except TwoReadingsError as error:
        whole, decimal = error.readings
        told = say("--fte {text} can be read in two ways; write {whole}, or {decimal}.", text=text, whole=whole, decimal=decimal)
        raise usage(told) from error
    except ValueError:
        fte = 0.0
    if fte <= 0:
        raise usage(say("--fte must be a number above 0."))
    return fte


def _tell(asked: Asked, found: StaffPlan | Available, sources: tuple[SourceFile, ...], say: Texts, *, stopped: bool) -> int:
    told = _words(asked, found, say)
    if asked.out is not None:
        if isinstance(found, StaffPlan):
            write_plan(asked.out, found, sources, say)
        else:
            write_available(asked.out, found, sources, say)
    typer.echo(told, nl=asked.json)
    if not asked.json:
        kept = say("With --out DIR you also get this as Excel and CSV, with a heat map.")
        written = say("Written to {path}.", path=asked.out)
        console().print("\n" + (kept if asked.out is None else written), soft_wrap=True, markup=False)
    return INTERRUPTED if stopped else DONE


def _words(asked: Asked, found: StaffPlan | Available, say: Texts) -> str:
    if asked.json:
        told = plan_as_json(found, say) if isinstance(found, StaffPlan) else available_as_json(found, say)
        return json.dumps(told, ensure_ascii=False, allow_nan=False)
    if isinstance(found, StaffPlan):
        return composed(lambda screen: print_plan(screen, say, found))
    return composed(lambda screen: print_available(screen, say, found))
