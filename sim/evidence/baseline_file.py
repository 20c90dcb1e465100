"""From own figures to a scenario file that was tested: build, solve, recognise, write."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sim.evidence.calibrate import MOST_TRIES, Progress, Solver, Stop
from sim.evidence.figure_forms import BY_NAME, FORMS, HOURS
from sim.evidence.new_baseline import Frame, Levers, changes, frame_of, lacking, period_of, reachable_visitors, shipped_reference
from sim.evidence.notation import WeekSpans
from sim.evidence.own_figures import OwnFigures
from sim.evidence.recognition import own_values, recognise, replications_of, written
from sim.evidence.rosters import fte_of_shifts, week_text
from sim.evidence.scenario_writer import scenario_writer
from sim.evidence.targets import Origin, targets_of
from sim.evidence.whole_file import write_whole
from sim.model.files.errors import Problem, ScenarioError
from sim.model.files.loading import load
from sim.model.files.shipped import shipped_name
from sim.model.files.yaml_file import told_name
from sim.model.town.recognition import Figure, Recognition
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import values
from sim.model.words.describe import assumptions
from sim.model.words.written import clock_text, figure_text, number, number_text
from sim.text.pairs import Language, Text

LANGUAGES: tuple[Language, ...] = ("nl", "en")
ORIGINS: dict[Origin, Text] = {
    "own": Text("own figure", "eigen cijfer"),
    "scaled": Text("scaled from inhabitants", "geschat naar inwoners"),
    "default": Text("default", "standaardwaarde"),
}


@dataclass(frozen=True)
class NumberUsed:
    """One of the numbers of the form as the baseline has it, in words, and where that comes from."""

    name: str
    label: Text
    value: Text
    origin: Origin


@dataclass(frozen=True)
class NewBaseline:
    """A municipality's baseline, solved and tested.

    ``changes`` are what it sets beside the reference, by dotted path; ``scenario`` is the whole of it as ``load`` reads it.
    """

    own: OwnFigures
    reference: Path
    frame: Frame
    levers: Levers
    tries: int
    changes: dict[str, Any]
    recognition: Recognition
    scenario: Scenario

    @property
    def numbers(self) -> tuple[NumberUsed, ...]:
        """Every number of the form, in its order."""
        return tuple(
            NumberUsed(form.name, form.label, Text.of(partial(self._in, form.name)), self.origin(form.name)) for form in FORMS
        )

    def origin(self, name: str) -> Origin:
        """Whether a number of the form is the municipality's own, scales with its size, or is a default."""
        if getattr(self.own, name) is not None:
            return "own"
        return "default" if name in HOURS | {"talk_time", "answered_within_norm", "abandoned"} else "scaled"

    def count(self, origin: Origin) -> int:
        """How many of the twelve numbers have this origin; opening hours are one number, own when one of them is."""
        names = [name for name in BY_NAME if name not in HOURS]
        hours: Origin = "own" if any(self.origin(name) == "own" for name in HOURS) else "default"
        return sum(self.origin(name) == origin for name in names) + (hours == origin)

    @property
    def counts(self) -> dict[str, int]:
        return {name: self.count(name) for name in ORIGINS}

    @property
    def defaults(self) -> tuple[int, int]:
        """How many numbers with a source or a range are neither own nor scaled, and how many of those have no source."""
        sourced = [value for _, value in values(self.scenario) if value.source or value.is_ranged]
        made = sum(value.source.startswith(("own figures", "scaled")) or self.own.source in value.source for value in sourced)
        return len(sourced) - made, len(assumptions(self.scenario))

    def rostered_fte(self, team: str) -> float:
        """The fte that the roster of a team takes, over the open weeks of a year."""
        hours = self.frame.phone_hours if team == "contact_centre" else self.frame.desk_hours
        weeks = self.frame.open_days(hours) / len(hours)
        return fte_of_shifts(self.changes[f"teams.{team}.shifts"], self.frame.hours_per_fte, weeks)

    @property
    def notes(self) -> tuple[Text, ...]:
        """What a reader must know about the fit: fte that are not in the roster, and visitors for whom there are no people."""
        return tuple(filter(None, (self._fte_note(), self._desk_note())))

    def _fte_note(self) -> Text | None:
        given, targets = self.own.fte_contact_centre, self.frame.targets
        if given is None or (targets.answered_within_norm is None and targets.abandoned is None):
            return None
        fte = (round(given, 1), round(self.rostered_fte("contact_centre"), 1))
        why = Text(
            "The difference is other work, or the handling times are wrong.",
            "Het verschil is ander werk, of de behandeltijden kloppen niet.",
        )
        if fte[0] < fte[1]:
            why = Text(
                "That is less, so the handling times or one of these figures are wrong.",
                "Dat is minder, dus kloppen de behandeltijden of een van deze cijfers niet.",
            )
        told = Text(
            "The roster that gives how calls are answered is {rostered} rostered fte; your formation is {given} fte. {why}",
            "Het rooster waarmee de bereikbaarheid uitkomt, is {rostered} ingeroosterde fte; uw formatie is {given} fte. {why}",
        )
        return told.filled(given=number_text(fte[0]), rostered=number_text(fte[1]), why=why)

    def _desk_note(self) -> Text | None:
        wanted, possible = round(self.frame.targets.appointments.value), round(reachable_visitors(self.frame), -2)
        if possible >= 0.99 * wanted:
            return None
        told = Text(
            "With this formation of civil affairs and these opening hours there are places for about {possible} visitors by "
            "appointment, not for {wanted}.",
            "Met deze formatie van burgerzaken en openingstijden is er plaats voor ongeveer {possible} bezoekers op afspraak, "
            "niet voor {wanted}.",
        )
        return told.filled(possible=number_text(possible), wanted=number_text(wanted))

    @property
    def about(self) -> Text:
        """What the file says of itself."""
        told = Text(
            "Baseline of {name} with figures of {year}. Of the twelve numbers: own figures {own}, scaled from inhabitants "
            "{scaled}, defaults {default}.",
            "Nulsituatie van {name} met cijfers van {year}. Van de twaalf getallen: eigen cijfers {own}, geschat naar inwoners "
            "{scaled}, standaardwaarden {default}.",
        )
        return told.filled(name=self.own.name, year=self.own.year, **self.counts)

    def text(self, extends: str) -> str:
        """The scenario file; ``extends`` names the reference, from where the file will stand or as it came with the program."""
        root = CommentedMap(
            schema=1,
            extends=extends,
            label=_flow(_pair(_label(self.own))),
            about=_pair(self.about),
            year_of_data=str(self.own.year),
            recognition=written(self.recognition),
            period=_flow(period_of(self.own)),
        )
        root["set"] = CommentedMap({path: _flow(value) for path, value in self.changes.items()})
        root.yaml_set_start_comment(HEAD.format(year=self.own.year, **self.counts))
        stream = io.StringIO()
        scenario_writer().dump(root, stream)
        return stream.getvalue()

    def _in(self, name: str, language: Language) -> str:
        if name == "inhabitants":
            return number(self.own.inhabitants, language)
        if name in HOURS:
            return _hours_text(getattr(self.frame, name), language)
        if name.startswith("fte_"):
            given = getattr(self.own, name)
            value = given if given is not None else self.rostered_fte(name.removeprefix("fte_"))
            return number(round(value, 1), language)
        given = getattr(self.own, name)
        if given is None:
            target = getattr(self.frame.targets, name)
            given = target.value if hasattr(target, "value") else target
        if given is None:
            return Text("follows from the model", "volgt uit het model").said(language)
        figure: Figure = name  # type: ignore[assignment]
        return figure_text(figure, given, language) if name != "talk_time" else clock_text(given)


