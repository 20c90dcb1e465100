"""Every random number is a pure function of (seed, replication, who, which decision, which try).

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): key =
(seed, replication), counter = (entity low, entity high, label, index). *Who* is an entity, a non-negative int64 that encodes
kind, name, calendar date and number; *which decision* is a label, a hash of names; *which try* is the index. Seed,
replication, label and index lie in [0, 2**32); integers outside their field are cut to it here, so check them where they
are made. All variates are inversions of one uniform, rising in it.

Compiled functions take and return int64 and float64, and are called from Python with plain numbers.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np

from sim.engine.compiler.jit import compiled, inlined
from sim.engine.luck.arithmetic import exp, inverse_normal, log

WORD = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
TWELVE, TWENTY = np.uint64(12), np.uint64(20)
MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
ROUNDS = 10
TWO_MINUS_52 = 2.0**-52

Array = np.ndarray[Any, np.dtype[Any]]

ROUNDING = 1e-12
"""More than the rounding errors of numbers up to 1."""

POISSON_CHUNK = 32.0
POISSON_LIMIT = POISSON_CHUNK * 2.0**32

STREAM_LIMIT = 1 << 22  # also segments and teams
DATE_LIMIT = 1 << 16  # days since 1970-01-01: to the year 2149
QUARTER_LIMIT = 1 << 7
ORDINAL_LIMIT = 1 << 16  # also agents
NUMBER_LIMIT = 1 << 32  # also labels and indices

CASE = 1 << 61
CHILD = 2 << 61
CITIZEN, AGENT, DAY, STREAM = 1 << 56, 2 << 56, 3 << 56, 4 << 56


@inlined
def philox(counter0: int, counter1: int, counter2: int, counter3: int, key0: int, key1: int) -> tuple[int, int, int, int]:
    """Philox4x32-10: four words from a counter of four words and a key of two; all words are integers in [0, 2**32)."""
    c0, c1 = np.uint64(counter0) & WORD, np.uint64(counter1) & WORD
    c2, c3 = np.uint64(counter2) & WORD, np.uint64(counter3) & WORD
    k0, k1 = np.uint64(key0) & WORD, np.uint64(key1) & WORD
    for _ in range(ROUNDS):
        product0 = MULTIPLIER_0 * c0
        product1 = MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (product1 >> HALF) ^ c1 ^ k0, product1 & WORD, (product0 >> HALF) ^ c3 ^ k1, product0 & WORD
        k0, k1 = (k0 + WEYL_0) & WORD, (k1 + WEYL_1) & WORD
    return int(np.int64(c0)), int(np.int64(c1)), int(np.int64(c2)), int(np.int64(c3))


@inlined
def uniform(seed: int, replication: int, entity: int, label: int, index: int) -> float:
    """The first uniform number of a decision, in the open interval (0, 1): (k + 1/2) / 2**52."""
    high, low, _, _ = philox(entity & 0xFFFFFFFF, entity >> 32, label, index, seed, replication)
    return _between_0_and_1(high, low)


@inlined
def uniform_second(seed: int, replication: int, entity: int, label: int, index: int) -> float:
    """The second uniform number of the same decision, independent of the first."""
    _, _, high, low = philox(entity & 0xFFFFFFFF, entity >> 32, label, index, seed, replication)
    return _between_0_and_1(high, low)


@compiled
def uniforms_of_quarters(seed: int, replication: int, entity: int, label: int, uniforms: Array) -> None:
    """The first uniform number of index 0 for ``entity`` + 0, 1, 2 ..., at most 128 of them: a stream's quarter-hours.

    ``entity`` is that of quarter-hour 0, so that only the lowest word of the counter changes. Written out as one loop without
    calls or branches, because then the processor works on several quarter-hours at once.
    """
    first, second = np.uint64(entity) & WORD, np.uint64(entity) >> HALF
    for quarter in range(len(uniforms)):
        c0, c1, c2, c3 = first + np.uint64(quarter), second, np.uint64(label), np.uint64(0)
        k0, k1 = np.uint64(seed), np.uint64(replication)
        for _ in range(ROUNDS):
            product0 = MULTIPLIER_0 * c0
            product1 = MULTIPLIER_1 * c2
            c0, c1, c2, c3 = (product1 >> HALF) ^ c1 ^ k0, product1 & WORD, (product0 >> HALF) ^ c3 ^ k1, product0 & WORD
            k0, k1 = (k0 + WEYL_0) & WORD, (k1 + WEYL_1) & WORD
        uniforms[quarter] = (np.float64(np.int64((c0 << TWENTY) | (c1 >> TWELVE))) + 0.5) * TWO_MINUS_52


@compiled
def _between_0_and_1(high: int, low: int) -> float:
    """From two words: their 52 highest bits, half a step up."""
    return (np.float64((high << 20) | (low >> 12)) + 0.5) * TWO_MINUS_52


# Variates


@compiled
def gumbel(u: float) -> float:
    """Standard Gumbel (largest value): mean 0.5772, variance pi**2 / 6."""
    return -log(-log(u))


@compiled
def normal(u: float) -> float:
    """Standard normal."""
    return inverse_normal(u)


@compiled
def clipped_normal(u: float, mean: float, sd: float, low: float, high: float) -> float:
    """Normal, with everything outside [low, high] moved to the nearest end (so the ends have atoms)."""
    x = mean + sd * inverse_normal(u)
    if x < low:
        return low
    if x > high:
        return high
    return x


@compiled
def poisson(seed: int, replication: int, entity: int, label: int, mean: float) -> int:
    """A Poisson count that never falls when ``mean`` rises; 0 for a mean of 0 or less, -1 for one of 2**37 or more.

    A mean above 32 is cut in chunks of 32 and a remainder; chunk k inverts the uniform of index k.
    """
    if mean >= POISSON_LIMIT:
        return -1
    count = 0
    index = 0
    rest = mean
    while rest > 0.0:
        chunk = min(rest, POISSON_CHUNK)
        count += inverse_poisson(uniform(seed, replication, entity, label, index), chunk)
        rest -= chunk
        index += 1
    return count


@compiled
def is_none(u: float, mean: float) -> bool:
    """Is the Poisson count 0 for certain, ``u`` being below 1 - mean and so below exp(-mean), which need not be worked out?"""
    return u < 1.0 - mean - ROUNDING


@compiled
def inverse_poisson(u: float, mean: float) -> int:
    """The smallest count whose distribution function reaches ``u``; ``mean`` at most a few hundred."""
    if is_none(u, mean):
        return 0
    count = 0
    probability = exp(-mean)
    reached = probability
    while u > reached:
        count += 1
        probability *= mean / count
        if reached + probability == reached and count > mean:  # rounding keeps the sum below u for ever
            break
        reached += probability
    return count


# Entities. An entity with a field out of range is -1: see checked_entity.


@compiled
def case_entity(stream: int, date: int, quarter: int, ordinal: int) -> int:
    """Fresh case number ``ordinal`` of a stream (22-bit hash) on a date (days since 1970-01-01) and quarter-hour (0-95)."""
    arrivals = stream_entity(stream, date, quarter)
    if arrivals < 0 or not 0 <= ordinal < ORDINAL_LIMIT:
        return -1
    return CASE | ((arrivals - STREAM) << 16) | ordinal


@compiled
def stream_entity(stream: int, date: int, quarter: int) -> int:
    """The arrivals of a stream in one quarter-hour, for their number."""
    if not (0 <= stream < STREAM_LIMIT and 0 <= date < DATE_LIMIT and 0 <= quarter < QUARTER_LIMIT):
        return -1
    return STREAM | (stream << 23) | (date << 7) | quarter


@compiled
def citizen_entity(segment: int, number: int) -> int:
    """Citizen ``number`` of a segment (22-bit hash)."""
    if not (0 <= segment < STREAM_LIMIT and 0 <= number < NUMBER_LIMIT):
        return -1
    return CITIZEN | (segment << 32) | number


@compiled
def agent_entity(team: int, number: int) -> int:
    """Agent ``number`` of a team (22-bit hash)."""
    if not (0 <= team < STREAM_LIMIT and 0 <= number < ORDINAL_LIMIT):
        return -1
    return AGENT | (team << 16) | number


@compiled
def day_entity(date: int) -> int:
    """A calendar date (days since 1970-01-01)."""
    if not 0 <= date < DATE_LIMIT:
        return -1
    return DAY | date


@compiled
def child_entity(parent: int, cause: int, n: int) -> int:
    """The n-th case that follows from ``parent`` for the reason with label ``cause``; the same in every seed and replication.

    61 drawn bits: among ten million children the chance that any two are the same is below 1 in 40,000.
    """
    if parent < 0 or not (0 <= cause < NUMBER_LIMIT and 0 <= n < NUMBER_LIMIT):
        return -1
    high, low, _, _ = philox(parent & 0xFFFFFFFF, parent >> 32, cause, n, 0, 0)
    return CHILD | (high << 29) | (low >> 3)


def checked_entity(entity: int) -> int:
    """The entity itself. Raises OverflowError where a field was out of range, which the functions above show as -1."""
    if entity < 0:
        raise OverflowError(
            "a case, citizen or agent cannot be numbered: dates go from 1970 to 2149, a stream has at most 65,536 arrivals in a "
            "quarter-hour, a team at most 65,536 agents and a segment at most 2**32 citizens"
        )
    return entity


# Labels


class LabelCollision(ValueError):  # noqa: N818 - says what happened
    """Two different names have the same hash, so that their draws would be the same; one must be renamed."""


@lru_cache(maxsize=1 << 15)
def label(*names: str) -> int:
    """32-bit BLAKE2s hash of the names of decision, step, channel ..., joined by ``/``."""
    return int.from_bytes(hashlib.blake2s("/".join(names).encode(), digest_size=4).digest(), "big")


def name_hash22(*names: str) -> int:
    """22-bit hash of the names of a stream, segment or team, for the entity functions: the highest bits of their label."""
    return label(*names) >> 10


class Labels:
    """Hands out labels and hashes, and refuses two names with the same one: ``LabelCollision``.

    Names are told apart as they are given: ``("a", "b/c")`` and ``("a/b", "c")`` collide.
    """

    def __init__(self) -> None:
        self._names: dict[tuple[int, int], tuple[str, ...]] = {}

    def label(self, *names: str) -> int:
        return self._only(32, label(*names), names)

    def name_hash22(self, *names: str) -> int:
        return self._only(22, name_hash22(*names), names)

    def join(self, other: Labels) -> None:
        """Takes in what the other handed out."""
        for key, names in other._names.items():
            if self._names.setdefault(key, names) != names:
                self._only(*key, names)

    def _only(self, bits: int, value: int, names: tuple[str, ...]) -> int:
        known = self._names.setdefault((bits, value), names)
        if known != names:
            raise LabelCollision(f"{'/'.join(known)!r} and {'/'.join(names)!r} have the same {bits}-bit hash; rename one of them")
        return value
