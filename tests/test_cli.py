from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import sim
from sim.cli import main
from sim.report.files.folder import is_results_folder

ROOT = Path(__file__).resolve().parents[1]
PLAIN = ROOT / "tests" / "report" / "two_agents.yaml"
QUICK = ["--replications", "2", "--weeks", "1", "--jobs", "1", "--lang", "en"]
FASTER = f"""
extends: {PLAIN}
schema: 1
label: {{nl: Sneller, en: Faster}}
measures:
  quick:
    label: quick
    set:
      services.call.steps.call.options.phone.handling: {{exponential: 3 min}}
"""


@pytest.fixture
def faster(tmp_path: Path) -> Path:
    path = tmp_path / "faster.yaml"
    path.write_text(FASTER)
    return path


def call(*arguments: Any) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    code = stopped.value.code
    return code if isinstance(code, int) else int(code is not None)


def command(*arguments: Any) -> list[str]:
    """A command in a process of its own."""
    program = "from sim.cli import main; main()"
    return [sys.executable, "-c", program, *(str(argument) for argument in arguments)]


def test_the_version_comes_quickly() -> None:
    fastest = min(_seconds(command("--version")) for _ in range(3))
    assert fastest < 0.5, f"{fastest:.2f} s; something heavy is imported too early"


def _seconds(arguments: list[str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.startswith("sweetspot ")
    return time.perf_counter() - started


def test_the_version_needs_neither_the_compiler_nor_a_cluster() -> None:
    program = """
import sys
from sim.cli import main
try:
    main(["--version"])
except SystemExit:
    print([name for name in ("numba", "numpy", "distributed", "dask", "typer") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[-1] == "[]"


def test_importing_sim_imports_nothing_heavy() -> None:
    program = "import sys, sim; print([name for name in ('numpy', 'numba', 'pydantic', 'typer') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


def test_the_interface_is_what_it_says() -> None:
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = sim.nothing_of_the_kind


def test_alone_it_prints_help_in_the_language_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWEETSPOT_LANG", "nl")
    assert call() == 0
    assert "Vergelijk scenario" in capsys.readouterr().out
    assert call("--help", "--lang", "en") == 0
    assert "Compare scenarios" in capsys.readouterr().out
    assert call("compare", "--help", "--lang", "en") == 0
    assert "Compare scenarios" in capsys.readouterr().out


def test_wrong_usage_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("nonsense") == 2
    assert call("run") == 2
    assert call("run", PLAIN, "--replications", "0") == 2
    assert call("run", PLAIN, "--seed", "-1") == 2
    assert call("run", PLAIN, "--engine", "steam") == 2
    assert call("run", PLAIN, "--lang", "fr") == 2
    assert call("compare", PLAIN) == 2
    assert call("compare", PLAIN, PLAIN, "--tipping-pair", "1:7") == 2
    assert call("compare", PLAIN, PLAIN, "--tipping", "no.such.number") == 2
    assert call("run", PLAIN, "--tables") == 2
    (tmp_path / "notes.txt").write_text("mine")
    assert call("run", PLAIN, "--out", tmp_path) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    monkeypatch.setenv("SWEETSPOT_LANG", "fr")
    assert call("check", PLAIN) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_wrong_scenario_is_1_and_all_is_said_at_once(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(PLAIN.read_text().replace("inhabitants: 1000", "inhabitants: -5").replace("weeks: 4", "weeks: 0"))
    second.write_text("schema: 1\nnonsense: 3\n")
    assert call("compare", first, second, tmp_path / "absent.yaml", "--lang", lang) == 1
    said = capsys.readouterr()
    assert said.out == ""
    for part in ("first.yaml", "inhabitants", "weeks", "second.yaml", "nonsense", "absent.yaml"):
        assert part in said.err
    assert ("fouten in het scenario" if lang == "nl" else "problems in the scenario") in said.err
    assert "Traceback" not in said.err


def test_scenarios_that_differ_in_more_than_their_design(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(PLAIN.read_text().replace("inhabitants: 1000", "inhabitants: 2000"))
    assert call("compare", PLAIN, other, *QUICK) == 1
    assert "the population" in capsys.readouterr().err


def test_check_tells_what_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", PLAIN, "--lang", "nl") == 0
    said = capsys.readouterr().out
    assert "Het scenario klopt" in said
    assert "Aannames zonder bron: 0" in said
    assert "0 juridische waarschuwingen" in said


def test_a_window_that_begins_too_early_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    town = ROOT / "tests" / "data" / "town.yaml"
    assert call("check", town, "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "2 warnings about the warm-up:" in said
    assert "channels.desk.slots.horizon: 'desk' is booked up to 6 weeks ahead" in said
    assert call("check", town, "--json") == 0
    found = json.loads(capsys.readouterr().out)["warm_up_warnings"]
    assert [warning["code"] for warning in found] == ["warm_up.horizon", "warm_up.event"]
    assert call("run", town, *QUICK) == 0
    assert "Warning: channels.desk.slots.horizon" in capsys.readouterr().err
    assert call("run", PLAIN, *QUICK) == 0
    assert "Warning" not in capsys.readouterr().err


def test_check_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", PLAIN, "--json") == 0
    assert json.loads(capsys.readouterr().out)["valid"] is True
    (tmp_path / "empty.yaml").write_text("")
    assert call("check", tmp_path / "empty.yaml", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["problems"][0]["code"] == "scenario.file_empty"


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("schema") == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


def test_run_prints_figures_and_keeps_to_100_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("run", PLAIN, *QUICK) == 0
    said = capsys.readouterr().out
    assert "service level" in said
    assert max(len(line) for line in said.splitlines()) <= 100


def test_run_for_machines_prints_json_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("run", PLAIN, *QUICK, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["findings"]["making"]["replications"] == 2
    assert found["verdict"] == {}


def test_an_archive_reruns_wherever_its_files_stood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").mkdir()
    shutil.copy(PLAIN, tmp_path / "x" / "base.yaml")
    (tmp_path / "x" / "b.yaml").write_text("schema: 1\nextends: ../x/base.yaml\nlabel: b\n")
    monkeypatch.chdir(tmp_path)
    assert call("run", Path("x", "b.yaml"), *QUICK, "--out", "o") == 0
    (tmp_path / "elsewhere").mkdir()
    shutil.move("o/results.zip", "elsewhere/results.zip")
    shutil.rmtree("x")
    monkeypatch.chdir(tmp_path / "elsewhere")
    capsys.readouterr()
    assert call("rerun", "results.zip", "--lang", "en") == 0
    assert "Equal to the bit" in capsys.readouterr().out


def test_rerun_says_what_it_compared_and_sees_what_was_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, other = tmp_path / "o", tmp_path / "other"
    assert call("run", PLAIN, *QUICK, "--out", folder) == 0
    assert call("run", PLAIN, *QUICK, "--seed", "2", "--out", other) == 0
    capsys.readouterr()
    assert call("rerun", folder, "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "every figure in manifest.json and kpis.parquet.\nNot compared: report.html, report.xlsx and results.zip." in said
    shutil.copy(other / "kpis.parquet", folder / "kpis.parquet")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["outcome"]["certainty"] = ["lies"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert call("rerun", folder, "--lang", "en") == 1
    said = capsys.readouterr().out
    assert "Not equal. These files are not as they were written: manifest.json and kpis.parquet." in said
    assert "These parts differ: the words in which it was told." in said
    assert "Equal to the bit" not in said


def test_an_archive_that_wants_a_file_of_this_computer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("run", PLAIN, *QUICK, "--out", "o") == 0
    secret = tmp_path / "secret.yaml"
    shutil.copy(PLAIN, secret)
    manifest = json.loads(Path("o/manifest.json").read_text())
    manifest["scenarios"][0]["sources"] = [{"file": "a.yaml", "text": f"schema: 1\nextends: {secret}\nlabel: a\n"}]
    Path("o/manifest.json").write_text(json.dumps(manifest))
    capsys.readouterr()
    assert call("rerun", "o", "--lang", "en") == 1
    assert "a.yaml:2: extends: the file to extend did not come along" in capsys.readouterr().err


def test_compare_gives_a_verdict_and_writes_the_folder(faster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "results" / "demo"
    assert call("compare", PLAIN, faster, *QUICK, "--replications", "4", "--out", folder, "--tables") == 0
    said = capsys.readouterr().out
    assert "Faster is better than M/M/2" in said
    assert max(len(line) for line in said.splitlines() if str(folder) not in line) <= 100
    assert sorted(str(path.relative_to(folder)) for path in folder.iterdir()) == [
        "differences.parquet",
        "kpis.parquet",
        "log_1",
        "log_2",
        "manifest.json",
        "report.html",
        "report.xlsx",
        "results.zip",
    ]
    assert set(pq.read_table(folder / "kpis.parquet")["scenario"].to_pylist()) == {"two_agents", "faster"}
    assert pq.read_table(folder / "log_1" / "cases.parquet").num_rows > 0
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["complete"] is True
    start = datetime.fromisoformat(manifest["window"]["start"]) - timedelta(weeks=manifest["window"]["warm_up"])
    assert datetime.fromisoformat(manifest["time_zero"]) == start, "no prelude here"
    assert manifest["scenarios"][1]["sources"][0]["text"] == FASTER
    assert manifest["scenarios"][1]["sources"][1]["text"] == PLAIN.read_text()
    assert manifest["scenarios"][1]["resolved"]["measures"][0]["name"] == "quick"


def test_compare_until_decided_tells_at_which_look_it_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = tmp_path / "same.yaml"
    same.write_text(f"extends: {PLAIN}\nschema: 1\nlabel: Same\n")
    assert call("compare", PLAIN, same, *QUICK, "--until-decided", "--no-noise-floor", "--full") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Looked after 10 repeats, and stopped at 10: every figure of the verdict is decided." in said
    assert "95% sure within this model" in said, "the looks share the error"
    assert "Noise floor" not in said


def test_help_says_at_how_many_repeats_it_looks(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("compare", "--help", "--lang", "en") == 0
    helped = " ".join(re.sub("[│|]", " ", capsys.readouterr().out).split())
    assert "Look after 10, 20, 40 and 80 repeats" in helped


def test_compare_tells_gains_and_losses_beside_the_noise_floor(faster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("compare", PLAIN, faster, *QUICK, "--full") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Who gains and who loses: Faster compared with M/M/2." in said
    assert "Noise floor (2 repeats): about one neutral case more already changes something for" in said
    assert call("compare", PLAIN, faster, *QUICK, "--json") == 0
    gain = json.loads(capsys.readouterr().out)["findings"]["gains"][0]
    assert 0 <= gain["floor"] < gain["changed"]


def test_compare_tells_the_verdict_first_and_the_rest_when_it_is_asked(
    faster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = (
        "compare",
        PLAIN,
        faster,
        *QUICK,
        "--replications",
        "4",
        "--tipping",
        "services.call.steps.call.options.phone.wrap_up",
    )
    ranged = (
        faster.read_text(encoding="utf-8").rstrip()
        + "\n      services.call.steps.call.options.phone.wrap_up: {low: 0 s, mid: 2 s, high: 5 s}\n"
    )
    faster.write_text(ranged, encoding="utf-8")
    for lang, verdict, turn in (
        ("en", "Faster is better than M/M/2.", "There is no tipping point"),
        ("nl", "Sneller is beter dan M/M/2.", "Er is geen omslagpunt"),
    ):
        assert call(*asked, "--out", tmp_path / lang, "--lang", lang) == 0
        short = capsys.readouterr().out
        assert len(short.splitlines()) < 30
        assert short.index(verdict) < short.index(turn) < short.index("report.html")
        assert call(*asked, "--full", "--lang", lang) == 0
        assert len(capsys.readouterr().out.splitlines()) > 2 * len(short.splitlines())
    assert call(*asked, "--json") == 0
    assert json.loads(capsys.readouterr().out)["complete"]


def test_equal_runs_have_equal_hashes(faster: Path, tmp_path: Path) -> None:
    hashes = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert call("compare", PLAIN, faster, *QUICK, "--seed", seed, "--out", tmp_path / name) == 0
        hashes.append(json.loads((tmp_path / name / "manifest.json").read_text())["hash"])
    assert hashes[0] == hashes[1]
    assert hashes[0] != hashes[2]


def test_the_path_of_a_tipping_point_gets_the_nearest_number(capsys: pytest.CaptureFixture[str]) -> None:
    town = ROOT / "tests" / "data" / "town.yaml"
    path = "services.huwelijksaangifte.reassurance.contacts_per_case"
    assert call("compare", town, town, "--tipping", path[:-1], "--lang", "en") == 2
    assert f"is not the path of a number in town. Did you mean '{path}'?" in capsys.readouterr().err


def test_a_tipping_point_over_the_range_of_a_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ranged = tmp_path / "ranged.yaml"
    wrap_up = "services.call.steps.call.options.phone.wrap_up"
    ranged.write_text(FASTER + f"      {wrap_up}: {{low: 0 s, mid: 2 s, high: 5 s, source: ASSUMPTION}}\n")
    assert call("compare", PLAIN, ranged, *QUICK, "--tipping", wrap_up, "--full") == 0
    said = " ".join(capsys.readouterr().out.split())
    # Wrap-up is varied in both scenarios, so it shifts both alike; it is looked for up to eight times the high end.
    assert f"There is no tipping point: from 0 to 40 s ({wrap_up}), Faster takes less staff time per 100 cases" in said
    assert "We assume 2 s; 0 to 5 s is possible." in said
    assert "Leans on 1 assumption without a source" in said


def test_a_tipping_point_of_a_share_is_looked_for_from_none_to_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ranged = tmp_path / "ranged.yaml"
    resolves = "services.call.steps.call.options.phone.resolves"
    ranged.write_text(FASTER + f"      {resolves}: {{low: 0.5, mid: 0.6, high: 0.9, source: x}}\n")
    assert call("compare", PLAIN, ranged, *QUICK, "--tipping", resolves, "--full") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"There is no tipping point: from 0% to 100% ({resolves})" in said


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a single process")
def test_ctrl_c_keeps_what_is_finished(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    asked = ["run", PLAIN, "--replications", "100000", "--weeks", "4", "--jobs", "1", "--lang", "en", "--out", folder]
    assert call("run", PLAIN, *QUICK) == 0, "compiled, so that the run below is under way soon"
    with subprocess.Popen(command(*asked), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        time.sleep(8)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Stopping; what is finished is kept." in err
    assert "Traceback" not in err
    assert "of 100,000 repeats are finished" in out
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["complete"] is False
    assert 0 < manifest["replications"]["done"] < manifest["replications"]["asked"] == 100_000
    assert is_results_folder(folder)


def test_progress_is_quiet_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("run", PLAIN, *QUICK, "--json") == 0
    assert capsys.readouterr().err in (
        "",
        "The engine is compiled for this computer first; that takes half a minute or so, once.\n",
    )


def test_check_tells_what_changes_first_and_the_whole_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    child = ROOT / "tests" / "data" / "town_digital.yaml"
    assert call("check", child, "--lang", "nl") == 0
    said = capsys.readouterr().out
    assert "Verandert in town.yaml:\n  verandert het bestaande kanaal phone (telefoon):\n    open: 09:00-17:00 -> " in said
    assert "  voegt de maatregel talk (gesprek erbij) toe:" in said
    assert "Bevolking" not in said
    assert f"Het hele scenario met alle aannames: sweetspot check {child} --all" in said
    assert call("check", child, "--lang", "nl", "--all") == 0
    whole = capsys.readouterr().out
    assert whole.index("Verandert in town.yaml:") < whole.index("Bevolking") < whole.index("Aannames zonder bron: 5")
    assert call("check", child, "--json") == 0
    found = json.loads(capsys.readouterr().out)["changes"]
    assert [(block["change"], block["section"], block["name"]) for block in found["blocks"]] == [
        ("changes", "channels", "phone"),
        ("changes", "teams", "front"),
        ("changes", "services", "huwelijksaangifte"),
        ("adds", "measures", "talk"),
        ("adds", "measures", "digital"),
    ]
    assert call("check", ROOT / "tests" / "data" / "town.yaml", "--lang", "nl") == 0
    assert "Bevolking" in capsys.readouterr().out, "what extends nothing is told as a whole"


def test_a_name_that_is_too_long_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("run", PLAIN, *QUICK, "--out", "x" * 300) == 2
    assert "cannot be written: File name too long" in capsys.readouterr().err
    assert call("rerun", "x" * 300, "--lang", "en") == 2
    assert "is too long; give a shorter one." in capsys.readouterr().err


def test_control_c_while_the_program_is_loaded_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_arguments: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.cli.app.command", interrupted)
    assert call("run", PLAIN) == 130
    assert capsys.readouterr() == ("", "")
