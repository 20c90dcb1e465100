"""The generator against published answers, variates against their distribution functions, entities and labels.

Statistical tests use fixed seeds and fail below p = 1e-6: that is the chance of a false alarm for a new choice of seeds.
"""

import math
from itertools import count
from operator import attrgetter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.engine.compiler.jit import compiled
from sim.engine.luck import draws

plain = attrgetter("py_func")
FALSE_ALARM = 1e-6
words = st.integers(0, 2**32 - 1)
entities = st.integers(0, 2**63 - 1)
uniforms = st.integers(0, 2**52 - 1).map(lambda k: (k + 0.5) * 2.0**-52)
Floats = np.ndarray[Any, np.dtype[np.float64]]


# Lines "philox4x32 10" of kat_vectors, Random123 1.09: counter, key, answer.
@pytest.mark.parametrize(
    "vector",
    [
        "00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1",
    ],
)
def test_philox_gives_the_published_answers(vector: str) -> None:
    numbers = [int(word, 16) for word in vector.split()]
    c0, c1, c2, c3, k0, k1 = numbers[:6]
    assert list(draws.philox(c0, c1, c2, c3, k0, k1)) == numbers[6:]
    assert list(plain(draws.philox)(c0, c1, c2, c3, k0, k1)) == numbers[6:]


