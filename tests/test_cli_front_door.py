"""The help: in groups, each command with an example that works, and every word in the language that is asked."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer

from sim.cli import app as commands
from sim.cli import main
from sim.cli.front_door import GROUPS, METAVARS, WORDS
from sim.experiment.running.warming import warming
from sim.text.texts import dutch

ROOT = Path(__file__).resolve().parents[1]
WHOLE: Any = typer.main.get_command(commands.app)
QUICK = {
    "run": ["--replications", "1", "--weeks", "1", "--jobs", "1"],
    "compare": ["--replications", "2", "--weeks", "1", "--jobs", "1", "--no-noise-floor"],
    "sweep": ["--replications", "1", "--weeks", "1", "--jobs", "1"],
    "staff": ["--replications", "2", "--jobs", "1"],
}
"""What makes an example smaller than it stands there."""
MADE_BY = {"rerun": "compare", "recognise": "new"}
"""Examples about what another one writes."""
ENGLISH = ("Usage", "Options", "Arguments", "Commands", "Show this", "default", "env var", "required", "bool", "range>")


def call(*arguments: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    code = stopped.value.code
    return code if isinstance(code, int) else int(code is not None)


def example(name: str) -> list[str]:
    program, command, *rest = shlex.split(WHOLE.commands[name].epilog)
    assert (program, command) == ("sweetspot", name)
    return [name, *rest, *QUICK.get(name, [])]


@pytest.mark.parametrize("name", WHOLE.commands)
def test_the_example_of_a_command_works(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    if name == "dashboard":  # what it would serve is tested elsewhere
        monkeypatch.setattr(runpy, "run_module", lambda *_, **__: None)
        monkeypatch.setattr(type(warming()), "begin", lambda _: None)
    if name in MADE_BY:
        assert call(*example(MADE_BY[name])) == 0
    assert call(*example(name)) == 0


def test_every_command_stands_in_a_group_and_the_groups_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--help", "--lang", "en") == 0
    told = capsys.readouterr().out
    assert re.findall(r"─ (\w+) ─", told) == ["Options", *GROUPS]
    words = " ".join(re.sub("[│|]", " ", told).split())
    for name, command in WHOLE.commands.items():
        assert re.search(rf"^│ {name} ", told, re.MULTILINE), name
        assert command.epilog in words, f"the example of {name}"


@pytest.mark.parametrize("name", ["", *WHOLE.commands])
def test_the_dutch_help_has_no_english_word(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*filter(None, [name, "--help", "--lang", "nl"])) == 0
    told = capsys.readouterr().out
    assert "Gebruik:" in told
    own = {word for word in (*WORDS.values(), *METAVARS) if dutch()[word][0] != word}
    assert [word for word in ENGLISH if word in told] == []
    assert [word for word in own if re.search(rf"(?<![\w|=-]){re.escape(word)}(?![\w|=:.])", told)] == []


def test_wrong_usage_says_in_the_language_where_help_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--lang", "nl", "run") == 2
    told = capsys.readouterr().err
    assert "Gebruik: sweetspot run" in told
    assert "Verkeerd gebruik" in told
    assert "sweetspot run -h zegt" in told
    assert call("run", "--lang", "en") == 2
    assert "Usage: sweetspot run" in capsys.readouterr().err


def test_the_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*arguments: str) -> str:
        assert call(*arguments) == 0
        return capsys.readouterr().out

    dutch_text, english = told("plans", "--lang", "nl"), told("plans", "--lang", "en")
    assert dutch_text != english
    assert told("--lang", "en", "plans") == english
    assert told("--lang", "nl", "plans") == dutch_text
    assert told("--lang", "nl", "plans", "--lang", "en") == english, "what stands behind the command wins"
    monkeypatch.setenv("SWEETSPOT_LANG", "nl")
    assert told("--lang", "en", "plans") == english, "what is typed wins from what is set"
    assert told("plans") == dutch_text
    assert "Compare scenarios" in told("--lang", "en")
    assert "Compare scenarios" in told("--lang", "en", "compare", "--help")
    assert "Vergelijk scenario" in told("--lang=en", "compare", "--lang=nl", "-h")
    assert call("--lang", "fr", "plans") == 2
