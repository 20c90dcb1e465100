"""docs/measures.md: its commands hold on a town that ``sweetspot new`` made, and its files are right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.model.files.loading import load

PAGE = (Path(__file__).parents[1] / "docs" / "measures.md").read_text(encoding="utf-8")
TOWN = "duinrand-2025.yaml"
COMMANDS = [line for line in PAGE.splitlines() if re.match(r"sweetspot (compare|staff|sweep) duinrand", line)]
PLAN, MEASURE = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
OF_A_DESIGN = ("--measure", "--plan", "--today")


def call(*arguments: Any) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    code = stopped.value.code
    return code if isinstance(code, int) else int(code is not None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town made from one number, and the measure of the page."""
    found = tmp_path_factory.mktemp("own")
    (found / "measures").mkdir()
    (found / "quick-desk.yaml").write_text(MEASURE, encoding="utf-8")
    (found / "measures" / "our-own.yaml").write_text(MEASURE.replace("quick-desk", "our-own"), encoding="utf-8")
    (found / "our-plan.yaml").write_text(PLAN, encoding="utf-8")
    assert call("new", found / TOWN, "--inhabitants", "600", "--year", "2025") == 0
    return found


def test_the_four_questions_are_one_line_each() -> None:
    questions = [part for part in PAGE.split("\n**") if part.partition("**")[0].endswith("?")]
    assert len(questions) == 4
    for question in questions:
        assert sum(command in question.partition("\n## ")[0] for command in COMMANDS) == 1


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[10:70])
def test_what_the_page_asks_can_be_asked(folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each design of the command is one that ``check`` takes."""
    monkeypatch.chdir(folder)
    typed = shlex.split(command)[3:]
    said = [(typed[place], typed[place + 1]) for place in range(0, len(typed), 2)]
    today = [part for pair in said if pair[0] == "--today" for part in pair]
    for option, value in said:
        if option in ("--measure", "--plan"):
            assert call("check", TOWN, option, value, *today) == 0


def test_its_files_are_right(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert [one.name for one in load("our-plan.yaml").measures] == ["online-first", "our-own", "chat"]
    assert call("check", TOWN, "--measure", "./quick-desk.yaml:minutes=8 min") == 0
    assert call("check", TOWN, "--plan", "./our-plan.yaml") == 0
