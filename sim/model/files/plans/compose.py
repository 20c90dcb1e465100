"""A plan or some measures on a town: the scenario file that would say so, made as if somebody had written it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from sim.model.files.errors import Problem, ScenarioError, listed, nearest
from sim.model.files.extends import read_chain, source_files
from sim.model.files.nearby import is_there
from sim.model.files.plans.expand import WHERE_POSSIBLE
from sim.model.files.plans.found import name_of, named_measures
from sim.model.files.plans.measure_file import read_measure
from sim.model.files.plans.retarget import leading_to, without
from sim.model.files.plans.told import label_of
from sim.model.files.plans.use import TODAY, is_file, named, uses_of
from sim.model.files.shipped import LIBRARY, scenarios_folder, shipped_names
from sim.model.files.sources import SourceFile, chain_of, is_measure, measures_of, read_source
from sim.model.files.yaml_file import file_text, refuse, told_name, typed_value
from sim.model.town.scenario import SAYS_OF_ITSELF

PLANS = ("plannen", "verhalen", "huwelijk")
"""The folders of plans that come with the program."""
OF_A_PLAN = SAYS_OF_ITSELF | {"schema", "extends", "use", "measures", WHERE_POSSIBLE}
DECIDING = "deciding"
"""What decides a plan was looked for in the town it was written for; another need not have it."""
LANGUAGES = ("nl", "en")
PARTS = re.compile(r",(?=\s*[a-z_]+\s*=)")
Given = str | Mapping[str, Any]
Files = Sequence[SourceFile]


@dataclass(frozen=True)
class Used:
    """A measure in a plan: its name in the library or its file, and what is said of it."""

    of: str
    said: Mapping[str, Any]

    @property
    def name(self) -> str:
        return named(self.of)


def plan_names() -> dict[str, str]:
    """The plans that come with the program: their short names, and where they are in the folder of scenarios."""
    found = {}
    for name in reversed(shipped_names()):
        place = name.removeprefix(LIBRARY)
        if place.count("/") == 1 and place.split("/")[0] in PLANS and _is_plan(place):
            found[Path(place).stem] = place
    return dict(sorted(found.items()))


def _is_plan(place: str) -> bool:
    return _says_a_plan(SourceFile(place, file_text(scenarios_folder() / place)))


def read_plan(written: str) -> SourceFile:
    """The plan in a file, or of this name in the library.

    Raises ``ScenarioError`` where it is neither, both, or no plan.
    """
    names = plan_names()
    if is_file(written) and not written.startswith(LIBRARY):
        path = Path(written)
    else:
        name = Path(written).stem if written.startswith(LIBRARY) else written
        if name not in names:
            details = {"name": repr(written), "allowed": listed(names)}
            raise ScenarioError([Problem(written, 0, "", "scenario.unknown_plan", None, details, nearest(name, names))])
        here = next((Path(end) for end in (f"{name}.yaml", f"{name}.yml", name) if is_there(Path(end)) and written == name), None)
        if here is not None and here.is_file():
            details = {"name": repr(name), "file": str(here), "library": f"{LIBRARY}{names[name]}"}
            raise ScenarioError([Problem(written, 0, "", "scenario.plan_or_file", None, details)])
        path = scenarios_folder() / names[name]
    file = SourceFile(told_name(path), file_text(path))
    if is_measure(file):
        raise refuse(file.file, 1, "scenario.is_measure", name=path.stem)
    entry = read_source(file)
    wrong = {key: one for key, one in entry.mapping.items() if key not in OF_A_PLAN}
    wrong |= {f"use.{use.name}.start: {TODAY}": use.entry for use in uses_of(entry) if use.is_today}
    if wrong:
        raise refuse(file.file, next(iter(wrong.values())).line, "scenario.no_plan", name=listed(wrong))
    return file


def with_plan(town: Files, written: str, *, where_possible: bool = False) -> tuple[SourceFile, ...]:
    """The files of a town with a plan on it, whatever town the plan was written for.

    ``where_possible``: what the town lacks of it is left out. Raises ``ScenarioError``.
    """
    plans = _plans_below(read_plan(written))
    last = plans[-1]
    target = _relative(town[0].file, last.file)
    has_parent = "extends" in read_source(last).mapping
    text = (
        leading_to(last.text, target)
        if has_parent
        else f"{last.text.rstrip()}\nextends: {json.dumps(target, ensure_ascii=False)}\n"
    )
    made = [*plans[:-1], SourceFile(last.file, text)]
    if where_possible and WHERE_POSSIBLE not in read_source(plans[0]).mapping:
        made[0] = SourceFile(made[0].file, f"{made[0].text.rstrip()}\n{WHERE_POSSIBLE}: true\n")
    return _together([SourceFile(one.file, without(one.text, DECIDING)) for one in made], plans, town)


def _plans_below(plan: SourceFile) -> tuple[SourceFile, ...]:
    """A plan, and the plans that it extends: what these extend is the town that they were written for."""
    with suppress(ScenarioError):  # the town it was written for need not be here
        whole = chain_of(source_files(Path(plan.file)))
        return tuple(takewhile(_says_a_plan, whole)) or (plan,)
    return (plan,)


def _says_a_plan(file: SourceFile) -> bool:
    keys = read_source(file).mapping.keys()
    return {"use", "measures"} & keys != set() and not keys - OF_A_PLAN


def with_today(town: Files, measures: Sequence[str]) -> tuple[SourceFile, ...]:
    """The files of a town that has these measures already. Raises ``ScenarioError``."""
    used = [one for given in measures for one in _used(given)]
    whose = Path(town[0].file)
    use = {name: {"start": TODAY} | dict(one.said) | _of(one, name) for name, one in _by_name(used).items()}
    head = {"schema": 1, "extends": whose.name}
    made = SourceFile(told_name(whose.with_stem(f"{whose.stem}-today")), _written(head, use))
    there, more = _label_of(town), _label(made, named_measures((made,)))
    label = {language: f"{there[language]} ({more[language]})" for language in LANGUAGES}
    made = SourceFile(made.file, _written({**head, "label": label}, use))
    return _together([made], [made], town)


def with_measures(town: Files, measures: Iterable[Given], *, where_possible: bool = False) -> tuple[SourceFile, ...]:
    """The files of a town with these measures on it, all together.

    A measure is written ``online-first`` or ``online-first:strength=4,start=4 weeks``, or given as a mapping of names to what
    is said of each. Raises ``ScenarioError``.
    """
    used = [one for given in measures for one in _used(given)]
    whose = Path(town[0].file)
    name = "+".join([whose.stem, *(one.name for one in used)])[:100]
    use = {name: dict(one.said) | _of(one, name) for name, one in _by_name(used).items()}
    head = {"schema": 1, "extends": whose.name} | ({WHERE_POSSIBLE: True} if where_possible else {})
    made = SourceFile(told_name(whose.with_name(f"{name}.yaml")), _written(head, use))
    label = _label(made, named_measures((made,)))
    made = SourceFile(made.file, _written({**head, "label": label}, use))
    return _together([made], [made], town)


def _of(used: Used, name: str) -> dict[str, str]:
    return {"measure": used.of} if used.of != name else {}


def _written(head: Mapping[str, Any], use: Mapping[str, Any]) -> str:
    """The text of a file that says this and uses these measures."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    lines += ["use:", *(f"  {json.dumps(name)}: {json.dumps(said, ensure_ascii=False)}" for name, said in use.items())]
    return "\n".join(lines) + "\n"


