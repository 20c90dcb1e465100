"""Run options are declared once: the keyword arguments, the fields and the functions cannot come apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from inspect import signature
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import sim
from sim.experiment.lab import LAB, Lab, LabOptions
from sim.experiment.tipping import tipping_points

ROOT = Path(__file__).parents[2]
OPTIONS = {field.name for field in fields(Lab)}
TAKE_A_LAB: tuple[Callable[..., Any], ...] = (
    sim.run, sim.compare, sim.sensitivity, sim.worlds, tipping_points, sim.staff, sim.with_fte,
)  # fmt: skip


def test_the_keyword_arguments_are_the_fields() -> None:
    assert get_type_hints(LabOptions) == get_type_hints(Lab)


@pytest.mark.parametrize("function", TAKE_A_LAB)
def test_no_function_lists_the_options_itself(function: Callable[..., Any]) -> None:
    parameters = signature(function).parameters
    assert parameters["lab"].default is LAB
    assert not OPTIONS & set(parameters)


def test_a_lab_and_its_parts_by_name_are_the_same_and_a_part_wins() -> None:
    scenario = sim.load(ROOT / "tests" / "data" / "monday_morning.yaml")
    lab = Lab(seed=4, jobs=2)
    found = [
        sim.run(scenario, replications=1, seed=4, jobs=2),
        sim.run(scenario, replications=1, lab=lab),
        sim.run(scenario, replications=1, lab=lab.with_(seed=9), seed=4),
    ]
    assert [one.seed for one in found] == [4, 4, 4]
    assert len({str(one.estimates()) for one in found}) == 1


def test_what_an_experiment_cannot_take_is_refused_with_what_to_do() -> None:
    scenario = sim.load(ROOT / "tests" / "data" / "monday_morning.yaml")
    with pytest.raises(ValueError, match="compiled engine; leave engine out, got 'simpy'"):
        sim.staff(scenario, engine="simpy")
    with pytest.raises(ValueError, match="leave world out, got 3"):
        sim.with_fte(scenario, 4, world=3)
    with pytest.raises(ValueError, match="leave world out, got 2"):
        sim.worlds([scenario, scenario], number=2, world=2)


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"engine": "SimPy"}, ValueError, "no engine 'SimPy'; one of auto, simpy, compiled"),
        ({"seed": 1.5}, ValueError, "whole numbers, got 1.5"),
        ({"replicatons": 2}, TypeError, "no option replicatons; options are seed, jobs"),
    ],
)
def test_what_is_no_option_is_refused_with_those_there_are(options: dict[str, Any], error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        LAB.with_(**options)
