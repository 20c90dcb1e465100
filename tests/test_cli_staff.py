"""``sweetspot staff`` as its user meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main

MONDAY = Path(__file__).resolve().parent / "data" / "monday_morning.yaml"
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
    assert "fte formatie nodig" in dutch
    assert "✓ gehaald" in dutch
    assert "Erlang C had" in dutch
    assert call("staff", SMALL, "--replications", 2, "--jobs", 1, "--lang", "en") == 0
    english = said(capsys)
    assert "fte is needed" in english
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
    assert "With 0.15 rostered fte in agents (today 0.29), divided as today" in english
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


OPEN_ALL_WEEK: dict[str, Any] = {
    "schema": 1,
    "label": "t",
    "period": {"start": "2024-04-22", "weeks": 1, "warm_up": 0, "follow_up": 1},
    "closed_days": {"holidays": "none"},
    "population": {"inhabitants": 1000, "segments": {"everyone": {"label": "everyone", "share": 1}}},
    "channels": {"phone": {"label": "phone", "kind": "live", "nest": "live_remote", "open": {"mon-fri": "09:00-17:00"}}},
    "teams": {
        "a": {
            "label": "a",
            "work_on_holidays": True,
            "shifts": {"all": {"days": "mon-fri", "hours": "09:00-17:00", "people": 2}},
        }
    },
    "queues": {"calls": {"channel": "phone", "teams": "a"}},
    "services": {
        "call": {
            "label": "call",
            "demand": {"rate": "0 per year"},
            "steps": {"call": {"label": "call", "options": {"phone": {"handling": {"exponential": "4 min"}}}}},
        }
    },
}
"""Nobody calls, and two people are there all week."""


def changed(path: Path, **parts: Any) -> Path:
    path.write_text(json.dumps(OPEN_ALL_WEEK | parts), encoding="utf-8")
    return path


def test_where_nobody_asks_the_least_people_are_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Forty hours a week of one person: 40 x 52.18 / 1,363 = 1.53 fte."""
    path, out = changed(tmp_path / "quiet.yaml"), tmp_path / "out"
    assert call("staff", path, "--replications", 2, "--jobs", 1, "--lang", "en") == 0
    told = said(capsys)
    assert "A formation of 1.53 fte is needed" in told
    assert "Nobody asks these teams for anything" in told
    assert call("staff", path, "--replications", 2, "--jobs", 1, "--lang", "nl", "--out", out, "--json") == 0
    chain = json.loads(capsys.readouterr().out)["chain"]["a"]
    assert chain["people_hours"]["needed"] == 40
    assert chain["formation"]["needed"] == pytest.approx(40 * 365.25 / 7 / 1363, rel=1e-3)
    assert chain["work_in_fte"]["needed"] == 0
    assert {found.name for found in out.iterdir()} == {"manifest.json", "staff.csv", "staff.html", "staff.xlsx"}
    assert call("staff", path, "--fte", 1, "--replications", 2, "--jobs", 1, "--lang", "en", "--out", tmp_path / "fte") == 0
    assert "With 1.00 rostered fte in a (today 3.1)" in said(capsys)


WEB = {"label": "web", "kind": "self_service", "nest": "self_service", "open": "always"}
MAIL = {"label": "mail", "kind": "deferred", "nest": "written", "open": "always", "promise": "5 working days"}
BY_WEB = {
    "label": "form",
    "demand": {"rate": "50 per week"},
    "steps": {"form": {"label": "form", "options": {"web": {"handling": "10 min"}}}},
}
BY_MAIL = {
    "label": "mail",
    "demand": {"rate": "0 per year"},
    "steps": {"mail": {"label": "mail", "options": {"mail": {"handling": "10 min"}}}},
}
AT_NIGHT = OPEN_ALL_WEEK["services"]["call"] | {
    "demand": {"rate": "100 per week", "profile": {"week": [1, 1, 1, 1, 1, 1, 1], "day": {"20:00-22:00": 1}}}
}
NOBODY_ON_DUTY = {"a": {"label": "a", "shifts": {"all": {"days": "mon-fri", "hours": "09:00-17:00", "people": 0}}}}


@pytest.mark.parametrize("options", [(), ("--fte", "1")])
@pytest.mark.parametrize(
    ("parts", "code"),
    [
        pytest.param({"channels": {"web": WEB}, "services": {"form": BY_WEB}, "queues": {}, "teams": {}}, 1, id="no teams"),
        pytest.param({"channels": {"web": WEB}, "services": {"form": BY_WEB}, "queues": {}}, 1, id="only self-service"),
        pytest.param({"teams": {"a": {"label": "a", "unlimited": True}}}, 1, id="unlimited"),
        pytest.param({"teams": {"a": {"label": "a"}}}, 1, id="no shifts"),
        pytest.param({"teams": NOBODY_ON_DUTY}, None, id="nobody on the roster"),
        pytest.param(
            {
                "channels": {"mail": MAIL},
                "services": {"mail": BY_MAIL},
                "queues": {"mails": {"channel": "mail", "teams": "a"}},
            },
            0,
            id="nothing to do",
        ),
        pytest.param({"services": {"call": AT_NIGHT}}, 0, id="only asked for when it is closed"),
    ],
)
def test_an_empty_design_is_worked_out_or_refused_in_words(
    parts: dict[str, Any], code: int | None, options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = changed(tmp_path / "empty.yaml", **parts), tmp_path / "out"
    ended = call("staff", path, *options, "--replications", 2, "--jobs", 1, "--lang", "en", "--out", out)
    assert ended in ((0, 1, 2) if code is None else (code,))
    captured = capsys.readouterr()
    assert (out.is_dir(), bool(captured.err.strip())) == (ended == 0, ended != 0)
    assert "Traceback" not in captured.err


def test_overtime_is_said_in_hours_fte_and_euros(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    path = tmp_path / "long.yaml"
    text = MONDAY.read_text(encoding="utf-8").replace("900 per week", "60 per week").replace("{exponential: 4 min}", "2 hours")
    path.write_text(text, encoding="utf-8")
    assert call("staff", path, "--replications", 2, "--jobs", 1, "--lang", "nl", "--out", out) == 0
    told = said(capsys)
    for part in ("uur overwerk per week", "overwerk in fte", "werk in fte", "ingeroosterde fte", "formatie, fte"):
        assert part in told
    page = (out / "staff.html").read_text(encoding="utf-8")
    assert "overwerk, uur per week" in page
    chain = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["outcome"]["chain"]["agents"]
    assert chain["formation"]["needed"] >= chain["work_in_fte"]["needed"] >= 4.2
    assert chain["overtime_hours"]["needed"] > 20


def test_one_repeat_is_wrong_usage_and_the_help_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("staff", SMALL, "--replications", 1) == 2
    assert "Invalid value for '--replications'" in capsys.readouterr().err
    assert call("staff", "--help") == 0
    assert "2<=x" in capsys.readouterr().out
