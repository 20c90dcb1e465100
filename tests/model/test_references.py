"""Whatever names something else must name what is there: every such place of the model, and new ones from their first day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.model.files.errors import Problem, ScenarioError
from sim.model.files.loading import load
from sim.model.files.references import places
from sim.model.files.tree import path_of
from sim.model.values.names import Own, Refers, Thing, Words

DATA = Path(__file__).parent.parent / "data"
TOWN = DATA / "town.yaml"
WEDDING = "services.huwelijksaangifte"
PHONE = "services.paspoort.steps.question.options.phone"
INQUIRY = f"{WEDDING}.inquiry.phone"
MEASURE = {"label": "m", "set": {f"{PHONE}.steering": 1}}
LOOK_UP = "services.paspoort.look_up"
HELPER = {"label": "h", "share": 0.5, "skill": 0.9, "by_segment": {"abel": 0.1}}


def looking_up(channel: str, hand_off: dict[str, Any]) -> dict[str, Any]:
    return {"share": 0.5, "options": {channel: {"hand_off": hand_off}}}


NAMED: dict[tuple[str, ...], tuple[str, Any, str, tuple[str, ...]]] = {
    ("beside",): ("beside", "twon.yaml", "file", ("town.yaml",)),
    ("deciding", "paths", "*"): (
        "deciding",
        {"what": "w", "paths": [f"{WEDDING}.reassurance.contacts_per_cse"]},
        "number",
        (f"{WEDDING}.reassurance.contacts_per_case",),
    ),
    ("population", "segments", "*", "taste", "*"): ("population.segments.able.taste.fone", 0.5, "channel", ("phone",)),
    ("channels", "*", "helpers", "*", "by_segment", "*"): ("channels.web.helpers.family", HELPER, "segment", ("able",)),
    ("teams", "*", "speed", "*"): ("teams.front.speed.cals", 1.2, "queue", ("calls",)),
    ("queues", "*", "channel"): ("queues.calls.channel", "phoen", "channel", ("phone",)),
    ("queues", "*", "services", "*"): ("queues.calls.services", "paspoor", "service", ("paspoort",)),
    ("queues", "*", "teams", "*"): ("queues.calls.teams.frnt", 2, "team", ("front",)),
    ("services", "*", "demand", "by_segment", "*"): (f"{WEDDING}.demand.by_segment.abel", 1, "segment", ("able",)),
    ("services", "*", "hidden_need", "service"): (
        f"{WEDDING}.hidden_need",
        {"share": 0.1, "discovery": 0.5, "returns": 0.5, "service": "paspoor"},
        "service",
        ("paspoort",),
    ),
    ("services", "*", "inquiry", "*"): (f"{WEDDING}.inquiry.emial", {}, "channel", ("email",)),
    ("services", "*", "inquiry", "*", "hand_off", "transfer_to"): (
        f"{INQUIRY}.hand_off.transfer_to",
        "expert",
        "queue",
        ("experts",),
    ),
    ("services", "*", "inquiry", "*", "hand_off", "refer_to"): (f"{INQUIRY}.hand_off.refer_to", "dsk", "channel", ("desk",)),
    ("services", "*", "look_up", "options", "*"): (LOOK_UP, looking_up("wbe", {}), "channel", ("web",)),
    ("services", "*", "look_up", "options", "*", "hand_off", "transfer_to"): (
        LOOK_UP,
        looking_up("web", {"transfer": 0.1, "transfer_to": "expert"}),
        "queue",
        ("experts",),
    ),
    ("services", "*", "look_up", "options", "*", "hand_off", "refer_to"): (
        LOOK_UP,
        looking_up("web", {"refer": 0.1, "refer_to": "dsk"}),
        "channel",
        ("desk",),
    ),
    ("services", "*", "steps", "*", "beside"): (f"{WEDDING}.steps.check.beside", "notic", "step", ("notice",)),
    ("services", "*", "steps", "*", "options", "*"): (f"{PHONE}s", {}, "channel", ("phone",)),
    ("services", "*", "steps", "*", "options", "*", "hand_off", "transfer_to"): (
        f"{PHONE}.hand_off.transfer_to",
        "expert",
        "queue",
        ("experts",),
    ),
    ("services", "*", "steps", "*", "options", "*", "hand_off", "refer_to"): (
        f"{PHONE}.hand_off.refer_to",
        "dsk",
        "channel",
        ("desk",),
    ),
    ("services", "*", "steps", "*", "team"): (f"{WEDDING}.steps.check.team", "registr", "team", ("registry",)),
    ("measures", "*", "shock", "services", "*"): (
        "measures.m",
        MEASURE | {"shock": {"factor": 2, "services": ["paspoor"]}},
        "service",
        ("paspoort",),
    ),
    ("measures", "*", "learning", "services", "*"): (
        "measures.m",
        MEASURE | {"learning": {"factor": 2, "services": ["paspoor"]}},
        "service",
        ("paspoort",),
    ),
    ("measures", "*", "learning", "steps", "*"): (
        "measures.m",
        MEASURE | {"learning": {"factor": 2, "steps": ["questoin"]}},
        "step",
        ("question",),
    ),
    ("measures", "*", "learning", "channels", "*"): (
        "measures.m",
        MEASURE | {"learning": {"factor": 2, "channels": ["fone"]}},
        "channel",
        ("phone",),
    ),
    ("measures", "*", "set", "*"): ("measures.m", {"label": "m", "set": {f"{PHONE}.handlng": "3 min"}}, "path", ("handling",)),
    ("set", "*"): ("set", {f"{PHONE}.handlng": "3 min"}, "path", ("handling",)),
    ("extends",): ("extends", "library/municipalities/voorbeelstad.yaml", "file", ("library/municipalities/voorbeeldstad.yaml",)),
}
"""For every place of the model that names something: a path, a name that nothing has, of what, and the nearest."""

ELSEWHERE: dict[str, tuple[str, Any, str, tuple[str, ...]]] = {
    "profile": (f"{WEDDING}.demand.profile", "offcie", "profile", ("office",)),
    "the step before a new one": (f"{WEDDING}.steps.check.after", "notic", "step", ("notice",)),
}
"""Names that only a file has: they are gone once it is read."""


def problems_of(folder: Path, path: str, value: Any) -> tuple[Problem, ...]:
    """The problems of a file that extends the town and has this value at a dotted path."""
    content: Any = value
    for part in reversed(path_of(path)):
        content = {part: content}
    file = folder / "child.yaml"
    with file.open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump({"schema": 1, "extends": "town.yaml", "label": "child"} | dict(content), stream)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    return caught.value.problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "town.yaml").write_text(TOWN.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_every_text_of_the_model_says_what_it_is() -> None:
    """A new field with a plain ``str`` is found here: is it a name of something, a name of its own, or words?"""
    unsaid = [".".join(place.path) for place in places() if not isinstance(place.mark, Refers | Own | Words)]
    assert unsaid == []


def test_every_place_with_a_name_is_tried_here() -> None:
    assert {place.path for place in places() if isinstance(place.mark, Refers)} == set(NAMED)


def code_of(thing: Thing | str) -> set[str]:
    if thing == "file":
        return {"scenario.unknown_file", "scenario.extends_not_shipped"}
    return {f"scenario.unknown_{thing}"}


@pytest.mark.parametrize("place", sorted(NAMED) + sorted((name,) for name in ELSEWHERE), ids=".".join)
def test_a_name_that_nothing_has_is_refused_with_the_nearest(folder: Path, place: tuple[str, ...]) -> None:
    path, value, thing, near = NAMED[place] if place in NAMED else ELSEWHERE[place[0]]
    found = [problem for problem in problems_of(folder, path, value) if problem.code in code_of(thing)]
    assert found
    for problem in found:
        assert problem.line > 0
        assert problem.near[: len(near)] == near
        for language, words in (("en", "Did you mean"), ("nl", "Bedoelde u")):
            text = problem.text("en" if language == "en" else "nl")
            assert words in text
            assert repr(near[0]) in text


def test_a_name_that_a_measure_makes_may_be_used_outside_the_designs() -> None:
    chat = {"label": "chat", "kind": "live", "nest": "live_remote", "open": "09:00-17:00"}
    values: Mapping[str, Any] = {
        "channels.chat": chat,
        "queues.chats": {"channel": "chat", "teams": {"front": 1}},
        "services.paspoort.steps.question.options.chat": {"handling": "5 min"},
    }
    learning = {"factor": 1.5, "channels": ["chat"]}
    overrides = {
        "measures.m": {"label": "m", "set": values, "learning": learning},
        "population.segments.able.taste": {"chat": 0.5},
    }
    assert load(TOWN, overrides=overrides).population.segments["able"].taste["chat"].value == 0.5


def test_a_deciding_number_needs_a_range(folder: Path) -> None:
    (problem,) = problems_of(folder, "deciding", {"what": "w", "paths": [f"{WEDDING}.complexity", "services.*.reassurance.*"]})
    assert (problem.code, problem.path) == ("scenario.unranged_number", "deciding.paths.0")
    assert "complexity" in (folder / "child.yaml").read_text().splitlines()[problem.line - 1]
    assert problem.text("nl").startswith(f"het getal '{WEDDING}.complexity' heeft geen bandbreedte")


def test_what_a_parent_says_of_itself_is_not_held_against_its_child(folder: Path) -> None:
    """A child may take away what decided its parent, and stand in another folder."""
    path = f"{WEDDING}.reassurance.contacts_per_case"
    (folder / "story.yaml").write_text(
        f"schema: 1\nextends: town.yaml\nlabel: story\nbeside: town.yaml\ndeciding: {{what: w, paths: [{path}]}}\n"
    )
    (folder / "sub").mkdir()
    child = folder / "sub" / "child.yaml"
    child.write_text(f"schema: 1\nextends: ../story.yaml\nlabel: child\nset: {{{path}: 0.5}}\n")
    assert load(child).design.services["huwelijksaangifte"].reassurance.contacts_per_case.value == 0.5


def test_a_file_to_extend_is_looked_for_beside_the_one_that_was_meant(folder: Path) -> None:
    (problem,) = problems_of(folder, "extends", "twn.yaml")
    assert (problem.code, problem.near) == ("scenario.extends_missing", ("town.yaml",))


def test_a_file_to_compare_with_is_told_with_those_that_are_there(folder: Path) -> None:
    (problem,) = problems_of(folder, "beside", "../nowhere/town.yaml")
    assert problem.text("en") == "there is no file '../nowhere/town.yaml', as seen from this one; in that folder: -"
    (problem,) = problems_of(folder, "beside", "tow.yaml")
    assert "in die map: town.yaml. Bedoelde u 'town.yaml'?" in problem.text("nl")
