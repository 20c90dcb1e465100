"""The library: plans that say which question they answer and beside which file, and the few of them that are told as stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter

from sim.model.files.errors import Problem, ScenarioError, listed, nearest
from sim.model.files.loading import load
from sim.model.files.plans.compose import PLANS
from sim.model.files.shipped import scenarios_folder
from sim.model.files.sources import SourceFile, read_source
from sim.model.files.yaml_file import Entry, file_text
from sim.model.town.scenario import Scenario
from sim.model.values.values import read_label
from sim.text.pairs import Text

FOLDERS = ("huwelijk", "verhalen")
"""The folders of plans that are told as stories; the others are plans like any, and listed with what was found of them."""
EMPTY = Text("", "")


@dataclass(frozen=True)
class Story:
    """What the file of a plan says of itself. ``beside`` is the file that it is compared with."""

    file: Path
    beside: Path
    label: Text
    question: Text
    about: Text
    look_at: Text

    @property
    def name(self) -> str:
        """The place of the file in the folder of scenarios: ``verhalen/paspoortgolf.yaml``."""
        return f"{self.file.parent.name}/{self.file.name}"

    @property
    def beside_name(self) -> str:
        return f"{self.beside.parent.name}/{self.beside.name}"

    @cached_property
    def scenario(self) -> Scenario:
        return load(self.file)

    @cached_property
    def reference(self) -> Scenario:
        return load(self.beside)


def library(folder: Path | None = None) -> tuple[Story, ...]:
    """The shipped stories in the order of their files, or those in the same subfolders of another ``folder``.

    Only the heads of the files are read. Raises ``sim.model.files.errors.ScenarioError`` for a file that cannot be read.
    """
    return _in(FOLDERS, scenarios_folder() if folder is None else folder)


def plans() -> tuple[Story, ...]:
    """All plans that come with the program, stories first, in the order of their files; raises as :func:`library` does."""
    return _in(dict.fromkeys((*FOLDERS, *PLANS)), scenarios_folder())


def plan_asked(name: str) -> Story:
    """The plan of this name; raises ``sim.model.files.errors.ScenarioError`` where none that comes with the program has it."""
    found = {plan.file.stem: plan for plan in plans()}
    if name not in found:
        details = {"name": repr(name), "allowed": listed(found)}
        raise ScenarioError([Problem(name, 0, "", "scenario.unknown_plan", None, details, nearest(name, found))])
    return found[name]


def _in(folders: Iterable[str], root: Path) -> tuple[Story, ...]:
    return tuple(story for name in folders for file in sorted((root / name).glob("*.yaml")) for story in _story(file))


def _story(file: Path) -> Iterator[Story]:
    head = read_source(SourceFile(str(file), file_text(file))).mapping
    beside = head.get("beside")
    if beside is not None:
        texts = (_text(head, key) for key in ("label", "question", "about", "look_at"))
        yield Story(file, (file.parent / str(beside.value)).resolve(), *texts)


def _text(head: Mapping[str, Entry], key: str) -> Text:
    return TypeAdapter(Text).validate_python(read_label(head[key].plain())) if key in head else EMPTY
