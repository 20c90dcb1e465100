"""Measuring the log of the engine itself, against plain loops over its rows."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.engine.simulate import CompiledScenario, compile_scenario, simulate
from sim.measure.measurement import Measurement
from sim.measure.measuring import measure

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def busy_town() -> CompiledScenario:
    """A town in which three people must answer everything, so that there are queues, overtime and work left lying."""
    overrides = {"teams.front.shifts.day.people": 1, "services.paspoort.demand.rate": "2 per inhabitant per year"}
    return compile_scenario(sim.load(DATA / "town.yaml", overrides=overrides))


@pytest.fixture(scope="module")
def log(busy_town: CompiledScenario) -> Tables:
    return simulate(busy_town, seed=3, replication=0)


@pytest.fixture(scope="module")
def measured(log: Tables, busy_town: CompiledScenario) -> Measurement:
    return measure(log, busy_town)


def test_busy_time_stays_within_duty_and_finishing(measured: Measurement) -> None:
    busy, on_duty, finishing = measured.load[0]
    assert (busy <= on_duty + finishing).all()
    assert busy.sum() > 0
    assert finishing.sum() > 0


def test_handling_is_the_sum_of_the_legs_of_each_contact(log: Tables, measured: Measurement, busy_town: CompiledScenario) -> None:
    spent: dict[tuple[int, int], int] = defaultdict(int)
    for row in log.legs:
        if row["contact"] >= 0 and row["queue"] >= 0 and row["released"] >= 0:
            spent[int(row["case"]), int(row["contact"])] += int(row["released"] - row["started"])
    clock = busy_town.clock
    total = sum(
        spent[int(row["case"]), int(row["contact"])]
        for row in log.contacts
        if clock.window_start <= row["requested"] < clock.window_end and row["answered"] >= 0 and row["outcome"] != codes.OPEN
    )
    assert measured.total("contact", "handling").sum() == total > 0


def test_root_cases_gather_what_follows_from_them(log: Tables, measured: Measurement, busy_town: CompiledScenario) -> None:
    clock = busy_town.clock
    roots = {
        int(row["case"]) for row in log.cases if row["parent"] < 0 and clock.window_start <= row["started"] < clock.window_end
    }
    root_of = {int(row["case"]): int(row["root"]) for row in log.cases}
    contacts = sum(int(row["root"]) in roots for row in log.contacts)
    work = sum(
        int(row["released"] if row["released"] >= 0 else clock.end) - int(row["started"])
        for row in log.legs
        if row["queue"] >= 0 and row["started"] >= 0 and root_of[int(row["case"])] in roots
    )
    assert measured.total("root", "roots").sum() == len(roots)
    assert measured.total("root", "contacts").sum() == contacts
    assert measured.total("root", "staff_time").sum() == work


def test_contacts_of_a_case_are_numbered_in_order_of_request(log: Tables) -> None:
    contacts = log.contacts
    same_case = contacts["case"][1:] == contacts["case"][:-1]
    assert (np.diff(contacts["contact"])[same_case] == 1).all()
    assert (np.diff(contacts["requested"])[same_case] >= 0).all()
