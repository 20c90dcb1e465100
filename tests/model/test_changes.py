"""What a file changes in the one it extends: every kind of change, and that nothing is passed over."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sim.model.files.changes import SECTIONS_OF_THINGS, Block, Change, Changes, changes_of
from sim.model.files.extends import source_files
from sim.model.files.loading import load_files
from sim.model.files.shipped import scenarios_folder
from sim.model.files.sources import SourceFile
from sim.model.words.changes import THINGS, change_lines
from sim.text.pairs import Language

TOWN = Path(__file__).parent.parent / "data" / "town.yaml"
PHONE = "services.paspoort.steps.question.options.phone"


def files_of(child: str) -> tuple[SourceFile, ...]:
    text = f"schema: 1\nextends: town.yaml\nlabel: child\n{child}"
    return (SourceFile("child.yaml", text), SourceFile("town.yaml", TOWN.read_text(encoding="utf-8")))


def changes(child: str) -> Changes:
    found = changes_of(files_of(child))
    assert found is not None
    return found


def told(child: str, language: Language = "en") -> list[str]:
    files = files_of(child)
    return [line for line in change_lines(load_files(files), changes(child), language) if line]


def test_a_block_that_lands_in_something_that_exists_says_so() -> None:
    child = "services: {paspoort: {label: {nl: parkeervergunning, en: parking permit}, complexity: 0.6}}\n"
    assert told(child) == [
        "Changes in town.yaml:",
        "  changes the existing service paspoort (parking permit):",
        "    label: passport -> parking permit",
        "    complexity: 30% -> 0.6",
    ]
    assert told(child, "nl")[:2] == ["Verandert in town.yaml:", "  verandert de bestaande dienst paspoort (parkeervergunning):"]


def test_every_kind_of_thing_that_is_added_changed_or_removed_is_told() -> None:
    child = """
period: {weeks: 6}
population:
  inhabitants: 60000
  segments: {able: {share: 0.7}, not_able: {skill: 0.3, share: 0.1}, young: {label: young, share: 0.2}}
channels: {chat: {label: chat, kind: live, nest: live_remote, open: 09:00-17:00}, desk: {slots: {places: 3}}}
teams: {front: {shifts: {day: {breaks: null}}}}
queues: {chats: {channel: chat, teams: front}, experts: null}
profiles: {flat: {when_closed: 0.5}, office: {week: [1, 1, 1, 1, 1, 0, 0]}}
set:
  services.paspoort.steps.question.options.chat: {handling: 5 min}
  services.paspoort.steps.question.options.phone.hand_off: null
measures: {later: {label: later, start: 2 weeks, set: {services.paspoort.complexity: 0.5}}}
"""
    blocks = {(block.section, block.name, block.kind) for block in changes(child).blocks}
    assert blocks == {
        ("period", "", "changes"),
        ("population", "", "changes"),
        ("segments", "able", "changes"),
        ("segments", "not_able", "changes"),
        ("segments", "young", "adds"),
        ("channels", "chat", "adds"),
        ("channels", "desk", "changes"),
        ("teams", "front", "changes"),
        ("queues", "chats", "adds"),
        ("queues", "experts", "removes"),
        ("profiles", "flat", "adds"),
        ("profiles", "office", "changes"),
        ("services", "paspoort", "changes"),
        ("measures", "later", "adds"),
    }
    lines = told(child)
    for line in (
        "  period:",
        "    weeks: 4 -> 6",
        "  population:",
        "    inhabitants: 50,000 -> 60,000",
        "  adds the group young:",
        "  adds the channel chat:",
        "    kind: live",
        "    slots.places: 2 -> 3",
        "    shifts.day.breaks: removed",
        "  removes the queue experts",
        "    steps.question.options.chat.handling: not set -> 5 min",
        "  adds the measure later:",
        "    changes from week 2 of the window on",
        "    services.paspoort.complexity: 30% -> 0.5",
    ):
        assert line in lines
    dutch = told(child, "nl")
    for line in ("  voegt het kanaal chat toe:", "  verwijdert de wachtrij experts", "  voegt de maatregel later toe:"):
        assert line in dutch


def test_what_changes_nothing_says_so() -> None:
    assert told("about: only words\n") == ["Changes nothing in town.yaml but what it says of itself."]
    assert told("channels: {web: {label: web}}\n", "nl") == ["Verandert niets in town.yaml, behalve wat het over zichzelf zegt."]
    assert changes_of(source_files(TOWN)) is None


def test_a_range_is_one_value_and_a_default_is_told() -> None:
    (block,) = changes(f"set: {{{PHONE}.resolves: {{low: 0.5, mid: 0.6, high: 0.9, source: x}}, {PHONE}.steering: 2}}\n").blocks
    assert [change.path for change in block.changes] == [f"{PHONE}.resolves", f"{PHONE}.steering"]
    lines = told(f"set: {{{PHONE}.steering: 2}}\n")
    assert lines[-1] == "    steps.question.options.phone.steering: 0 -> 2"


def test_a_parent_that_is_no_scenario_by_itself_is_told_as_it_is_written() -> None:
    part = SourceFile("part.yaml", "schema: 1\nnorms: {desk_wait: 5 min}\n")
    rest = TOWN.read_text(encoding="utf-8").replace("schema: 1\n", "schema: 1\nextends: part.yaml\nnorms: {desk_wait: 6 min}\n")
    files = (SourceFile("town.yaml", rest), part)
    found = changes_of(files)
    assert found is not None
    assert found.parent is None
    assert Block("norms", "", "changes", (Change("norms.desk_wait", "5 min", "6 min"),)) in found.blocks
    assert "  norms:" in change_lines(load_files(files), found, "en")


def test_every_section_of_things_has_its_words() -> None:
    assert {path[-1] for path in SECTIONS_OF_THINGS} == set(THINGS)


LEAVES = {
    "population.inhabitants": 51_000,
    "behaviour.choice.wait": 0.7,
    "norms.desk_wait": "9 min",
    "channels.phone.lines": 13,
    "channels.desk.slots.places": 4,
    "teams.front.shifts.day.people": 6,
    "queues.mail.priority": 7,
    "profiles.office.when_closed": 0.3,
    f"{PHONE}.wrap_up": "2 min",
    "services.huwelijksaangifte.complexity": 0.5,
}


@given(st.sets(st.sampled_from(sorted(LEAVES))))
def test_exactly_what_was_changed_is_told(paths: set[str]) -> None:
    content: dict[str, Any] = {"set": {path: LEAVES[path] for path in paths}}
    stream = StringIO()
    YAML(typ="safe").dump(content, stream)
    found = changes(stream.getvalue())
    assert {change.path: change.after for block in found.blocks for change in block.changes} == content["set"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_shipped_scenario_that_extends_another_is_told(language: Language) -> None:
    for file in sorted(scenarios_folder().glob("huwelijk/*.yaml")):
        files = source_files(file)
        found = changes_of(files)
        assert found is not None
        lines = change_lines(load_files(files), found, language)
        assert len(lines) > 1
        assert not any("None" in line or "{thing}" in line for line in lines)
