"""From ``use`` to measures of this town: parameters filled in, wildcards followed, changes worked out from what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.model.files.errors import Problem, ScenarioError, listed, nearest
from sim.model.files.measures import grouped
from sim.model.files.plans.found import name_of, unknown_measure
from sim.model.files.plans.like import is_like, likened, places_like
from sim.model.files.plans.measure_file import OF_MEASURE, RESERVED, ReadMeasure, read_measure
from sim.model.files.plans.parameters import SECTION_OF, Given, values_of
from sim.model.files.plans.placeholders import NAME, filled, filled_text, placeholders
from sim.model.files.plans.reach import is_wild, reached
from sim.model.files.plans.relative import changed, is_relative, is_same
from sim.model.files.plans.told import label_of
from sim.model.files.plans.use import Use, named, uses_of
from sim.model.files.sources import SourceFile, measures_of
from sim.model.files.tree import find, is_value, path_of, set_all, with_key
from sim.model.files.yaml_file import Entry

WHERE_POSSIBLE = "where_possible"
"""Key of a file that leaves out what the town lacks, instead of refusing it."""


WHEN = "when"
"""Key in the value of a line that names a parameter, so that the line is left out with it: `{when: $of, kind: live}`."""


@dataclass(frozen=True)
class Lacking:
    """What a town does not have of what a measure would change: ``name`` of a service or path, in the measure ``of``."""

    of: str
    name: str


@dataclass(frozen=True)
class _Line:
    """One line of ``set``: where, the value, and whether several places may share it."""

    pattern: tuple[str, ...]
    value: Entry
    explicit: tuple[str, ...]
    """Names that were asked for one by one, so that each must be reached."""
    several: bool


def expanded(root: Entry, files: Sequence[SourceFile], problems: list[Problem]) -> tuple[Entry, tuple[Lacking, ...]]:
    """A scenario with the measures that it uses written out under ``measures``, and what the town lacks of them.

    One that is so today already changes the town itself, before the others see it. What is wrong, and what is lacking where that
    was not allowed for, is added to ``problems``. A measure at its neutral level is left out: it is today.
    """
    if "use" not in root.mapping and WHERE_POSSIBLE not in root.mapping:
        return root, ()
    problems += _not_a_mapping(root)
    known = {name_of(file): file for file in measures_of(files)}
    allowed = bool(root.mapping[WHERE_POSSIBLE].value) if WHERE_POSSIBLE in root.mapping else False
    own = root.mapping["measures"].mapping if "measures" in root.mapping else {}
    made: dict[str, Entry] = {}
    lacking: list[Lacking] = []
    for use in sorted(uses_of(root), key=lambda use: not use.is_today):
        problems += _refused(use, known, own)
        if named(use.of) not in known or use.name in own:
            continue
        try:
            measure = _Measure.of(root, use, read_measure(known[named(use.of)]))
        except ScenarioError as error:
            problems += error.problems
            continue
        lines = measure.lines(allowed=allowed)
        lacking += measure.lacking
        problems += measure.problems
        if measure.problems:
            continue
        if use.is_today:
            root = set_all(root, lines, problems)
        elif lines:
            made[use.name] = measure.entry(lines)
    if allowed:
        own, missing = _where_possible(root, own)
        lacking += missing
    if lacking and not problems and not own and not made:
        at = root.mapping.get("use", root)
        details = {"name": listed(dict.fromkeys(repr(one.name) for one in lacking), most=10)}
        problems.append(Problem(at.file, at.line, "use", "scenario.nothing_possible", None, details))
    measures = Entry({**own, **made}, root.file, root.line)
    return with_key(root, "measures", measures) if made or lacking else root, tuple(lacking)


def _not_a_mapping(root: Entry) -> list[Problem]:
    """`use` that is something else than measures by name, or says something else of one than its parameters."""
    use = root.mapping.get("use")
    if use is None:
        return []
    within = {"use": use} | {f"use.{name}": entry for name, entry in use.mapping.items()}
    return [
        Problem(one.file, one.line, path, "scenario.not_a_mapping", one.plain())
        for path, one in within.items()
        if one.value is not None and not isinstance(one.value, Mapping)
    ]


def _refused(use: Use, known: Mapping[str, SourceFile], own: Mapping[str, Entry]) -> list[Problem]:
    """A measure of which there is no file, or two of one name, or one that begins before it can."""
    path = f"use.{use.name}"
    if named(use.of) not in known:
        return [unknown_measure(use.of, use.entry)]
    if use.name in own:
        return [Problem(use.entry.file, use.entry.line, path, "scenario.measure_twice", None, {"name": repr(use.name)})]
    timed = [use.entry.mapping[key] for key in ("ramp", "until") if key in use.entry.mapping] if use.is_today else []
    return [Problem(one.file, one.line, path, "scenario.today_is_whole", None, {"name": repr(use.name)}) for one in timed]


def _where_possible(root: Entry, measures: Mapping[str, Entry]) -> tuple[dict[str, Entry], list[Lacking]]:
    """Measures of the file itself without what they would set where the town has no such place."""
    left: dict[str, Entry] = {}
    lacking: list[Lacking] = []
    for name, measure in measures.items():
        lines = measure.mapping["set"].mapping if "set" in measure.mapping else {}
        found = {path: value for path, value in lines.items() if reached(root, path_of(path), there=value.value is None)}
        lacking += [Lacking(name, path) for path in lines if path not in found]
        if found or not lines:
            left[name] = with_key(measure, "set", Entry(found, measure.file, measure.line)) if lines else measure
    return left, lacking


class _Measure:
    """One measure being written out for a town."""

    def __init__(self, root: Entry, use: Use, read: ReadMeasure, values: Mapping[str, Given]) -> None:
        self.root, self.use, self.read, self.values = root, use, read, values
        self.problems: list[Problem] = []
        self.lacking: list[Lacking] = []

    @classmethod
    def of(cls, root: Entry, use: Use, read: ReadMeasure) -> _Measure:
        problems: list[Problem] = []
        found = cls(root, use, read, values_of(root, use, read, problems))
        found.problems += problems
        return found

    def entry(self, lines: Mapping[str, Entry]) -> Entry:
        """The measure as a scenario file would have it under ``measures``."""
        of_file = {key: self._filled(self.read.entry.mapping[key]) for key in OF_MEASURE if key in self.read.entry.mapping}
        own = {key: self.use.entry.mapping[key] for key in RESERVED if key != "measure" and key in self.use.entry.mapping}
        at = self.use.entry
        label = {"label": label_of(self.read.file, self._written(), at)}
        return Entry({**label, **of_file, **own, "set": Entry(dict(lines), at.file, at.line)}, at.file, at.line)

    def _written(self) -> dict[str, Entry]:
        return {name: one for name, one in self.use.entry.mapping.items() if name not in RESERVED}

    def lines(self, *, allowed: bool) -> dict[str, Entry]:
        """What it sets, by path; nothing where it is neutral. ``allowed``: what the town lacks may be left out."""
        if self.problems:
            return {}
        found: dict[str, Entry] = {}
        reached_names: set[str] = set()
        for line in self._each_line():
            places = self._places(line, allowed=allowed)
            found |= places
            reached_names |= set(line.explicit) if places else set()
        for name, one in self.values.items():
            if one.neutral:
                continue
            nowhere = tuple(each for each in one.names if one.one_by_one and each not in reached_names)
            nowhere = (*one.unfit, *nowhere) if self._in_a_path(name) else one.unfit
            self.lacking += [Lacking(self.use.name, each) for each in (*one.lacking, *nowhere)]
            if not allowed:
                self._refuse(name, one.entry, one.lacking, "scenario.measure_lacks")
                self._refuse(name, one.entry, nowhere, "scenario.measure_changes_nothing")
        if not found and not self.problems and not self._is_neutral() and not (allowed and self.lacking):
            self._reaches_nothing(allowed=allowed)
        return found

    def _reaches_nothing(self, *, allowed: bool) -> None:
        if allowed:
            self.lacking += [Lacking(self.use.name, path) for path in self._kept()]
        else:
            self._problem("scenario.reaches_nothing", self.use.entry, paths=listed(self._kept(), most=5))

    def _in_a_path(self, parameter: str) -> bool:
        return any(parameter in placeholders(path) for path in self._kept())

    def _refuse(self, parameter: str, at: Entry, names: tuple[str, ...], code: str) -> None:
        """Names that were asked for and for which the measure does nothing here."""
        if not names:
            return
        there = list(find(self.root, (SECTION_OF[self.read.file.parameters[parameter].type],))[0].mapping)
        near = tuple(name for name in nearest(names[0], there) if name not in names)
        details = {"name": listed(map(repr, names)), "allowed": listed(there), "measure": self.read.file.measure}
        self.problems.append(Problem(at.file, at.line, f"use.{self.use.name}.{parameter}", code, None, details, near))

    def _is_neutral(self) -> bool:
        """Is every line left out because of a parameter at its neutral level?"""
        return not self._kept()

    def _kept(self) -> dict[str, Entry]:
        """The lines that are not left out because of a parameter at its neutral level, by path."""
        neutral = {name for name, one in self.values.items() if one.neutral}
        if neutral - self._mentioned_anywhere():
            return {}
        lines = self.read.entry.mapping["set"].mapping
        return {path: value for path, value in lines.items() if not (self._mentions(path) | self._mentions(value)) & neutral}

    def _each_line(self) -> Iterator[_Line]:
        nowhere = {name for name, one in self.values.items() if one.names and set(one.names) <= set(one.lacking)}
        for path, value in self._kept().items():
            if (self._mentions(path) | self._mentions(value)) & nowhere:
                continue
            for pattern, part in self._below(path, value):
                yield from self._lines_of(pattern, self._filled(_without_when(part)))

    def _mentioned_anywhere(self) -> set[str]:
        """The parameters that some line names, or some level of one; the others govern the whole."""
        of_levels = [one.mapping["levels"] for one in self._parameters().values() if "levels" in one.mapping]
        lines = self.read.entry.mapping["set"]
        return placeholders(lines).union(*map(placeholders, of_levels))

    def _parameters(self) -> Mapping[str, Entry]:
        return self.read.entry.mapping["parameters"].mapping

    def _mentions(self, part: Entry | str) -> set[str]:
        """The parameters that a line names, and those that the chosen levels of these name."""
        found = placeholders(part)
        for name in list(found):
            if name in self.values and not self.values[name].names and not self.values[name].neutral:
                found |= placeholders(self.values[name].entry)
        return found

    def _below(self, path: str, value: Entry) -> Iterator[tuple[str, Entry]]:
        """The line itself; or, where a level of a choice is a mapping of keys, a line for each of them below the path."""
        whole = NAME.fullmatch(value.value) if isinstance(value.value, str) else None
        is_choice = whole is not None and self.read.file.parameters[whole[1]].type == "choice"
        level = self.values[whole[1]].entry if whole is not None and is_choice else value
        if is_choice and level.mapping and not is_value(level):
            yield from ((f"{path}.{key}", item) for key, item in level.mapping.items())
        else:
            yield path, value

    def _lines_of(self, path: str, value: Entry) -> Iterator[_Line]:
        """The line for each of the names that the parameters in its path stand for."""
        parts = tuple(filled_text(path, {name: one.entry for name, one in self.values.items()}).split("."))
        several = [place for place, part in enumerate(parts) if part.startswith("$")]
        if not several:
            yield _Line(parts, value, (), is_wild(parts))
            return
        one = self.values[parts[several[0]][1:]]
        for name in one.names:
            yield _Line((*parts[: several[0]], name, *parts[several[0] + 1 :]), value, (name,), several=True)

    def _places(self, line: _Line, *, allowed: bool) -> dict[str, Entry]:
        """The value of a line by the path of each place that it reaches; ranges of one line have one value in a world."""
        path, relative = ".".join(line.pattern), is_relative(line.value)
        shared = ".".join("*" if part in line.explicit else part for part in line.pattern)
        value = grouped(line.value, f"{self.read.file.measure}: {shared}") if line.several else line.value
        if is_like(line.value):
            places = places_like(self.root, path_of(path), line.value)
        else:
            places = reached(self.root, path_of(path), there=line.value.value is None or relative)
        if not line.several and not places:
            if allowed:
                self.lacking.append(Lacking(self.use.name, path))
                return {}
            places = [] if is_like(line.value) else [path_of(path)]  # what is not there is told where it is set
        if is_like(line.value):
            return {".".join(place): likened(self.root, place, value, self.problems) for place in places}
        if not relative:
            return {".".join(place): value for place in places}
        found = {}
        for place in places:
            existing, done = find(self.root, place)
            new = changed(existing, value) if done == place else None
            if new is None:
                self._problem("scenario.not_relative", value, target=".".join(place), change=str(value.plain()))
            elif not is_same(existing, new):
                found[".".join(place)] = new
        return found

    def _filled(self, entry: Entry) -> Entry:
        return filled(entry, {name: one.entry for name, one in self.values.items()})

    def _problem(self, code: str, at: Entry, **details: str) -> None:
        path = f"use.{self.use.name}"
        self.problems.append(Problem(at.file, at.line, path, code, None, {"name": repr(self.use.of)} | details))


def _without_when(value: Entry) -> Entry:
    """The value of a line without the name of the parameter with which it is left out."""
    return with_key(value, WHEN, None) if WHEN in value.mapping else value
