"""What the benchmarks rest on: the workloads are those of theory, in every program, and the page is that of the stored figures.

A right program falls outside the band of one quantity in about 10,000 runs; the 30 of this file together in about 300. Seeds are
fixed, so a false alarm can only come with a change of the draws or of a peer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks import page, peer_ciw, peer_simpy, peers
from benchmarks.aims import Aim, aims
from benchmarks.cpp import build, compiler, run_loop
from benchmarks.one import grown
from benchmarks.places import PAGE, RESULTS, ROOT
from benchmarks.workloads import NAMES, Check, Days, Workload, checks, compiled_workload, days_of, workload
from sim.engine.simulate import simulate
from sim.model.files.loading import load

RUNS, WEEKS = 4, 2
LOADS: dict[str, list[float | None]] = {"w1": [0.95], "w2": [None, 0.85, 0.796875]}

TOWN = ROOT / "tests" / "data" / "town.yaml"

needs_compiler = pytest.mark.skipif(compiler() is None, reason="there is no C++ compiler (g++, or what CXX names)")


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("cpp"))


def wrong(found: list[Check]) -> list[Check]:
    assert found
    return [check for check in found if not check.agrees]


@pytest.mark.parametrize("name", NAMES)
def test_stations_have_the_loads_of_the_workload(name: str) -> None:
    for (station, rate), expected in zip(workload(name).rates(), LOADS[name], strict=True):
        assert (station.agents is None) == (expected is None)
        if station.agents is not None:
            assert rate * station.handling / station.agents == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_compiled_engine_agrees_with_theory(name: str) -> None:
    compiled, stations = compiled_workload(name, WEEKS), len(workload(name).stations)
    runs = [simulate(compiled, seed=1, replication=number) for number in range(RUNS)]
    assert not wrong(checks(workload(name), [days_of(tables, 7 * WEEKS, stations) for tables in runs]))


@needs_compiler
@pytest.mark.parametrize("keyed", [False, True], ids=["sequential", "keyed"])
@pytest.mark.parametrize("name", NAMES)
def test_loop_in_cpp_agrees_with_theory(loop: Path, name: str, keyed: bool) -> None:
    runs = [run_loop(loop, name, weeks=WEEKS, keyed=keyed, replication=number).days for number in range(RUNS)]
    assert not wrong(checks(workload(name), runs))


@needs_compiler
@pytest.mark.parametrize("name", NAMES)
def test_loop_in_cpp_writes_the_tables_of_the_compiled_engine_to_the_bit(loop: Path, name: str) -> None:
    assert peers.same_tables(loop, name, weeks=1)


def ciw(work: Workload, days: int, seed: int) -> tuple[int, Days]:
    return peer_ciw.run(work, days, seed)[:2]


@pytest.mark.parametrize(
    ("name", "run", "days"),
    [
        pytest.param("w1", peer_simpy.tuned, 10, id="w1, tuned SimPy"),
        pytest.param("w2", peer_simpy.tuned, 6, id="w2, tuned SimPy"),
        pytest.param("w1", peer_simpy.plain, 6, id="w1, plain SimPy"),
        pytest.param("w2", peer_simpy.plain, 6, id="w2, plain SimPy"),
        pytest.param("w1", ciw, 6, id="w1, Ciw"),
        pytest.param("w2", ciw, 6, id="w2, Ciw", marks=pytest.mark.slow),
    ],
)
def test_python_peers_agree_with_theory(name: str, run: Callable[[Workload, int, int], tuple[int, Days]], days: int) -> None:
    work = workload(name)
    events, sums = run(work, days, 1)
    contacts = int(sums[:, :, 0].sum())
    assert contacts == pytest.approx(work.contacts_per_week * days / 7, rel=0.03)
    assert contacts < events <= 2 * contacts
    assert not wrong(checks(work, [sums]))


def test_a_check_sees_a_wait_that_is_wrong() -> None:
    compiled = compiled_workload("w1", 3)
    sums = days_of(simulate(compiled, seed=1, replication=0), 21, 1)
    longer = np.where(np.arange(3) == 2, sums * 3 // 2, sums)
    assert not wrong(checks(workload("w1"), [sums]))
    assert [check.quantity for check in wrong(checks(workload("w1"), [longer]))] == ["mean wait, phone (s)"]


def test_a_municipality_grows_with_its_teams_and_places() -> None:
    scenario = load(TOWN)
    changes = grown(TOWN, 10 * scenario.population.inhabitants)
    before, after = scenario.baseline, load(TOWN, overrides=changes).baseline
    for name, team in after.teams.items():
        assert [shift.people for shift in team.shifts.values()] == [
            10 * shift.people for shift in before.teams[name].shifts.values()
        ]
    slots = [channel.slots for design in (before, after) for channel in design.channels.values()]
    places = [found.places for found in slots if found is not None]
    assert places[0] > 0
    assert places[1] == 10 * places[0]


def test_an_aim_is_met_on_the_right_side_of_it() -> None:
    assert Aim("speed", "x", 0.5, (0.4, 0.5, 0.9), least=True).met
    assert not Aim("speed", "x", 0.5, (0.4, 0.49, 0.9), least=True).met
    assert Aim("time", "s", 2.0, (1.0, 2.0, 9.0), least=False).met
    assert not Aim("time", "s", 2.0, (1.0, 2.1, 9.0), least=False).met


def test_page_is_that_of_the_stored_figures() -> None:
    """Where this fails: python -m benchmarks page."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == page.written(results)
    assert all(aim.what in PAGE.read_text(encoding="utf-8") for aim in aims(results))
