"""From scenario files to a :class:`Scenario`: reading, extending, merging, validating."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sim.model.files.coverage import uncovered
from sim.model.files.errors import Problem, ScenarioError, listed
from sim.model.files.extends import read_chain, sent_files, source_files
from sim.model.files.feasible import infeasible, nobody_to_ask, shut_out, teams_without_work
from sim.model.files.file_form import SECTIONS, ScenarioFile, field_names
from sim.model.files.mailings import starts_on, unanswered
from sim.model.files.measures import finished, in_order, with_measure
from sim.model.files.plans.compose import with_measures, with_plan
from sim.model.files.plans.expand import Lacking, expanded
from sim.model.files.plans.use import uses_of
from sim.model.files.references import bad_names, unknown_elsewhere, unknown_file, unknown_names, unknown_numbers
from sim.model.files.sources import SourceFile
from sim.model.files.tree import Path as KeyPath
from sim.model.files.tree import find, set_all, unknown_key
from sim.model.files.validation import missing_key, validated
from sim.model.files.yaml_file import Entry, entry_of
from sim.model.town.adoption import MOST_DESIGNS, Numbers, combinations, most_at_once, too_many
from sim.model.town.measure import Measure
from sim.model.town.scenario import MOST_CHANNELS, Design, Frame, Measures, Scenario
from sim.model.town.worlds import values
from sim.model.values.units import WEEK
from sim.model.values.values import Frozen

NO_OVERRIDES: Mapping[str, Any] = MappingProxyType({})
Pieces = dict[str, dict[str, Frozen]]


def load(path: str | Path, *, overrides: Mapping[str, Any] = NO_OVERRIDES) -> Scenario:
    """The scenario that a file describes, its parents merged in and its measures applied.

    Parameters
    ----------
    path
        A municipality file, or a scenario file that ``extends`` one.
    overrides
        Values by dotted path, in the form of the file (``{"channels.phone.lines": 12}``, ``"4 min"`` for a time, None to
        remove), put in after the file was read and before its measures.

    Raises ``ScenarioError`` with everything that is wrong, each with file, line, path, value and what is allowed.
    """
    return load_files(source_files(Path(path)), overrides=overrides, folder=Path(path).parent)


def load_sent(files: Sequence[SourceFile], *, overrides: Mapping[str, Any] = NO_OVERRIDES) -> Scenario:
    """The scenario in files that came from elsewhere, each extending the next: nothing but these is read, or the library.

    Parameters and errors as of :func:`load`.
    """
    return load_files(sent_files(files), overrides=overrides)


def load_files(
    files: Sequence[SourceFile], *, overrides: Mapping[str, Any] = NO_OVERRIDES, folder: Path | None = None
) -> Scenario:
    """The scenario in files as they were read, nearest first; parameters and errors as of :func:`load`.

    A file to compare with is looked for as seen from the ``folder``, and not at all where there is none.
    """
    problems: list[Problem] = []
    root = read_chain(files, problems)
    problems += unknown_file(root, folder) if folder is not None else []
    root = set_all(root, {key: entry_of(value, "overrides") for key, value in overrides.items()}, problems)
    root, _ = expanded(root, files, problems)
    root = finished(root, problems)
    scenario = _scenario(root, _stem(files[0].file), problems, overrides)
    if scenario is None or problems:
        used = [use.name for use in uses_of(root)]
        raise ScenarioError(_each_once([_as_asked(problem, used) for problem in problems]))
    scenario._origin = Read(tuple(files), dict(overrides))  # noqa: SLF001 - of the model, set by who reads it
    return scenario


def plan(town: Scenario, name: str | Path, *, where_possible: bool = False) -> Scenario:
    """A town with a plan on it: one of the program by its name, or a file of one's own.

    >>> import sim
    >>> sim.plan(sim.load("scenarios/municipalities/voorbeeldstad.yaml"), "alleen-op-afspraak").label.en
    'by appointment only'

    ``where_possible``: what the town lacks is left out. Raises ``sim.ScenarioError``, and ``ValueError`` where the town is not
    what was read from its file.
    """
    return town.origin.with_plan(town, str(name), where_possible=where_possible)


class Read:
    """The files that a scenario was read from, and what was set in them.

    Any two are equal, for two scenarios are that mean the same; and it does not go along to other processes.
    """

    def __init__(self, files: tuple[SourceFile, ...] = (), overrides: Mapping[str, Any] = NO_OVERRIDES) -> None:
        self.files, self.overrides = files, overrides

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Read) or other is None

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return (Read, ())

    def with_measures(self, scenario: Scenario, measures: Measures, *, where_possible: bool) -> Scenario:
        files = with_measures(self._files_of(scenario), measures, where_possible=where_possible)
        return load_files(files, overrides=self.overrides)

    def with_plan(self, scenario: Scenario, plan: str, *, where_possible: bool) -> Scenario:
        return load_files(with_plan(self._files_of(scenario), plan, where_possible=where_possible), overrides=self.overrides)

    def _files_of(self, scenario: Scenario) -> tuple[SourceFile, ...]:
        """The files, which must still say what the scenario is."""
        if not self.files or load_files(self.files, overrides=self.overrides) != scenario:
            raise ValueError("this scenario is not what its file says any more; sim.load it with overrides instead")
        return self.files


def left_out(files: Sequence[SourceFile], overrides: Mapping[str, Any] = NO_OVERRIDES) -> tuple[Lacking, ...]:
    """What a town lacks of the measures that its file uses, and was left out because the file says so (``where_possible``)."""
    root = read_chain(files, [])
    root = set_all(root, {key: entry_of(value, "overrides") for key, value in overrides.items()}, [])
    return expanded(root, files, [])[1]


def _as_asked(problem: Problem, used: Sequence[str]) -> Problem:
    """What is wrong with a measure that the file uses, where the file says it and not where it is written out."""
    section, _, rest = problem.path.partition(".")
    name = next((one for one in used if rest == one or rest.startswith(f"{one}.")), None)
    return replace(problem, path=f"use.{rest}") if section == "measures" and name is not None else problem


def _stem(file: str) -> str:
    """The name of a file without folders and ending, whatever system it was named on."""
    return Path(re.split(r"[/\\]", file)[-1]).stem


def _scenario(root: Entry, stem: str, problems: list[Problem], overrides: Collection[str]) -> Scenario | None:
    problems += bad_names(root)
    frame = _frame(root, problems)
    measures = _measures(root, problems)
    ordered = tuple(measures[name] for name in in_order(measures))
    if too_many(ordered):
        problems.append(_too_many(root, ordered))
        return None
    in_force = combinations(ordered, frame.period.weeks * WEEK if frame is not None else 0.0)
    trees = _trees(root, ordered, in_force, problems)
    made_by = [ordered[numbers[-1]].name if numbers else "" for numbers in in_force]
    designs = _designs(trees, made_by, problems)
    problems += unknown_elsewhere(root, trees)
    if frame is not None and not problems:
        problems += teams_without_work(designs[0], root)
        for tree, design, measure in zip(trees, designs, made_by, strict=True):
            problems += [replace(problem, measure=measure) for problem in shut_out(design, frame.population, tree)]
            problems += [replace(problem, measure=measure) for problem in nobody_to_ask(design, frame.behaviour, tree)]
        problems += _unanswered(frame, ordered, in_force, trees, designs)
    if problems or frame is None:
        return None
    top = {name: getattr(frame, name) for name in Frame.model_fields if name != "name"}
    scenario = Scenario(**top, name=frame.name or stem, measures=ordered, designs=tuple(designs), in_force=in_force)
    problems += unknown_numbers(root, trees, lambda: values(scenario), overrides)
    return scenario


def _too_many(root: Entry, measures: Sequence[Measure]) -> Problem:
    """Measures that are adopted at the same time in more combinations than can be simulated."""
    entry = root.mapping["measures"]
    names = [measures[number].name for number in most_at_once(measures)] or [one.name for one in measures]
    details = {"names": listed(names), "most": str(MOST_DESIGNS)}
    return Problem(entry.file, entry.line, "measures", "scenario.too_many_designs", None, details)


def _trees(root: Entry, measures: Sequence[Measure], in_force: Sequence[Numbers], problems: list[Problem]) -> list[Entry]:
    """The file as it is with each combination of measures: in order of their start, so that a later one wins."""
    made: dict[Numbers, Entry] = {(): root}
    for numbers in in_force:
        for count in range(1, len(numbers) + 1):
            if numbers[:count] not in made:
                name = measures[numbers[count - 1]].name
                made[numbers[:count]] = with_measure(made[numbers[: count - 1]], name, problems)
    return [made[numbers] for numbers in in_force]


def _of_one(mailing: str, path: str) -> bool:
    """Does a path lead to this mailing, or to what it is in or holds?"""
    return f"{path}.".startswith(f"{mailing}.") or f"{mailing}.".startswith(f"{path}.")


def _unanswered(
    frame: Frame, measures: Sequence[Measure], in_force: Sequence[Numbers], trees: list[Entry], designs: list[Design]
) -> list[Problem]:
    """Mailings, of today and of measures, to which nobody can react within the run."""
    period, closed_days = frame.period, frame.closed_days
    found = list(unanswered(designs[0], None, None, period, closed_days, trees[0]))
    for number, measure in enumerate(measures):
        place = next(place for place, numbers in enumerate(in_force) if number in numbers)
        without = tuple(other for other in in_force[place] if other != number)
        before = designs[in_force.index(without) if without in in_force else 0]
        begins = starts_on(period, measure.start.value)
        found += [
            replace(problem, measure=measure.name)
            for problem in unanswered(designs[place], before, begins, period, closed_days, trees[place])
            if any(_of_one(problem.path.removesuffix(".day"), path) for path in measure.set)
        ]
    return found


def _frame(root: Entry, problems: list[Problem]) -> Frame | None:
    """The top of the file. Keys of no meaning are reported here, with all that would have had one."""
    names = field_names(ScenarioFile)
    problems += [unknown_key((key,), entry, names) for key, entry in root.mapping.items() if key not in names]
    known = {key: entry for key, entry in root.mapping.items() if key in field_names(Frame)}
    return validated(Frame, Entry(known, root.file, root.line), (), problems)


def _measures(root: Entry, problems: list[Problem]) -> dict[str, Measure]:
    found = {}
    for name, entry in _mapping(root, ("measures",), problems).items():
        if "name" in entry.mapping:
            problems.append(unknown_key(("measures", name, "name"), entry.mapping["name"], field_names(Measure)))
        measure = validated(Measure, root, ("measures", name), problems)
        if measure is not None:
            found[name] = measure.model_copy(update={"name": name})
    return found


def _designs(trees: list[Entry], measures: list[str], problems: list[Problem]) -> list[Design]:
    """The design of each tree, as far as it is right; an entry that did not change is the same value in all of them.

    ``measures`` names the measure that made each tree, empty for the baseline.
    """
    seen: dict[int, Frozen | None] = {}
    designs = []
    for tree, measure in zip(trees, measures, strict=True):
        found: list[Problem] = []
        designs.append(_design(tree, seen, found))
        problems += [replace(problem, measure=measure) for problem in found]
    return designs


def _design(tree: Entry, seen: dict[int, Frozen | None], problems: list[Problem]) -> Design:
    pieces: Pieces = {section: {} for section in SECTIONS}
    complete = True
    for section, model in SECTIONS.items():
        if section in ("channels", "services") and section not in tree.mapping:
            problems.append(missing_key((), tree, section))
        for name, entry in _mapping(tree, (section,), problems).items():
            if id(entry) not in seen:
                seen[id(entry)] = validated(model, tree, (section, name), problems)
            piece = seen[id(entry)]
            if piece is not None:
                pieces[section][name] = piece
            complete = complete and (piece is not None or section == "services")
    design = Design.model_construct(None, **pieces)  # type: ignore[arg-type]
    problems += unknown_names(tree)
    problems += uncovered(design, tree) if complete else []
    if not problems:
        problems += infeasible(design, tree)
    return design


def _mapping(root: Entry, path: KeyPath, problems: list[Problem]) -> Mapping[str, Entry]:
    """The entries of a section; a section that is no mapping, or empty where it may not be, is a problem."""
    entry, done = find(root, path)
    if done != path:
        return {}
    if not isinstance(entry.value, Mapping):
        problems.append(Problem(entry.file, entry.line, ".".join(path), "scenario.not_a_mapping", entry.plain()))
    elif not entry.value and path[-1] in ("channels", "services"):
        details = {"actual": "0", "relation": "at least", "relation_nl": "ten minste", "limit": "1"}
        problems.append(Problem(entry.file, entry.line, ".".join(path), "scenario.wrong_length", None, details))
    elif path[-1] == "channels" and len(entry.mapping) > MOST_CHANNELS:
        details = {"relation": "at most", "relation_nl": "ten hoogste", "limit": str(MOST_CHANNELS)}
        details["actual"] = str(len(entry.mapping))
        problems.append(Problem(entry.file, entry.line, ".".join(path), "scenario.wrong_length", None, details))
    return entry.mapping


def _each_once(problems: list[Problem]) -> list[Problem]:
    """The problems of all designs without repetition, in the order of the files and their lines."""
    files = list(dict.fromkeys(problem.file for problem in problems))
    once: dict[tuple[str, int, str, str], Problem] = {}
    for problem in problems:
        once.setdefault((problem.file, problem.line, problem.path, problem.code + problem.details.get("name", "")), problem)
    return sorted(once.values(), key=lambda problem: (files.index(problem.file), problem.line))
