"""Every command on designs in which something is missing: a whole result, or words that say why there is none.

Never a traceback (it would fail the test by itself), never a folder that looks finished beside an exit code that says otherwise.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cli import main
from sim.cli import simulate as simulate_commands
from sim.cli.exits import DONE, WRONG_SCENARIO, WRONG_USAGE
from sim.experiment.found.headlines import focus_of
from sim.experiment.numbers.dials import dials_of
from sim.experiment.run import run
from sim.measure.rows import Key
from sim.model.files.loading import load
from sim.report.files.folder import is_results_folder
from tests.degenerate_designs import (
    KINDS,
    KINDS_TOGETHER,
    MEASURE,
    MEASURES,
    REFUSED,
    WEB,
    Change,
    beside,
    changed,
    everybody_lost,
    no_demand,
    only_self_service,
    write_pair,
)

QUICK = ("--replications", 2, "--jobs", 1)
NO_NUMBER = re.compile(r"(?<![\w-])(nan|NaN|inf|∞)(?![\w-])")
TELLING = {
    "check": (),
    "run": (*QUICK, "--engine", "compiled", "--tables"),
    "run with SimPy": (*QUICK, "--engine", "simpy"),
    "run for machines": (*QUICK, "--json"),
    "staff": QUICK,
    "staff of so many": (*QUICK, "--fte", "1.5"),
}
COMPARING = {
    "compare": QUICK,
    "compare in full": (*QUICK, "--full"),
    "compare once": ("--replications", 1, "--jobs", 1, "--no-noise-floor", "--tables"),
    "compare for machines": (*QUICK, "--json"),
    "compare until decided": ("--until-decided", "--jobs", 1),
    "compare in worlds": (*QUICK, "--sensitivity", "--worlds", 2, "--full"),
    "compare and turn": (*QUICK, "--tipping", WEB),
}


def call(*arguments: Any) -> tuple[int, str, str]:
    """The exit code of a command, and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    code = stopped.value.code
    return (code if isinstance(code, int) else int(code is not None)), out.getvalue(), err.getvalue()


def held(name: str, *arguments: Any, out: Path | None = None) -> int:
    """Runs a command and holds it to what every command promises; returns its exit code."""
    code, said, complaint = call(name.split(maxsplit=1)[0], *arguments, *(("--out", out) if out else ()))
    assert code in (DONE, WRONG_SCENARIO, WRONG_USAGE)
    pages = [path.read_text(encoding="utf-8") for path in out.glob("*.html")] if out else []
    for text in (said, complaint, *pages):
        found = NO_NUMBER.search(text)
        assert not found, text[max(0, found.start() - 100) : found.end()]
    if code == DONE:
        assert said.strip()
        assert out is None or is_results_folder(out)
    else:
        assert complaint.strip(), "what is refused is refused in words"
        assert out is None or not out.exists()
    return code


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_missing_by_itself_is_simulated_and_compared(kind: Change, tmp_path: Path) -> None:
    first, second = write_pair(tmp_path, changed(kind), beside("fewer cases"))
    assert held("run", first, *TELLING["run"], out=tmp_path / "told") == DONE
    assert held("compare", first, second, *COMPARING["compare"], out=tmp_path / "compared") == DONE


@pytest.mark.parametrize("kind", REFUSED, ids=lambda kind: kind.__name__)
def test_what_cannot_be_is_refused_in_words(kind: Change, tmp_path: Path) -> None:
    first, second = write_pair(tmp_path, changed(kind), beside("fewer cases"))
    for name, options in TELLING.items():
        assert held(name, first, *options, out=None if name == "check" else tmp_path / "told") == WRONG_SCENARIO
    assert held("compare", first, second, out=tmp_path / "compared") == WRONG_SCENARIO


