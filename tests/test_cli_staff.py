"""``sweetspot staff`` as its user meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main

SMALL = Path(__file__).resolve().parent / "data" / "three_half_hours.yaml"
MM2 = Path(__file__).resolve().parent / "data" / "mm2.yaml"


def call(*arguments: Any) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    code = stopped.value.code
    return code if isinstance(code, int) else int(code is not None)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_the_plan_on_screen_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("staff", SMALL, "--replications", 2, "--jobs", 1, "--lang", "nl") == 0
    dutch = said(capsys)
    assert "fte nodig" in dutch
    assert "✓ gehaald" in dutch
    assert "Erlang C had" in dutch
    assert call("staff", SMALL, "--replications", 2, "--jobs", 1, "--lang", "en") == 0
    english = said(capsys)
    assert "fte are needed" in english
    assert "Erlang C would have said" in english


def test_the_plan_for_a_planning_tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "staff"
    assert call("staff", SMALL, "--replications", 2, "--jobs", 1, "--out", out, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert {path.name for path in out.iterdir()} == {"manifest.json", "staff.csv", "staff.html", "staff.xlsx"}
    rows = list(csv.DictReader(io.StringIO((out / "staff.csv").read_text(encoding="utf-8"))))
    required = answer["required"]["agents"]
    assert [int(row["required"]) for row in rows] == [required[0][half_hour] for half_hour in (18, 19, 20)]
    assert [row["start"] for row in rows] == ["09:00", "09:30", "10:00"]
    page = (out / "staff.html").read_text(encoding="utf-8")
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page.count("<svg") == 1
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 1
    assert manifest["outcome"]["required"] == answer["required"]


def test_what_so_many_fte_can_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "available"
    assert call("staff", SMALL, "--fte", "0.15", "--replications", 2, "--jobs", 1, "--lang", "en", "--out", out) == 0
    english = said(capsys)
    assert "With 0.15 fte in agents (today 0.29), divided as today" in english
    assert (out / "staff.xlsx").is_file()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--fte", "0"), "--fte must be a number above 0"),
        (("--fte", "nan"), "--fte must be a number above 0"),
        (("--fte", "12.500"), "--fte 12.500 can be read in two ways; write 12500, or 12.5."),
        (("--team", "agents"), "--team goes with --fte"),
        (("--fte", "2", "--team", "nobody"), "nobody is no team with a roster; choose from agents"),
    ],
)
def test_wrong_usage_says_what_to_change(options: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("staff", SMALL, "--lang", "en", *options) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_scenario_without_a_roster_is_a_wrong_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nobody.yaml"
    text = SMALL.read_text(encoding="utf-8")
    start, end = text.index("teams: {"), text.index("queues: {")
    path.write_text(text[:start] + "teams: {agents: {label: agents, unlimited: true}}\n" + text[end:], encoding="utf-8")
    assert call("staff", path, "--lang", "nl") == 1
    assert "heeft een rooster" in " ".join(capsys.readouterr().err.split())