def _together(made: Files, asking: Files, town: Files) -> tuple[SourceFile, ...]:
    chain = (*made, *chain_of(town))
    measures = {file.file: file for file in (*named_measures(asking), *measures_of(town))}
    return (*chain, *measures.values())


def _label(made: SourceFile, measures: Sequence[SourceFile]) -> dict[str, str]:
    """What a design of some measures is called: what these are called, in both languages."""
    read = {name_of(file): read_measure(file).file for file in measures}
    labels = [label_of(read[named(use.of)], use.entry.mapping, use.entry).plain() for use in uses_of(read_source(made))]
    return {language: " + ".join(label[language] for label in labels) for language in LANGUAGES}


def _label_of(town: Files) -> dict[str, str]:
    """What a town is called."""
    label = read_chain(town, []).mapping.get("label")
    said = "" if label is None else label.plain()
    return dict.fromkeys(LANGUAGES, said) if isinstance(said, str) else {one: str(said.get(one, "")) for one in LANGUAGES}


def _used(given: Given) -> list[Used]:
    if isinstance(given, str):
        name, _, rest = given.partition(":")
        return [Used(name.strip(), dict(_typed(part, given) for part in PARTS.split(rest)) if rest.strip() else {})]
    wrong = [name for name, said in given.items() if said is not None and not isinstance(said, Mapping)]
    if wrong:
        raise refuse(f"--measure {wrong[0]}", 0, "scenario.measure_typed", name=repr(given[wrong[0]]))
    return [Used(name, dict(said or {})) for name, said in given.items()]


def _by_name(used: Sequence[Used]) -> dict[str, Used]:
    """Each under a name of its own, so that a measure can be used twice."""
    found: dict[str, Used] = {}
    for one in used:
        number = sum(other.name == one.name for other in found.values())
        found[f"{one.name}-{number + 1}" if number else one.name] = one
    return found


def _typed(part: str, whole: str) -> tuple[str, Any]:
    name, equals, value = part.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise refuse(f"--measure {whole}", 0, "scenario.measure_typed", name=repr(part.strip()))
    return name.strip(), typed_value(value.strip(), f"--measure {whole}")


def _relative(target: str, file: str) -> str:
    try:
        return Path(os.path.relpath(target, Path(file).parent)).as_posix()
    except ValueError:  # another drive
        return Path(target).as_posix()
