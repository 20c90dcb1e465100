"""The recognition test in a scenario file: what is near enough, and that it goes with the scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model.files.errors import ScenarioError
from sim.model.files.loading import load
from sim.model.town.recognition import Compared, Figure, Recognition
from sim.model.words.describe import describe

TOWN = Path(__file__).parents[1] / "data" / "town.yaml"
SECTION = {"figures": {"calls": {"own": 1000, "simulated": 1101}, "abandoned": {"own": 0.07, "simulated": 0.12}}}


@pytest.mark.parametrize(
    ("figure", "own", "simulated", "near"),
    [
        ("calls", 1000, 1100, True),
        ("calls", 1000, 900, True),
        ("calls", 1000, 1101, False),
        ("talk_time", 300, 269, False),
        ("abandoned", 0.07, 0.12, True),
        ("abandoned", 0.07, 0.0195, False),
        ("answered_within_norm", 0.80, 0.851, False),
        ("walk_ins", 0, 0, True),
        ("walk_ins", 0, 1, False),
    ],
)
def test_ten_percent_and_for_shares_five_points(figure: Figure, own: float, simulated: float, near: bool) -> None:
    pair = Compared(own=own, simulated=simulated)
    assert pair.within(figure) is near
    found = Recognition(figures={figure: pair})
    assert found.recognised is near
    assert found.outcome == ("recognised" if near else "not_recognised")


def test_nothing_to_compare_is_not_tested() -> None:
    assert Recognition().outcome == "untested"
    assert not Recognition().recognised


def test_the_outcome_goes_with_whatever_extends_the_file(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(f"schema: 1\nextends: {TOWN}\nrecognition: {SECTION}\n".replace("'", ""), encoding="utf-8")
    story = tmp_path / "story.yaml"
    story.write_text("schema: 1\nextends: own.yaml\nlabel: story\n", encoding="utf-8")
    found = load(story).recognition
    assert found is not None
    assert list(found.outside) == ["calls"]
    text = describe(load(story), "nl")
    assert "Herkenningstoets: niet herkenbaar, eerst kalibreren" in text
    assert "telefoontjes per jaar: eigen cijfer 1.000, gesimuleerd 1.101 (te ver uit elkaar)" in text


def test_other_files_have_none() -> None:
    assert load(TOWN).recognition is None


@pytest.mark.parametrize("value", [{"figures": {"smiles": {"own": 1, "simulated": 1}}}, {"figures": {"calls": {"own": -1}}}, 3])
def test_a_wrong_section_is_refused(value: object) -> None:
    with pytest.raises(ScenarioError):
        load(TOWN, overrides={"recognition": value})
