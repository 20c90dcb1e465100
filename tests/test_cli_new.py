"""``sweetspot new`` and ``sweetspot recognise`` as their user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.evidence.new_baseline import lacking, shipped_reference
from sim.model.files.loading import load

ROOT = Path(__file__).resolve().parents[1]
TWO_AGENTS = ROOT / "tests" / "report" / "two_agents.yaml"
FAR = "recognition: {figures: {calls: {own: 1000, simulated: 2000}}}"


def call(*arguments: Any) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    code = stopped.value.code
    return code if isinstance(code, int) else int(code is not None)


@pytest.fixture
def marked_file(tmp_path: Path) -> Path:
    path = tmp_path / "far.yaml"
    path.write_text(f"schema: 1\nextends: {TWO_AGENTS}\nyear_of_data: 2023\n{FAR}\n", encoding="utf-8")
    return path


def test_a_file_from_the_fewest_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("new", "'t Dorp", "--inhabitants", "600", "--fte-contact-centre", "1,5", "--year", "2023", "--lang", "en") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Data of 2023." in said
    assert "own figures 2, scaled from inhabitants 6, defaults 4" in said
    assert "Recognition test: Not tested" in said
    scenario = load(tmp_path / "t-dorp-2023.yaml")
    assert (scenario.population.inhabitants, scenario.year_of_data) == (600, "2023")
    assert call("check", "t-dorp-2023.yaml", "--json") == 0
    assert json.loads(capsys.readouterr().out)["recognition"] == "untested"


def test_everything_wrong_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("new", "Stad", "--inhabitants", "veel", "--talk-time", "4", "--lang", "nl") == 2
    said = capsys.readouterr().err
    assert "2 getallen kunnen niet worden gebruikt:" in said
    assert "inwoners: 'veel' kan niet, verwacht een heel getal" in said
    assert "gemiddelde gesprekstijd: '4' kan niet, verwacht minuten en seconden" in said


def test_a_wrong_file_is_told_as_a_wrong_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text("inwoners;20\n", encoding="utf-8")
    assert call("new", "Stad", "--figures", figures, "--lang", "en") == 1
    assert "'20' is not possible" in capsys.readouterr().err
    assert call("new", "Stad", "--figures", tmp_path / "none.csv", "--lang", "en") == 1
    assert "none.csv: expected a file that can be read" in capsys.readouterr().err


def test_what_is_there_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "stad.yaml"
    path.write_text("mine", encoding="utf-8")
    assert call("new", path, "--inhabitants", "600", "--lang", "en") == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"
    assert call("new", "stad", "--inhabitants", "600", "--out", tmp_path) == 2
    assert call("new", "stad", "--inhabitants", "600", "--out", tmp_path / "none" / "stad.yaml") == 2


def test_results_carry_the_mark_and_the_year(marked_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("run", marked_file, "--replications", "1", "--weeks", "1", "--jobs", "1", "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(". Data of 2023.")
    assert lines[1].startswith("Not recognisable, calibrate first. calls per year: own 1,000, simulated 2,000")
    assert call("check", marked_file, "--lang", "nl") == 0
    assert "Herkenningstoets: niet herkenbaar, eerst kalibreren" in capsys.readouterr().out


def test_a_file_without_own_figures_cannot_be_recognised(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("recognise", TWO_AGENTS, "--lang", "en") == 1
    assert "no own figures" in capsys.readouterr().err


@pytest.mark.slow
def test_it_is_tested_again(marked_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("recognise", marked_file, "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "--update" in said
    assert FAR in marked_file.read_text(encoding="utf-8")
    assert call("recognise", marked_file, "--update", "--lang", "en") == 0
    found = load(marked_file).recognition
    assert found is not None
    assert found.figures["calls"].own == 1000
    assert found.figures["calls"].simulated not in {1000, 2000}


def test_a_reference_that_lacks_parts_is_told_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.yaml"
    assert call("new", "Stad", "--inhabitants", "50000", "--reference", TWO_AGENTS, "--out", out, "--lang", "en") == 1
    told = capsys.readouterr().err
    assert "no baseline can be made from this reference; it lacks channels.email, channels.walk_in, channels.appointment" in told
    assert "services.algemene-vraag.steps.ask.options.email" in told
    assert not out.exists()


def test_the_shipped_reference_lacks_nothing() -> None:
    assert lacking(load(shipped_reference())) == ()


def test_a_name_that_is_too_long_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("new", "Stad", "--inhabitants", "600", "--out", tmp_path / ("x" * 300), "--lang", "nl") == 2
    assert "is te lang; geef een kortere." in capsys.readouterr().err
