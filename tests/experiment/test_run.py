from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.experiment.found.result import Result
from sim.experiment.run import run
from sim.experiment.running.executors import opened, worker_count
from sim.measure.rows import Key
from sim.model.town.scenario import Scenario

DATA = Path(__file__).resolve().parents[1] / "data"
PROJECT = DATA.parents[1]


@pytest.fixture(scope="module")
def town() -> Scenario:
    return sim.load(DATA / "town.yaml")


@pytest.fixture(scope="module")
def result(town: Scenario) -> Result:
    return run(town, replications=3, seed=5, jobs=1)


def test_replications_are_kept_apart_and_numbered_from_zero(result: Result) -> None:
    assert list(result.measurements) == [0, 1, 2]
    assert (result.asked, result.done, result.complete) == (3, 3, True)
    offered = [measured.total("contact", "offered").sum() for measured in result.measurements.values()]
    assert len(set(offered)) > 1


@pytest.mark.parametrize("executor", ["auto", "serial", "threads", "processes"])
def test_any_executor_gives_the_same_bits(town: Scenario, result: Result, executor: str) -> None:
    seen: list[tuple[int, int]] = []
    other = run(
        town, replications=3, seed=5, jobs=2, executor=executor, on_progress=lambda done, asked: seen.append((done, asked))
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert list(other.measurements) == [0, 1, 2]
    assert all(other.measurements[number].same_as(result.measurements[number]) for number in range(3))
    assert other.pooled.same_as(result.pooled)
    rows = result.rows()
    assert result.values(rows).tobytes() == other.values(rows).tobytes()


def test_a_replication_does_not_depend_on_the_others(town: Scenario, result: Result) -> None:
    alone = run(town, replications=1, seed=5, jobs=1)
    assert alone.measurements[0].same_as(result.measurements[0])
    assert not run(town, replications=1, seed=6, jobs=1).measurements[0].same_as(result.measurements[0])


def test_estimates_are_means_over_replications(result: Result) -> None:
    key = Key("contacts_offered", "channel", "phone")
    rows = result.rows()
    values = result.values(rows)[:, rows.places[key]]
    found = result.estimates()[key]
    assert (found.count, found.unit) == (3, "count")
    assert found.mean == pytest.approx(values.mean())
    assert found.deviation == pytest.approx(values.std(ddof=1))
    assert found.low < found.mean < found.high


def test_a_few_figures_are_what_they_are_among_all_and_nothing_else_is_worked_out(result: Result) -> None:
    whole = result.estimates()
    figures = [Key("citizen_effort"), Key("contacts_offered", "channel", "phone"), Key("wait_p90", "channel", "web")]
    assert result.estimates(figures=figures) == {key: whole[key] for key in figures[:2]}, "a website has no queue"
    assert {key.kpi for key in result.rows(figures=figures).keys} == {"citizen_effort", "contacts_offered"}
    assert result.estimates(figures=figures[2:]) == {}


def test_an_interval_of_a_share_lies_within_0_and_1_and_of_a_time_not_below_0(result: Result) -> None:
    rows, values = result.evaluated()
    found = result.estimates()
    most = {key: np.nanmax(values[:, place]) for key, place in rows.places.items() if key in found}
    shares = [one for key, one in found.items() if one.unit == "share" and one.count > 1 and most[key] <= 1.0]
    assert len(shares) > 20
    assert all(one.low >= 0.0 for one in found.values() if one.count > 1)
    assert all(one.high <= 1.0 for one in shares)
    assert any(one.high == 1.0 and one.deviation > 0 for one in shares)


def test_frames_are_tidy(result: Result) -> None:
    frame = result.frame().to_pylist()
    assert len({(row["kpi"], row["dimension"], row["member"], row["channel"], row["team"]) for row in frame}) == len(frame)
    every = result.replication_frame(half_hours=True).to_pylist()
    assert {row["replication"] for row in every} == {0, 1, 2}
    assert any(row["dimension"] == "half_hour" for row in every)
    assert not any(np.isnan(row["value"]) for row in every)


def test_stopping_keeps_what_is_finished(town: Scenario) -> None:
    done: list[int] = []
    found = run(town, replications=5, jobs=1, stop=lambda: len(done) >= 2, on_progress=lambda number, _asked: done.append(number))
    assert (found.done, found.asked, found.complete) == (2, 5, False)
    assert found.measurements[1].same_as(run(town, replications=2, jobs=1).measurements[1])


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_stopping_workers_keeps_what_is_finished(town: Scenario, executor: str) -> None:
    done: list[int] = []
    found = run(
        town,
        replications=40,
        jobs=2,
        executor=executor,
        stop=lambda: len(done) >= 2,
        on_progress=lambda number, _asked: done.append(number),
    )
    assert 2 <= found.done < 40
    assert not found.complete


def test_stopped_before_anything_was_finished(town: Scenario) -> None:
    found = run(town, replications=2, jobs=1, stop=lambda: True)
    assert found.done == 0
    with pytest.raises(ValueError, match="nothing to measure"):
        found.estimates()


def test_wrong_numbers_are_refused(town: Scenario) -> None:
    with pytest.raises(ValueError, match="replications"):
        run(town, replications=0)
    with pytest.raises(ValueError, match="jobs"):
        run(town, jobs=0)
    with pytest.raises(ValueError, match="steam"):
        run(town, executor="steam")
    assert worker_count(8, 3) == 3
    assert worker_count(None, 1) == 1


def test_an_executor_that_is_open_goes_on_after_it_was_stopped(town: Scenario, result: Result) -> None:
    for name in ("threads", "processes"):
        with opened(name, 2, 9) as executor:
            done: list[int] = []
            run(town, replications=9, executor=executor, stop=partial(bool, done), on_progress=partial(_note, done))
            again = run(town, replications=3, seed=5, executor=executor)
        assert all(again.measurements[number].same_as(result.measurements[number]) for number in range(3))


def _note(done: list[int], number: int, _asked: int) -> None:
    done.append(number)


def test_a_script_without_a_guard_can_use_processes(tmp_path: Path) -> None:
    """New processes start by running the script again, unless they are kept from it."""
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import json, sys
            sys.path.insert(0, {str(PROJECT)!r})
            import sim
            from sim.experiment.run import run
            found = run(sim.load({str(DATA / "town.yaml")!r}), replications=2, jobs=2, executor="processes")
            print(json.dumps([found.done, __file__, __spec__ is None]))
            """
        )
    )
    told = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=300)  # noqa: S603 (our own)
    assert json.loads(told.stdout) == [2, str(script), True]


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.parametrize("executor", ["serial", "threads", "processes", "dask"])
def test_ctrl_c_keeps_what_is_finished(tmp_path: Path, executor: str) -> None:
    if executor == "dask":
        pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import os, signal, sys
            sys.path.insert(0, {str(PROJECT)!r})
            import sim
            from sim.experiment.run import run

            # A shell that started these tests in the background leaves its children deaf to Ctrl-C.
            signal.signal(signal.SIGINT, signal.default_int_handler)

            def press(done, asked):
                if done == 2:
                    os.killpg(0, signal.SIGINT)

            found = run(sim.load({str(DATA / "town.yaml")!r}), replications=60, jobs=2, executor={executor!r}, on_progress=press)
            print(found.complete, 2 <= found.done < 60)
            """
        )
    )
    told = subprocess.run(  # noqa: S603 (our own)
        [sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=300, start_new_session=True
    )
    assert told.stdout.split() == ["False", "True"]
    assert "Traceback" not in told.stderr
