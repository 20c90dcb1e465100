"""Compiling with parts that were kept gives what compiling from nothing gives, to the bit, whatever was changed in between."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from sim.engine.build.parts import MOST, forget, kept
from sim.engine.build.scenario import compile_scenario
from sim.model.files.loading import load
from sim.model.town.scenario import SAYS_OF_ITSELF, Scenario
from sim.model.values.values import Frozen, Range
from tests.engine.random_values import Written
from tests.engine.scenarios import load_written, towns

TOWN = Path(__file__).resolve().parents[1] / "data" / "town_digital.yaml"
SHORT = {"period.weeks": 1, "period.warm_up": 1, "period.prelude": 0, "period.follow_up": 1}
REFUSED = (ValueError, IndexError, KeyError, OverflowError, ZeroDivisionError)
"""What compiling says of a value that no file can hold."""


def variations(value: Any) -> Iterator[Any]:
    """The value with one number, date or yes-or-no in it changed, each in turn."""
    match value:
        case Range():
            yield value.model_copy(update={"mid": value.mid * 0.75 if value.mid else 0.25})
        case bool():
            yield not value
        case int() | float():
            yield value + 1
        case date():
            yield value + timedelta(days=7)
        case tuple():
            yield from ((*value[:at], other, *value[at + 1 :]) for at, other in _of_parts(enumerate(value)))
        case dict():
            yield from (value | {name: other} for name, other in _of_parts(value.items()))
        case Frozen():
            parts = [(name, getattr(value, name)) for name in type(value).model_fields if name not in SAYS_OF_ITSELF]
            yield from (value.model_copy(update={name: other}) for name, other in _of_parts(parts))


def _of_parts(parts: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    return ((place, other) for place, part in parts for other in variations(part))


def compiled(scenario: Scenario) -> str:
    """All that is compiled, in short; what is said of it where it is refused."""
    try:
        found = compile_scenario(scenario)
    except REFUSED as refused:
        return repr(refused)
    digest = hashlib.blake2b(repr((found.names, found.clock)).encode())
    for part in found.program:
        for name, array in part._asdict().items():
            digest.update(f"{name}{array.dtype.descr}{array.shape}".encode() + array.tobytes())
    return digest.hexdigest()


def assert_nothing_stays_behind(scenario: Scenario, every: int = 1) -> int:
    """Compiles each variation (or one of so many) after the others, and then from nothing. How many gave another program?"""
    changed = list(variations(scenario))[::every]
    as_it_stands, beside_others = compiled(scenario), [compiled(one) for one in changed]
    for one, found in zip(changed, beside_others, strict=True):
        forget()
        assert compiled(one) == found
    return sum(found != as_it_stands for found in beside_others)


def test_numbers_of_a_town_reach_the_program_beside_parts_that_were_kept() -> None:
    assert assert_nothing_stays_behind(load(TOWN, overrides=SHORT), every=11) > 50


@pytest.mark.slow
def test_so_does_every_number() -> None:
    assert assert_nothing_stays_behind(load(TOWN, overrides=SHORT)) > 500


@pytest.mark.slow
@settings(max_examples=1)
@given(town=towns())
def test_so_does_every_number_of_any_town(town: Written) -> None:
    assert_nothing_stays_behind(load_written(town))


def test_what_is_kept_cannot_be_written_and_a_program_can() -> None:
    @kept
    def numbers(most: int) -> tuple[np.ndarray[Any, np.dtype[Any]]]:
        return (np.arange(most),)

    assert numbers(3)[0] is numbers(3)[0]
    assert not numbers(3)[0].flags.writeable
    for part in compile_scenario(load(TOWN, overrides=SHORT)).program:
        assert all(array.flags.writeable for array in part)


def test_no_more_is_kept_than_the_last_that_were_asked_for() -> None:
    built = []

    @kept
    def one(number: int) -> tuple[np.ndarray[Any, np.dtype[Any]]]:
        built.append(number)
        return (np.zeros(1),)

    for number in range(MOST + 1):
        one(number)
    one(MOST)
    assert len(built) == MOST + 1
    one(0)
    assert len(built) == MOST + 2
