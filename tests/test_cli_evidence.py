"""``sweetspot evidence``: the stored table at once, or what can be asked of a town."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.evidence.patterns.bands import patterns
from sim.evidence.patterns.stored import stored_table

ROOT = Path(__file__).resolve().parents[1]
TOWN = ROOT / "tests" / "data" / "town.yaml"


def call(*arguments: Any) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    code = stopped.value.code
    return code if isinstance(code, int) else int(code is not None)


@pytest.mark.parametrize(("lang", "verdict"), [("nl", "klopt niet"), ("en", "does not agree")])
def test_without_a_town_the_stored_table_is_told_at_100_columns(
    lang: str, verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("evidence", "--lang", lang) == 0
    told = capsys.readouterr().out
    assert all(len(line) <= 100 for line in told.splitlines())
    assert all(one.id in told for one in patterns())
    assert (verdict in told.replace("\n", " ")) == bool(stored_table().having("disagrees"))


def test_a_table_for_machines_has_every_row_with_its_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("evidence", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["pattern"], row["verdict"]) for row in told["rows"]] == [
        (row.pattern.id, row.verdict) for row in stored_table().rows
    ]
    assert {row["role"] for row in told["rows"]} <= {"set", "seen", "predicted"}


def test_a_town_is_asked_what_can_be_asked_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "town.yaml"
    file.write_text(f"schema: 1\nextends: {TOWN}\nperiod: {{weeks: 1}}\n")
    assert call("evidence", file, "--replications", 2, "--worlds", 0, "--jobs", 1, "--lang", "nl") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Patronen, gevraagd aan Een kleine gemeente" in told
    assert "Niet gevraagd: de gemeente heeft geen geboorteaangifte die online kan." in told
    assert "M1a" not in told


def test_a_town_without_any_of_it_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "desk.yaml"
    file.write_text(DESK)
    assert call("evidence", file, "--lang", "en") == 1
    told = capsys.readouterr().err
    assert "None of the patterns can be asked of this town" in told
    assert "no telephone" in told


def test_a_file_that_is_no_town_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("schema: 1\nperiods: 3\n")
    assert call("evidence", file, "--lang", "en") == 1
    assert "wrong.yaml:2" in capsys.readouterr().err


DESK = """
schema: 1
label: desk
period: {start: 2024-01-01, weeks: 1, warm_up: 1, follow_up: 1}
population: {inhabitants: 1000, segments: {everyone: {label: everyone, share: 1}}}
channels: {desk: {label: desk, kind: live, nest: in_person, open: always}}
teams: {agents: {label: agents, shifts: {all: {days: mon-sun, hours: "00:00-24:00", people: 2}}}}
queues: {visits: {channel: desk, teams: agents}}
services: {ask: {label: ask, demand: {rate: 24 per day}, steps: {ask: {label: ask, options: {desk: {handling: 4 min}}}}}}
"""
