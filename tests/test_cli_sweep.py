"""``sweetspot sweep``, and ``--set`` of the commands that simulate, as their user meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import feather, parquet

import sim
from sim.cli import main

DATA = Path(__file__).resolve().parent / "data"
MM2 = DATA / "mm2.yaml"
MARRIAGE = Path(__file__).resolve().parents[1] / "scenarios" / "huwelijk" / "hybride.yaml"
PEOPLE = "teams.agents.shifts.all.people"
QUICK = ("--replications", 2, "--weeks", 1, "--set", "period.warm_up=0", "--jobs", 1, "--store", "off")


def call(*arguments: Any) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    code = stopped.value.code
    return code if isinstance(code, int) else int(code is not None)


def test_the_designs_on_screen_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("sweep", MM2, "--over", f"{PEOPLE}=2,3", "--kpi", "occupancy", *QUICK, "--lang", "nl") == 0
    assert "M/M/2. 2 ontwerpen × 2 herhalingen." in capsys.readouterr().out
    assert call("sweep", MM2, "--over", f"{PEOPLE}=2,3", "--kpi", "occupancy", *QUICK, "--lang", "en") == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [line[0] for line in lines if line[0].isdecimal()] == ["2", "3"]


def test_one_table_by_the_ending_of_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("sweep", MM2, "--over", f"{PEOPLE}=2,3", "--kpi", "occupancy", *QUICK)
    for name in ("a.csv", "a.parquet", "a.arrow", "folder"):
        assert call(*asked, "--out", tmp_path / name) == 0
    with (tmp_path / "a.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    table = parquet.read_table(tmp_path / "a.parquet")
    assert [(row["design"], row[PEOPLE], row["kpi"]) for row in rows] == [("1", "2", "occupancy"), ("2", "3", "occupancy")]
    assert [float(row["mean"]) for row in rows] == table["mean"].to_pylist()
    assert table.column_names == list(rows[0])
    assert feather.read_table(tmp_path / "a.arrow").equals(table)
    assert parquet.read_table(tmp_path / "folder" / "sweep.parquet").equals(table)
    made = json.loads(table.schema.metadata[b"sweetspot"])
    assert (made["seed"], made["over"], made["overrides"]) == (1, {PEOPLE: [2, 3]}, {"period.weeks": 1, "period.warm_up": 0})
    assert made["scenarios"][0]["sources"][0]["text"] == MM2.read_text(encoding="utf-8")
    assert made["versions"]["sweetspot"] == table["version"][0].as_py()
    manifest = json.loads((tmp_path / "folder" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"] == made["tables"]
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "a.parquet", "a.arrow", "folder"}
    capsys.readouterr()
    assert call(*asked, "--out", tmp_path / "a.csv") == 0, "an earlier table is replaced"
    mine = tmp_path / "mine.csv"
    mine.write_text("name,number\n", encoding="utf-8")
    assert call(*asked, "--out", mine, "--lang", "en") == 2
    assert "no earlier table of a sweep" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "name,number\n"


def test_rows_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("sweep", MM2, "--over", f"{PEOPLE}=2..3/2", "--kpi", "occupancy", *QUICK, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["complete"]
    assert [row[PEOPLE] for row in answer["rows"]] == [2, 3]


def test_halving_says_how_sure_the_best_is(capsys: pytest.CaptureFixture[str]) -> None:
    asked = (
        "sweep",
        MM2,
        "--over",
        f"{PEOPLE}=1..8/8",
        "--kpi",
        "occupancy",
        "--best",
        "work_in_fte",
        "--halving",
        "--replications",
        4,
    )
    for lang, told in (("en", "3 designs were left behind earlier"), ("nl", "3 ontwerpen vielen eerder af")):
        assert call(*asked, *QUICK[2:], "--lang", lang) == 0
        assert told in " ".join(capsys.readouterr().out.split())
    for lang, told in (("en", "what the best design has most or least of"), ("nl", "waarvan het beste ontwerp")):
        assert call("sweep", MM2, "--over", f"{PEOPLE}=1,2", "--halving", *QUICK, "--lang", lang) == 2
        assert told in capsys.readouterr().err


WRONG = [
    (("--over", "teams.agents.shifts.all.peoples=2,3"), 1, "Did you mean 'people'", "Bedoelde u 'people'"),
    (("--over", f"{PEOPLE}=2,-3"), 1, "must be at least 0", "ten minste 0"),
    ((), 2, "Say what to vary", "Zeg wat u wilt variëren"),
    (("--over", PEOPLE), 2, "is not PATH=VALUE", "is geen PAD=WAARDE"),
    (("--over", f"{PEOPLE}="), 2, "is not PATH=VALUE", "is geen PAD=WAARDE"),
    (("--over", f"{PEOPLE}=2,3", "--over", f"{PEOPLE}=4"), 2, "is set twice", "twee keer"),
    (("--over", f"{PEOPLE}=2,3", "--set", f"{PEOPLE}=4"), 2, "is set twice", "twee keer"),
    (("--over", f"{PEOPLE}=1..1000/1000", "--over", "period.follow_up=1..52/52"), 2, "52,000 designs", "52.000 ontwerpen"),
    (("--over", f"{PEOPLE}=1..3/0"), 2, "is no range of levels", "is geen reeks waarden"),
    (("--over", f"{PEOPLE}=range"), 2, "has no range", "heeft geen bandbreedte"),
    (("--over", f"{PEOPLE}=2,3", "--kpi", "ocupancy"), 2, "choose from occupancy", "kies uit occupancy"),
    (("--over", f"{PEOPLE}=2,3", "--out", "sweep.xlsx"), 2, "a table ends in .csv", "een tabel eindigt op .csv"),
    (("--over", f"{PEOPLE}=2,3", "--set", "extends=other.yaml"), 2, "says what a file is", "zegt wat een bestand is"),
    (("--over", f"{PEOPLE}=2,3", "--out", "/dev/null/sweep.csv"), 2, "cannot be written", "kan niet worden geschreven"),
]


@pytest.mark.parametrize(("options", "code", "english", "dutch"), WRONG)
def test_what_is_wrong_is_told_in_both_languages(
    options: tuple[str, ...], code: int, english: str, dutch: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, told in (("en", english), ("nl", dutch)):
        assert call("sweep", MM2, *options, *QUICK, "--lang", lang) == code
        assert told in capsys.readouterr().err


def test_what_takes_more_hours_than_are_allowed_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    long = ("sweep", MM2, "--over", f"{PEOPLE}=2,3", "--replications", 100_000, "--hours", 0.01, "--jobs", 1, "--store", "off")
    assert call(*long, "--lang", "en") == 2
    assert "2 designs × 100,000 repeats take about" in capsys.readouterr().err
    assert call(*long, "--lang", "nl") == 2
    assert "Neem minder waarden, herhalingen of weken" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_keeps_nothing_and_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    quick = (*QUICK[:-1], tmp_path / "file" / "store")
    assert call("sweep", MM2, "--over", f"{PEOPLE}=2,3", "--kpi", "occupancy", *quick, "--lang", "en") == 0
    assert "What is simulated now is not kept" in capsys.readouterr().err
    assert call("sweep", MM2, "--over", f"{PEOPLE}=2,3", "--kpi", "occupancy", *quick, "--lang", "nl") == 0
    assert "niet bewaard" in capsys.readouterr().err


def test_a_number_is_set_in_every_scenario_and_that_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert call("run", MM2, *QUICK, "--set", f"{PEOPLE}=3", "--out", out, "--lang", "en") == 0
    assert f"Set beside what the files say: period.warm_up = 0; {PEOPLE} = 3." in " ".join(capsys.readouterr().out.split())
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["asked"]["overrides"] == {"period.weeks": 1, "period.warm_up": 0, PEOPLE: 3}
    shift = manifest["scenarios"][0]["resolved"]["designs"][0]["teams"]["agents"]["shifts"]["all"]
    assert shift["people"] == 3
    assert call("rerun", out, "--lang", "en") == 0
    assert "Equal to the bit" in capsys.readouterr().out
    assert call("run", MM2, *QUICK, "--set", f"{PEOPLE}=3", "--set", f"{PEOPLE}=4", "--lang", "nl") == 2
    assert "twee keer" in capsys.readouterr().err
    assert call("run", MM2, *QUICK, "--set", f"{PEOPLE}={{", "--lang", "en") == 1
    assert f"--set {PEOPLE}" in capsys.readouterr().err


def test_a_range_that_was_set_away_is_no_mistake_of_the_file() -> None:
    story = sim.load(MARRIAGE, overrides={"behaviour.questions.opens": 0.5})
    assert (story.behaviour.questions.opens.value, story.behaviour.questions.opens.is_ranged) == (0.5, False)