@settings(max_examples=15)
@given(KINDS_TOGETHER, MEASURE, st.sampled_from(list(TELLING)), st.sampled_from(list(COMPARING)), st.sampled_from(["nl", "en"]))
def test_whatever_is_missing_every_command_tells_or_refuses(
    kinds: list[Change], measure: str, telling: str, comparing: str, lang: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = write_pair(folder, changed(*kinds), beside(measure))
        right = held("check", first, "--lang", lang) == DONE
        out = None if telling == "check" else folder / "told"
        code = held(telling, first, *TELLING[telling], "--lang", lang, out=out)
        assert right or code == WRONG_SCENARIO
        assert code == DONE or not right or telling.startswith("staff")
        if code == DONE and telling.startswith("run"):
            assert held("rerun", folder / "told", "--lang", lang) == DONE
        compares = held("check", second, "--lang", lang) == DONE and right
        code = held(comparing, first, second, *COMPARING[comparing], "--lang", lang, out=folder / "compared")
        assert compares or code == WRONG_SCENARIO
        assert code == DONE or not compares or (comparing == "compare and turn" and code == WRONG_USAGE)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_whatever_is_missing_the_dials_turn(kind: Change, tmp_path: Path) -> None:
    _, second = write_pair(tmp_path, changed(kind), beside("fewer cases"))
    story = load(second)
    for dial in dials_of(story, focus_of([story])):
        for end in (dial.low, dial.high):
            assert dial.turned(story, end).designs


@pytest.mark.parametrize("form", ["--json", "--no-noise-floor", "--full"])
def test_what_cannot_be_told_leaves_no_folder(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise ValueError("cannot be told")

    for name in ("print_findings", "print_rest", "as_json"):
        monkeypatch.setattr(simulate_commands, name, broken)
    first, second = write_pair(tmp_path, changed(everybody_lost), beside("nothing"))
    with pytest.raises(ValueError, match="cannot be told"):
        main(["compare", str(first), str(second), "--replications", "1", "--jobs", "1", form, "--out", str(tmp_path / "out")])
    assert {path.name for path in tmp_path.iterdir()} == {"first.yaml", "second.yaml"}


def test_the_measures_are_those_of_the_plain_town() -> None:
    """So that a kind that makes one impossible does so by itself, and not by a slip here."""
    with tempfile.TemporaryDirectory() as folder:
        for measure in MEASURES:
            _, second = write_pair(Path(folder), changed(), beside(measure))
            code, said, _ = call("check", second, "--json")
            refused = {problem["code"] for problem in json.loads(said).get("problems", [])}
            assert code == DONE or measure in ("the idle service", "nobody at work"), (measure, refused)


def test_only_self_service_is_contacts_without_work(tmp_path: Path) -> None:
    """50 a week in 20 repeats is Poisson with mean 1,000: further off than 4.9 times its deviation once in a million times."""
    town = changed(only_self_service)
    town["services"]["ask"]["demand"]["rate"] = "50 per week"
    first, _ = write_pair(tmp_path, town, beside("nothing"))
    alone = load(first)
    found = run(alone, replications=20, jobs=1)
    estimates = found.estimates()
    assert estimates[Key("contacts_requested")].mean >= estimates[Key("root_cases")].mean, "who drops out tries again"
    assert abs(20 * estimates[Key("root_cases")].mean - 1000) < 4.9 * 1000**0.5
    assert estimates[Key("staff_hours")].mean == estimates[Key("work_in_fte")].mean == 0
    other = run(alone, replications=1, jobs=1, engine="simpy")
    assert other.measurements[0].same_as(found.measurements[0])


def test_who_must_be_there_is_planned_also_when_nobody_comes(tmp_path: Path) -> None:
    """One person on the phone while it is open, 4 hours a week, and two at the desk for 2 of these: 6 hours of one team."""
    town = changed(no_demand)
    first, _ = write_pair(tmp_path, town, beside("nothing"))
    out = tmp_path / "staff"
    code, said, _ = call("staff", first, *QUICK, "--json", "--out", out)
    assert code == DONE
    assert "norms-title" not in (out / "staff.html").read_text(encoding="utf-8"), "no table without a row"
    answer = json.loads(said)
    assert answer["chain"]["a"]["work_hours"]["needed"] == 0
    assert sum(answer["required"]["a"][day][half_hour] for day in range(7) for half_hour in range(48)) / 2 == 6


def test_assumptions_of_what_nobody_asks_for_turn_and_decide_nothing(tmp_path: Path) -> None:
    first, second = write_pair(tmp_path, changed(no_demand), beside("more people"))
    asked = ("--tipping", WEB, "--sensitivity", "--worlds", 2, "--lang", "en")
    code, said, _ = call("compare", first, second, *QUICK, *asked)
    told = " ".join(said.split())
    assert code == DONE
    assert "No tipping point can be told: from 50% to" in told
    assert "there is nothing to compare between Otherwise and Today." in told
    assert "in 2 plausible worlds there is nothing to compare between Otherwise and Today." in told
