"""One command makes every stored answer and page again, and leaves alone what is up to date."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from sim.evidence.patterns.stored import stored_table
from sim.model.files.library import Story, library
from sim.report.files.blocks import filled
from sim.ui import make_again
from sim.ui.founding_story import BLOCK, founding_story
from sim.ui.make_again import MADE, Part, Places, make_parts, parts, stale
from sim.ui.questions import MARRIAGE, QUESTIONS
from sim.ui.shipped_answers import stored_answer
from sim.ui.worked_example import COMMAND, figures_of, worked

PROJECT = Path(__file__).resolve().parents[2]


def found(text: str) -> str:
    """The work of a part; in a process of its own."""
    if text == "broken":
        raise ValueError(text)
    return text


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def one_story(monkeypatch: pytest.MonkeyPatch) -> Story:
    """The only story of the library; loading all takes long."""
    story = library()[0]
    monkeypatch.setattr(make_again, "library", lambda: (story,))
    monkeypatch.setattr(make_again, "plans", lambda: (story,))
    return story


def part_of(places: Places, name: str, text: str = "") -> Part:
    return Part(name, f"key of {name}", partial(found, text or name), partial(write, places.answers / name))


@pytest.fixture(autouse=True)
def _main_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of the dashboard leaves its page as the main module, which a process that is started would run again."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "answers").mkdir()
    return Places(*(tmp_path / name for name in ("answers", "docs", "tables", "stories.json")))


def test_there_is_a_part_for_every_stored_answer_and_story(places: Places, one_story: Story) -> None:
    names = [part.name for part in parts(places, 10, None)]
    assert len(set(names)) == len(names)
    told = {name for question in QUESTIONS for name in (question.name, f"{question.name}-staff")}
    assert set(names) == told | {one_story.name, "validation", "patterns", "reference", "worked-example"}


@pytest.mark.usefixtures("one_story")
def test_a_part_is_stale_when_its_scenarios_its_repeats_or_the_program_change(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list(parts(places, 10, None))
    places.answers.joinpath(MADE).write_text(json.dumps({part.name: part.key for part in asked}))
    assert stale(asked, places) == []
    others = stale(list(parts(places, 11, None)), places)
    assert {part.name for part in others} == {part.name for part in asked} - {
        "validation",
        "patterns",
        "reference",
        "worked-example",
    }
    monkeypatch.setattr(make_again, "program_version", lambda: "another")
    told = {part.name for part in stale(list(parts(places, 10, None)), places)}
    assert told == {part.name for part in asked} - {"validation", "patterns"}, "numbers alone do not change with the words"
    monkeypatch.setattr(make_again, "engine_version", lambda: "another")
    assert {"validation", "patterns"} <= {part.name for part in stale(list(parts(places, 10, None)), places)}


def test_what_was_made_before_a_failure_is_kept_and_not_made_again(places: Places) -> None:
    asked = [part_of(places, "one"), part_of(places, "two", "broken"), part_of(places, "three")]
    with pytest.raises(ValueError, match="broken"):
        make_parts(asked, places, workers=1)
    assert (places.answers / "one").read_text() == "one"
    assert [part.name for part in stale(asked, places)] == ["two", "three"]
    make_parts([part_of(places, "two"), asked[2]], places, workers=2)
    assert stale(asked, places) == []


def test_ctrl_c_does_not_wait_for_what_is_at_work(places: Places) -> None:
    started = time.monotonic()
    threading.Timer(2, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        make_parts([Part("slow", "key", partial(time.sleep, 300), print)], places, workers=1)
    assert time.monotonic() - started < 100
    assert stale([Part("slow", "key", print, print)], places)


def test_make_answers_is_one_of_the_commands() -> None:
    told = subprocess.run(["make", "-n", "answers"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout  # noqa: S607
    assert "sim.ui.make_again" in told
    assert "tests.verification.models --write" in told
    assert "tests.browser.screenshots" in told


def test_a_block_of_a_page_is_written_and_the_rest_stays() -> None:
    page = "by hand\n<!-- found: a -->\nold\n<!-- /found -->\n<!-- found: b -->\nb\n<!-- /found -->\n"
    assert filled(page, "a", r"new \1") == page.replace("\nold\n", "\n\nnew \\1\n\n")
    with pytest.raises(ValueError, match="found: c"):
        filled(page, "c", "")


def test_every_block_that_is_found_is_written_by_something() -> None:
    blocks = {
        (page.name, name)
        for page in [PROJECT / "README.md", *(PROJECT / "docs").glob("*.md")]
        for name in re.findall(r"<!-- found: ([\w-]+) -->", page.read_text(encoding="utf-8"))
    }
    assert blocks == {
        ("README.md", BLOCK),
        ("new-baseline.md", "worked-example"),
        ("reference-municipality.md", "reference"),
        ("verification.md", "models"),
    }


def test_the_worked_example_runs_the_figures_that_stand_above_it() -> None:
    page = (PROJECT / "docs" / "new-baseline.md").read_text(encoding="utf-8")
    assert figures_of(page).startswith("cijfer;waarde\n")
    assert f"$ sweetspot {' '.join(COMMAND)}\n" in page
    told = worked("", ("--version",))
    assert re.fullmatch(r"```\n\$ sweetspot --version\nsweetspot \S+\n```", told)
    with pytest.raises(ValueError, match="cijfers"):
        figures_of("nothing")


def test_the_readme_tells_the_founding_story_as_it_is_stored() -> None:
    told = founding_story(stored_answer(MARRIAGE), stored_table())
    page = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert filled(page, BLOCK, told) == page
    assert told.count("\n") >= 5, "the answer in a few lines, and both patterns"
