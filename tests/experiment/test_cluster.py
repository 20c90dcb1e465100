"""On a real scheduler with workers as processes of this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.compare import compare
from sim.experiment.found.comparison import Comparison
from sim.experiment.run import run
from sim.experiment.running import cluster as module
from sim.experiment.running.cluster import (
    ABSENT,
    LOST,
    NO_WORKERS,
    OTHER_VERSION,
    UNREACHABLE,
    Cluster,
    ClusterError,
)
from sim.experiment.running.store import Store
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from tests.experiment.clusters import ROOT, Machines, free_port, machines

pytest.importorskip("distributed", reason="needs the extra 'cluster'")
DATA = ROOT / "tests" / "data"


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return [load(DATA / name) for name in ("town.yaml", "town_digital.yaml")]


@pytest.fixture
def two_machines(tmp_path: Path) -> Iterator[Machines]:
    (tmp_path / "theirs").mkdir()
    with machines(tmp_path / "theirs") as found:
        yield found


def equal(found: Comparison, expected: Comparison) -> bool:
    """To the bit."""
    pairs = zip(found.results, expected.results, strict=True)
    same = all(
        list(a.measurements) == list(b.measurements) and all(a.measurements[n].same_as(b.measurements[n]) for n in a.measurements)
        for a, b in pairs
    )
    tallies = (found.gains[pair].tallies.tobytes() == expected.gains[pair].tallies.tobytes() for pair in expected.pairs)
    return same and all(tallies)


def test_a_worker_killed_in_the_middle_costs_time_and_no_result(
    two_machines: Machines, scenarios: list[Scenario], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_one(done: int, _asked: int) -> None:
        if done >= 3 and not killed:
            killed.append(done)
            two_machines.workers[0].kill()

    store = Store(tmp_path / "ours")
    executor = Cluster.at(two_machines.address)
    try:
        found = compare(scenarios, replications=12, executor=executor, on_progress=kill_one, store=store)
        assert len(executor._client.nthreads()) == 1
    finally:
        executor.close()
    assert killed
    assert two_machines.workers[0].wait(10) != 0
    assert found.done == 12
    serial = compare(scenarios, replications=12, executor="serial")
    assert equal(found, serial)
    assert equal(compare(scenarios, replications=12, executor="serial", store=store), serial), "it was kept here as well"


def test_workers_of_another_version_are_refused(two_machines: Machines, tmp_path: Path, scenarios: list[Scenario]) -> None:
    executor = Cluster.at(two_machines.address)
    other = tmp_path / "other"
    shutil.copytree(ROOT / "sim", other / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "sim" / "engine" / "rules" / "case.py").open("a") as source:
        source.write("# another engine\n")
    try:
        for worker in two_machines.workers:
            worker.kill()
        two_machines.add_worker(other)  # after the versions were compared
        with pytest.raises(ClusterError, match="another version") as late:
            run(scenarios[0], replications=2, executor=executor)
        assert late.value.sentence == OTHER_VERSION
    finally:
        executor.close()
    with pytest.raises(ClusterError, match="another version"):
        run(scenarios[0], replications=2, executor=f"dask://{two_machines.address}")


def test_stopping_and_a_lost_scheduler(two_machines: Machines, scenarios: list[Scenario]) -> None:
    long = scenarios[0].model_copy(update={"period": scenarios[0].period.model_copy(update={"weeks": 30})})
    executor = Cluster.at(two_machines.address)
    try:
        done: list[int] = []
        found = run(long, replications=500, executor=executor, stop=lambda: bool(done), on_progress=lambda n, _: done.append(n))
        assert 1 <= found.done < 500
        until = time.monotonic() + 30
        while any(executor._client.processing().values()) and time.monotonic() < until:
            time.sleep(0.2)
        assert not any(executor._client.processing().values()), "the workers stopped as well"

        def kill_scheduler(_done: int, _asked: int) -> None:
            two_machines.scheduler.kill()

        began = time.monotonic()
        with pytest.raises(ClusterError) as lost:
            run(long, replications=500, executor=executor, on_progress=kill_scheduler)
        assert lost.value.sentence == LOST
        assert time.monotonic() - began < 60
    finally:
        executor.close()


def test_a_cluster_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenarios: list[Scenario]) -> None:
    monkeypatch.setattr(module, "CONNECT_SECONDS", 1.0)
    address = f"127.0.0.1:{free_port()}"
    began = time.monotonic()
    with pytest.raises(ClusterError, match=address) as nobody:
        run(scenarios[0], replications=2, executor=f"dask://{address}")
    assert nobody.value.sentence == UNREACHABLE
    assert time.monotonic() - began < 10
    with machines(tmp_path, workers=0) as empty:
        monkeypatch.setattr(module, "CONNECT_SECONDS", 5.0)
        with pytest.raises(ClusterError) as idle:
            run(scenarios[0], replications=2, executor=f"dask://{empty.address}")
    assert idle.value.sentence == NO_WORKERS


def test_without_the_package_it_is_said_how_to_get_it(scenarios: list[Scenario], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match="pip install") as absent:
        run(scenarios[0], replications=2, executor="dask")
    assert absent.value.sentence == ABSENT


def test_a_cluster_of_this_machine_gives_the_same_bits(scenarios: list[Scenario]) -> None:
    assert equal(compare(scenarios, replications=2, jobs=1, executor="dask"), compare(scenarios, replications=2, jobs=1))


@pytest.mark.parametrize("executor", ["auto", "serial", "threads", "processes"])
def test_without_a_cluster_its_package_is_not_imported(executor: str) -> None:
    script = f"""
import sys
from sim.experiment.run import run
from sim.model.files.loading import load
found = run(load({str(DATA / "town.yaml")!r}, overrides={{"period.weeks": 1}}), replications=2, jobs=2, executor={executor!r})
print(found.done, [name for name in ("dask", "distributed") if name in sys.modules])
"""
    told: Any = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert told.stdout.strip() == "2 []"