@given(words, words, entities, words, words)
def test_uniforms_come_from_the_two_halves_of_one_call(seed: int, replication: int, entity: int, label: int, index: int) -> None:
    a, b, c, d = draws.philox(entity % 2**32, entity // 2**32, label, index, seed, replication)
    key = seed, replication, entity, label, index
    assert draws.uniform(*key) == plain(draws.uniform)(*key) == ((a * 2**32 + b) // 2**12 + 0.5) / 2**52
    assert draws.uniform_second(*key) == plain(draws.uniform_second)(*key) == ((c * 2**32 + d) // 2**12 + 0.5) / 2**52


def test_uniform_stays_inside_the_open_interval() -> None:
    assert draws._between_0_and_1(0, 0) == 2.0**-53
    assert draws._between_0_and_1(2**32 - 1, 2**32 - 1) == 1.0 - 2.0**-53


@compiled
def fill(into: Floats, axis: int, second: bool) -> None:
    """Uniforms along one axis of the key: seed, replication, entity, label, index."""
    for i in range(into.size):
        seed = i if axis == 0 else 1
        replication = i if axis == 1 else 2
        entity = i if axis == 2 else 3
        label = i if axis == 3 else 4
        index = i if axis == 4 else 5
        if second:
            into[i] = draws.uniform_second(seed, replication, entity, label, index)
        else:
            into[i] = draws.uniform(seed, replication, entity, label, index)


@pytest.mark.parametrize("axis", range(5))
def test_uniforms_along_every_axis_of_the_key_are_uniform_and_independent(axis: int) -> None:
    first, second = np.empty(20_000), np.empty(20_000)
    fill(first, axis, False)
    fill(second, axis, True)
    for sample in (first, second):
        assert stats.kstest(sample, "uniform").pvalue > FALSE_ALARM
        assert stats.pearsonr(sample[1:], sample[:-1]).pvalue > FALSE_ALARM
    assert stats.pearsonr(first, second).pvalue > FALSE_ALARM


VARIATES: dict[str, tuple[Any, tuple[float, ...], Any]] = {
    "gumbel": (draws.gumbel, (), stats.gumbel_r()),
    "normal": (draws.normal, (), stats.norm()),
}


@pytest.mark.parametrize("name", VARIATES)
@given(u=uniforms, higher=uniforms)
def test_variates_invert_their_distribution_functions(name: str, u: float, higher: float) -> None:
    function, parameters, distribution = VARIATES[name]
    value = function(u, *parameters)
    assert value == plain(function)(u, *parameters)
    assert value == pytest.approx(distribution.ppf(u), rel=1e-9, abs=1e-9)
    if higher - u > 1e-9:
        assert function(higher, *parameters) > value


@pytest.mark.parametrize("name", VARIATES)
def test_variates_of_drawn_uniforms_have_their_distribution(name: str) -> None:
    function, parameters, distribution = VARIATES[name]
    sample = [function(draws.uniform(7, 0, entity, 1, 0), *parameters) for entity in range(20_000)]
    assert stats.kstest(sample, distribution.cdf).pvalue > FALSE_ALARM


@given(uniforms)
def test_clipped_normal_has_atoms_at_its_ends(u: float) -> None:
    value = draws.clipped_normal(u, 0.6, 0.5, 0.0, 1.0)
    assert value == min(max(0.6 + 0.5 * draws.normal(u), 0.0), 1.0)
    assert value == plain(draws.clipped_normal)(u, 0.6, 0.5, 0.0, 1.0)


@given(uniforms, st.floats(1e-6, 32.0))
def test_inverse_poisson_is_the_smallest_count_that_reaches_u(u: float, mean: float) -> None:
    found = draws.inverse_poisson(u, mean)
    assert found == plain(draws.inverse_poisson)(u, mean)
    assert stats.poisson.cdf(found, mean) >= u - 1e-12
    assert found == 0 or stats.poisson.cdf(found - 1, mean) < u + 1e-12


@given(words, entities, st.floats(0.0, 200.0), st.floats(0.0, 200.0))
def test_a_higher_mean_never_lowers_a_poisson_count(seed: int, entity: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    counts = [draws.poisson(seed, 0, entity, 9, mean) for mean in (low, high)]
    assert counts == sorted(counts)
    assert counts[1] == plain(draws.poisson)(seed, 0, entity, 9, high)


@pytest.mark.parametrize("mean", [0.3, 5.0, 32.0, 100.5])
def test_poisson_counts_have_their_distribution(mean: float) -> None:
    size = 20_000
    sample = np.array([draws.poisson(3, 1, entity, 2, mean) for entity in range(size)])
    low, high = int(stats.poisson.ppf(0.001, mean)), int(stats.poisson.ppf(0.999, mean))
    seen = np.bincount(np.clip(sample, low, high) - low, minlength=high - low + 1)
    edges = stats.poisson.cdf(np.arange(low, high), mean)
    expected = size * np.diff(np.concatenate([[0.0], edges, [1.0]]))
    assert stats.chisquare(seen, expected).pvalue > FALSE_ALARM


def test_poisson_at_its_limits() -> None:
    for mean in (0.0, -1.0, math.nan):
        assert draws.poisson(1, 1, 1, 1, mean) == 0
    for mean in (2.0**37, math.inf):
        assert draws.poisson(1, 1, 1, 1, mean) == -1


@given(
    st.integers(0, 2**22 - 1),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**7 - 1),
    st.integers(0, 2**16 - 1),
    words,
)
def test_entities_hold_their_fields(name: int, date: int, quarter: int, ordinal: int, number: int) -> None:
    case = draws.case_entity(name, date, quarter, ordinal)
    assert (case >> 61, case >> 39 & 2**22 - 1, case >> 23 & 2**16 - 1, case >> 16 & 127, case & 2**16 - 1) == (
        1,
        name,
        date,
        quarter,
        ordinal,
    )
    citizen = draws.citizen_entity(name, number)
    assert (citizen >> 56, citizen >> 32 & 2**22 - 1, citizen & 2**32 - 1) == (1, name, number)
    agent = draws.agent_entity(name, ordinal)
    assert (agent >> 56, agent >> 16 & 2**22 - 1, agent & 2**16 - 1) == (2, name, ordinal)
    day = draws.day_entity(date)
    assert (day >> 56, day & 2**56 - 1) == (3, date)
    stream = draws.stream_entity(name, date, quarter)
    assert (stream >> 56, stream >> 23 & 2**22 - 1, stream >> 7 & 2**16 - 1, stream & 127) == (4, name, date, quarter)
    child = draws.child_entity(case, number, ordinal)
    assert child >> 61 == 2
    makers: list[tuple[Any, tuple[int, ...]]] = [
        (draws.case_entity, (name, date, quarter, ordinal)),
        (draws.citizen_entity, (name, number)),
        (draws.agent_entity, (name, ordinal)),
        (draws.day_entity, (date,)),
        (draws.stream_entity, (name, date, quarter)),
        (draws.child_entity, (case, number, ordinal)),
    ]
    for function, fields in makers:
        entity = function(*fields)
        assert draws.checked_entity(entity) == entity == plain(function)(*fields)


@pytest.mark.parametrize(
    ("function", "limits"),
    [
        (draws.case_entity, (2**22, 2**16, 2**7, 2**16)),
        (draws.stream_entity, (2**22, 2**16, 2**7)),
        (draws.citizen_entity, (2**22, 2**32)),
        (draws.agent_entity, (2**22, 2**16)),
        (draws.day_entity, (2**16,)),
        (draws.child_entity, (2**63, 2**32, 2**32)),
    ],
)
def test_a_field_out_of_range_is_noticed(function: Any, limits: tuple[int, ...]) -> None:
    assert function(*(limit - 1 for limit in limits)) > 0
    for place, limit in enumerate(limits):
        for wrong in (-1, limit) if limit < 2**63 else (-1,):
            entity = function(*(wrong if i == place else 0 for i in range(len(limits))))
            assert entity == -1
            with pytest.raises(OverflowError, match="cannot be numbered"):
                draws.checked_entity(entity)


def test_children_differ_by_parent_cause_and_number() -> None:
    parents = [draws.case_entity(1, 20_000, 40, ordinal) for ordinal in range(20)]
    children = {draws.child_entity(parent, cause, n) for parent in parents for cause in range(20) for n in range(20)}
    assert len(children) == 8_000
    assert all(draws.child_entity(child, 1, 0) not in children for child in children)


def test_labels_are_blake2s_of_the_joined_names() -> None:
    assert draws.label("patience", "melding", "phone") == draws.label("patience/melding", "phone") != draws.label("patience")
    assert draws.name_hash22("digital") == draws.label("digital") >> 10
    assert draws.label("patience") == 2662667928  # must never change: results of earlier versions stand on it


def test_labels_refuse_two_names_with_one_hash() -> None:
    labels = draws.Labels()
    assert labels.label("patience", "phone") == labels.label("patience", "phone") == draws.label("patience", "phone")
    with pytest.raises(draws.LabelCollision, match="'patience/phone'"):
        labels.label("patience/phone")
    one, other = two_with_the_same_hash()
    labels.name_hash22(one)
    labels.label(one)
    labels.label(other)  # their 32-bit labels differ
    with pytest.raises(draws.LabelCollision, match=f"'{one}' and '{other}'"):
        labels.name_hash22(other)
    draws.Labels().name_hash22(other)  # another scenario has its own names


def two_with_the_same_hash() -> tuple[str, str]:
    seen: dict[int, str] = {}
    for name in map("segment {}".format, count()):
        other = seen.setdefault(draws.name_hash22(name), name)
        if other != name:
            return other, name
    raise AssertionError