def make_baseline(
    own: OwnFigures,
    reference: Path | None = None,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> NewBaseline:
    """Solves and tests the baseline of a municipality; deterministic. Takes some ten seconds for 150,000 inhabitants.

    Parameters
    ----------
    reference
        The municipality file that is extended, the shipped one by default. It needs the channels, teams and services of that.
    progress
        Called with (steps done, steps at most).
    stop
        Asked often; when it says True, nothing is made.

    Raises ``Stopped`` (:mod:`sim.engine.simulate`) when ``stop`` said True; ``ScenarioError`` when the reference cannot be read,
    or lacks what a baseline is made from.
    """
    file = shipped_reference() if reference is None else reference
    known = load(file)
    missing = lacking(known)
    if missing:
        details = {"missing": ", ".join(missing)}
        raise ScenarioError([Problem(told_name(file), 0, "", "scenario.not_a_reference", None, details)])
    frame = frame_of(own, targets_of(own, known.norms.answered_share.value), known)
    steps = MOST_TRIES + replications_of(own.inhabitants)

    def tried(done: int, _most: int) -> None:
        if progress is not None:
            progress(done, steps)

    solver = Solver(frame, file, tried, stop)
    levers = solver.solve()
    made = changes(frame, levers)
    about = {"period.start": period_of(own)["start"], "year_of_data": str(own.year), "name": None}
    scenario = load(file, overrides=made | about)

    def tested(done: int, most: int) -> None:
        if progress is not None:
            progress(steps - most + done, steps)

    recognition = recognise(scenario, own_values(own), progress=tested, stop=stop)
    if progress is not None:
        progress(steps, steps)
    known = scenario.model_copy(update={"recognition": recognition, "label": _label(own)})
    baseline = NewBaseline(own, file, frame, levers, solver.tries, made, recognition, known)
    return replace(baseline, scenario=known.model_copy(update={"about": baseline.about}))


def write_baseline(baseline: NewBaseline, path: Path, *, force: bool = False) -> None:
    """Writes the scenario file; what is there already is only replaced with ``force``.

    Raises ``FileExistsError`` or ``OSError`` when it cannot be written.
    """
    text = baseline.text(shipped_name(baseline.reference) or _relative(baseline.reference, path.parent))
    write_whole(path, text, force=force)


def _label(own: OwnFigures) -> Text:
    return Text.of(lambda _: f"{own.name} {own.year}")


def _relative(reference: Path, folder: Path) -> str:
    """The reference as seen from a folder, with forward slashes; its whole path where there is no way between (other drives)."""
    try:
        return Path(os.path.relpath(reference.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return reference.resolve().as_posix()


HEAD = """\
Made by `sweetspot new`. Of the twelve numbers: own figures of {year} {own}, scaled from inhabitants {scaled}, defaults {default}.
All that is not set here is that of the file it extends. Each number says where it comes from; "solved" means: chosen so
that the simulated figures meet the ones given. After a change by hand, test again: sweetspot recognise FILE --update
"""


def _pair(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}


def _flow(value: Any) -> Any:
    """A mapping or list that is written on one line, shifts excepted: each of those has a line of its own."""
    if isinstance(value, list):
        sequence = CommentedSeq([_flow(item) for item in value])
        sequence.fa.set_flow_style()
        return sequence
    if not isinstance(value, dict):
        return value
    mapping = CommentedMap({key: _flow(item) for key, item in value.items()})
    if not any(isinstance(item, dict) and "people" in item for item in value.values()):
        mapping.fa.set_flow_style()
    return mapping


def _hours_text(hours: WeekSpans, language: Language) -> str:
    parts = []
    for days, spans in week_text(hours).items():
        shown = days if language == "en" else re.sub(r"[a-z]+", lambda match: DUTCH_DAYS[match[0]], days)
        parts.append(f"{shown} {' + '.join(spans) if isinstance(spans, list) else spans}")
    return "; ".join(parts)


DUTCH_DAYS = {"mon": "ma", "tue": "di", "wed": "wo", "thu": "do", "fri": "vr", "sat": "za", "sun": "zo"}
