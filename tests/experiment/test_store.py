from __future__ import annotations

import errno
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from sim.engine.simulate import simulate_each
from sim.experiment.compare import compare
from sim.experiment.found.comparison import Comparison
from sim.experiment.numbers.neutral import with_neutral_case
from sim.experiment.run import run
from sim.experiment.running import store as store_module
from sim.experiment.running import work_unit
from sim.experiment.running.engine_version import LAYERS, MODULES, PACKAGE, engine_version
from sim.experiment.running.store import PARTIAL, SUFFIX, Store
from sim.experiment.worlds import worlds
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.text.pairs import Text

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def scenarios() -> tuple[Scenario, ...]:
    town, digital = (load(DATA / name, overrides={"period.weeks": 1}) for name in ("town.yaml", "town_digital.yaml"))
    third = digital.model_copy(update={"name": "third", "designs": (*digital.designs[:-1], digital.designs[0])})
    return town, digital, third


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was simulated in this process: (scenario, replication)."""
    found: list[tuple[str, int]] = []

    def counted(compiled: Any, take: Any, **options: Any) -> None:
        found.extend((one.scenario.name, options["replication"]) for one in compiled)
        simulate_each(compiled, take, **options)

    monkeypatch.setattr(work_unit, "simulate_each", counted)
    return found


def bits(found: Comparison) -> list[bytes]:
    """Everything that was measured and compared, in order."""
    parts = [
        part.tobytes()
        for result in found.results
        for measured in result.measurements.values()
        for part in (
            *measured.cubes.values(),
            measured.longest,
            *(array for one in measured.histograms.values() for array in (one.keys, one.counts)),
        )
    ]
    parts += [repr((result.measurements[0].dimensions, list(result.measurements))).encode() for result in found.results]
    compared = [*found.gains.values(), *([found.floor] if found.floor is not None else [])]
    return parts + [part for one in compared for part in (repr((one.services, one.relevant)).encode(), one.tallies.tobytes())]


def asked(scenarios: tuple[Scenario, ...], store: Store | None, **options: Any) -> Comparison:
    usual: dict[str, Any] = {"replications": 2, "jobs": 1, "neutral": with_neutral_case}
    return compare(scenarios, **(usual | options), store=store)


def test_the_same_bits_without_a_store_with_an_empty_one_and_from_a_full_one(
    scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]]
) -> None:
    expected = bits(asked(scenarios, None))
    once = len(simulated)
    assert once == 2 * 4, "three scenarios and the neutral case"
    assert bits(asked(scenarios, store)) == expected
    assert len(simulated) == 2 * once
    for executor in ("serial", "threads", "processes"):
        assert bits(asked(scenarios, store, jobs=2, executor=executor)) == expected
    assert len(simulated) == 2 * once, "nothing twice"


def test_a_closer_look_simulates_its_replication_again_and_nothing_else(
    scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]]
) -> None:
    expected = asked(scenarios, None, closer=True)
    asked(scenarios, store)
    simulated.clear()
    found = asked(scenarios, store, closer=True)
    assert sorted(simulated) == sorted((one.name, 0) for one in scenarios)
    assert bits(found) == bits(expected)
    assert repr(found.closer) == repr(expected.closer)


def test_a_refined_question_simulates_only_what_is_new(
    scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]]
) -> None:
    asked(scenarios, store)
    simulated.clear()
    more = asked(scenarios, store, replications=3)
    assert sorted(simulated) == sorted((one.name, 2) for one in (*scenarios, scenarios[0]))
    assert bits(more) == bits(asked(scenarios, None, replications=3))
    simulated.clear()
    weekend = scenarios[0].design.model_copy(update={"services": scenarios[1].design.services})
    changed = scenarios[2].model_copy(update={"designs": (*scenarios[2].designs[:-1], weekend)})
    another = asked((*scenarios[:2], changed), store)
    assert sorted(simulated) == [("third", 0), ("third", 1)], "one scenario of three was changed"
    assert bits(another) == bits(asked((*scenarios[:2], changed), None))


def test_what_a_scenario_is_called_makes_no_difference_and_seed_and_engine_do(
    scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]]
) -> None:
    town = scenarios[0]
    run(town, replications=1, store=store)
    run(
        town.model_copy(update={"name": "elsewhere", "label": scenarios[1].label}), replications=1, engine="compiled", store=store
    )
    assert len(simulated) == 1
    run(town, replications=1, seed=2, store=store)
    run(town, replications=1, engine="simpy", store=store)
    run(town, replications=1, world=7, store=store)
    assert len(simulated) == 4


def renamed(scenario: Scenario) -> Scenario:
    """The same design with another name for itself and for one of its channels."""
    channels = scenario.design.channels
    phone = channels["phone"].model_copy(update={"label": Text("horn", "hoorn")})
    design = scenario.design.model_copy(update={"channels": channels | {"phone": phone}})
    return scenario.model_copy(update={"name": "again", "designs": (*scenario.designs[:-1], design)})


def test_designs_that_are_equal_but_for_names_are_simulated_once(
    scenarios: tuple[Scenario, ...], simulated: list[tuple[str, int]]
) -> None:
    town, digital, _ = scenarios
    again = renamed(digital)
    found = compare([town, digital, again], replications=1, pairs="all", closer=True, jobs=1)
    assert sorted(simulated) == sorted([(town.name, 0), (digital.name, 0)])
    simulated.clear()
    alone = compare([town, again], replications=1, closer=True, jobs=1)
    assert sorted(simulated) == sorted([("again", 0), (town.name, 0)])
    assert found.results[2].measurements[0].same_as(alone.results[1].measurements[0])
    assert (found.gains[0, 2].tallies == alone.gains[0, 1].tallies).all()
    assert found.gains[1, 2].per_replication("changed") == 0
    assert found.closer is not None
    assert repr(found.closer.beside_first(2)) == repr(alone.closer)


def test_what_a_channel_is_called_makes_no_difference(
    scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]]
) -> None:
    run(scenarios[1], replications=1, store=store)
    run(renamed(scenarios[1]), replications=1, store=store)
    assert len(simulated) == 1


def test_worlds_are_kept_too(scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]]) -> None:
    first = worlds(scenarios[:2], number=2, jobs=1, store=store)
    done = len(simulated)
    again = worlds(scenarios[:2], number=3, jobs=1, store=store)
    assert len(simulated) == done + 2, "the third world of two scenarios"
    assert again[0].differences[:2].tobytes() == first[0].differences.tobytes()


def test_a_damaged_entry_is_found_out_and_made_again(
    scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]]
) -> None:
    expected = bits(asked(scenarios[:2], store, replications=1))
    entries = sorted(store.folder.glob(f"??/*{SUFFIX}"))
    assert len(entries) == 3 + 3 + 2, "measurements, persons, pairs"
    noticed = 0
    for number, entry in enumerate(entries):
        whole = entry.read_bytes()
        damaged = bytearray(whole)
        damaged[len(whole) - 1 - number] ^= 1
        for content in (bytes(damaged), whole[: len(whole) // 2], b"", entries[number - 1].read_bytes()):
            entry.write_bytes(content)
            simulated.clear()
            assert bits(asked(scenarios[:2], store, replications=1)) == expected
            assert len(simulated) <= 2
            noticed += len(simulated)
    assert noticed > 0


def test_another_version_of_the_program_finds_nothing(
    scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(scenarios[0], replications=1, store=store)
    monkeypatch.setattr(store_module, "engine_version", lambda: "another")
    run(scenarios[0], replications=1, store=store)
    assert len(simulated) == 2


def test_every_source_that_decides_a_result_is_in_the_version(tmp_path: Path) -> None:
    copy = tmp_path / "sim"
    for layer in LAYERS:
        shutil.copytree(PACKAGE / layer, copy / layer, ignore=shutil.ignore_patterns("__pycache__"))
    for module in MODULES:
        place = copy / "experiment" / f"{module}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / "experiment" / f"{module}.py", place)
    assert engine_version.__wrapped__(copy) == engine_version()
    for source in (
        "engine/rules/case.py",
        "engine/compiled/wake.py",
        "measure/roots.py",
        "model/values/values.py",
        "experiment/found/persons.py",
    ):
        edited = copy / source
        before = edited.read_bytes()
        edited.write_bytes(before + b"# edited\n")
        assert engine_version.__wrapped__(copy) != engine_version(), source
        edited.write_bytes(before)


def test_a_full_disk_costs_time_and_nothing_else(
    scenarios: tuple[Scenario, ...], store: Store, simulated: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = bits(asked(scenarios[:2], None, replications=1))
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.suffix == PARTIAL:
            write(path, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    simulated.clear()
    assert bits(asked(scenarios[:2], store, replications=1)) == expected
    assert bits(asked(scenarios[:2], store, replications=1)) == expected
    assert len(simulated) == 6
    assert not list(store.folder.glob("??/*")), "no half entry is left"


def aged(store: Store, key: str, days: float, size: int = 1000) -> Path:
    store.put(key, bytes(size))
    path = store._path(key)
    used = time.time() - 86_400 * days
    os.utime(path, (used, used))
    return path


def test_a_full_store_loses_what_was_used_longest_ago(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=5000)
    paths = [aged(store, f"{number}" * 32, days=10 - number) for number in range(4)]
    assert store.trim() == 0
    assert store.get("0" * 32) == bytes(1000), "and so it is the one used last"
    paths += [aged(store, letter * 32, days=0.5) for letter in "ab"]
    assert store.trim() > 0
    assert [path.exists() for path in paths] == [True, False, False, True, True, True]
    assert store.contents().size <= 4500


def test_what_a_killed_run_left_goes_after_a_while_and_nothing_of_others_ever(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = aged(store, "a" * 32, days=400)
    fresh, old = (kept.with_name(f"x.{name}{PARTIAL}") for name in ("1-1", "1-2"))
    notes = tmp_path / "notes.txt"
    for path in (fresh, old, notes):
        path.write_text("...")
    os.utime(old, (0, 0))
    os.utime(notes, (0, 0))
    store.trim()
    assert (kept.exists(), fresh.exists(), old.exists(), notes.exists()) == (True, True, False, True)
    store.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert store.contents().entries == 0


def test_where_the_store_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SWEETSPOT_STORE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Store.of_user() == Store(tmp_path / "sweetspot" / "results")
    monkeypatch.setenv("SWEETSPOT_STORE", str(tmp_path / "mine"))
    assert Store.of_user() == Store(tmp_path / "mine")
    monkeypatch.setenv("SWEETSPOT_STORE", "off")
    assert Store.of_user() is None
    assert Store.named("OFF") is None
