"""What a scenario file changes in the one it extends, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.model.files.changes import Block, Change, Changes, Kind
from sim.model.town.scenario import Design, Scenario
from sim.model.words.captions import caption
from sim.model.words.describe import INDENT, TEXTS, field_lines, found_at, given, lines_of_measure, timing
from sim.model.words.written import profile
from sim.text.pairs import Language, Text

THINGS: dict[str, Text] = {
    "segments": Text("group", "de groep"),
    "channels": Text("channel", "het kanaal"),
    "teams": Text("team", "het team"),
    "queues": Text("queue", "de wachtrij"),
    "services": Text("service", "de dienst"),
    "profiles": Text("spread over time", "de verdeling over de tijd"),
    "measures": Text("measure", "de maatregel"),
}
TITLES: dict[Kind, Text] = {
    "adds": Text("adds the {thing} {name}", "voegt {thing} {name} toe"),
    "changes": Text("changes the existing {thing} {name}", "verandert {thing} {name}"),
    "removes": Text("removes the {thing} {name}", "verwijdert {thing} {name}"),
}
HEADS = Text("Changes in {file}:", "Verandert in {file}:")
NOTHING = Text(
    "Changes nothing in {file} but what it says of itself.", "Verandert niets in {file}, behalve wat het over zichzelf zegt."
)


def change_lines(scenario: Scenario, changes: Changes, language: Language) -> list[str]:
    """What the scenario changes in its parent: a line for each thing that it adds, changes or removes, and what about it."""
    file = Path(changes.file).name
    if not changes.blocks:
        return [NOTHING.said(language).format(file=file), ""]
    lines = [HEADS.said(language).format(file=file)]
    for block in changes.blocks:
        lines += [INDENT + line for line in _block(scenario, changes, block, language)]
    return [*lines, ""]


def title(scenario: Scenario, changes: Changes, block: Block, language: Language) -> str:
    """``changes the existing service parkeervergunning (parking permit)``."""
    if not block.name:
        return caption(block.section, language)
    thing = THINGS[block.section].said(language)
    if language == "nl" and block.kind == "changes":
        article, _, noun = thing.partition(" ")
        thing = f"{article} bestaande {noun}"
    label = _label(changes.parent if block.kind == "removes" else scenario, block, language)
    named = block.name if label in ("", block.name) else f"{block.name} ({label})"
    return TITLES[block.kind].said(language).format(thing=thing, name=named)


def _block(scenario: Scenario, changes: Changes, block: Block, language: Language) -> Iterator[str]:
    below = list(_added(scenario, block, language) if block.kind == "adds" else _changed(changes, block, language))
    yield title(scenario, changes, block, language) + (":" if below else "")
    yield from (INDENT + line for line in below)


def _added(scenario: Scenario, block: Block, language: Language) -> Iterator[str]:
    """The new thing in full, as it was read."""
    if block.section == "measures":
        number = [measure.name for measure in scenario.measures].index(block.name)
        yield timing(scenario.measures[number], language)
        yield from lines_of_measure(scenario, number, language)
    elif block.section == "profiles":
        yield profile(scenario.profiles[block.name], language)
    else:
        yield from field_lines(_things(scenario, block.section)[block.name], language)


def _changed(changes: Changes, block: Block, language: Language) -> Iterator[str]:
    above = next(
        path
        for path in (f"population.segments.{block.name}.", f"{block.section}.{block.name}.", f"{block.section}.", "")
        if all(change.path.startswith(path) for change in block.changes)
    )
    for change in block.changes:
        before, after = _before(changes.parent, change, language), _written(change.after, language)
        yield f"{change.path.removeprefix(above)}: " + (before if change.after is None else f"{before} -> {after}")


def _before(parent: Scenario | None, change: Change, language: Language) -> str:
    """What the parent has, with what goes without saying there; or as it is written, where the parent is none by itself."""
    if change.after is None:
        return TEXTS["removed"].said(language)
    if change.before is not None or parent is None or change.path.startswith("measures."):
        return TEXTS["absent"].said(language) if change.before is None else _written(change.before, language)
    section = change.path.partition(".")[0]
    return found_at(parent.baseline if section in Design.model_fields else parent, change.path, language)


def _written(value: Any, language: Language) -> str:
    if isinstance(value, dict) and set(value) == {"nl", "en"}:
        return str(value[language])
    return given(value, language)


def _label(scenario: Scenario | None, block: Block, language: Language) -> str:
    if scenario is None or block.section in ("profiles", "queues"):
        return ""
    if block.section == "measures":
        found: Any = next((measure for measure in scenario.measures if measure.name == block.name), None)
    else:
        found = _things(scenario, block.section).get(block.name)
    label = getattr(found, "label", None)
    return label.said(language) if isinstance(label, Text) else ""


def _things(scenario: Scenario, section: str) -> dict[str, Any]:
    return scenario.population.segments if section == "segments" else getattr(scenario.baseline, section)
