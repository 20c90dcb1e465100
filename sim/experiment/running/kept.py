"""What is kept of a replication: its measurement, what comparing persons reads, and the gains and losses of a pair.

Arrays are written as they are, so that what is read again is equal to the bit.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.experiment.found.persons import READ, GainsAndLosses, Relevant
from sim.experiment.running.store import Store, key_of
from sim.experiment.running.subject import Subject
from sim.measure.histogram import Histogram
from sim.measure.layout import Array, Dimensions
from sim.measure.measurement import Measurement
from sim.measure.roots import Lines, RootCases

Arrays = dict[str, Array]
About = dict[str, Any]
ALIGNED = 8
QUICKLY = 1
"""Level of compression: a measurement is mostly zeros, so the quickest one does."""


@dataclass(frozen=True)
class Kept:
    """What is kept of replications with one seed and engine; of nothing, and nothing, without a store."""

    store: Store | None
    seed: int
    engine: str

    def has(self, subjects: tuple[Subject, ...], pairs: tuple[tuple[int, int], ...], replication: int) -> bool:
        """Whether everything of a replication seems to be there; reading it may find otherwise."""
        store = self.store
        if store is None:
            return False
        keys = [self._key("measurement", replication, one) for one in subjects]
        keys += [self._key("gains", replication, subjects[a], subjects[b]) for a, b in pairs]
        return all(store.has(key) for key in keys)

    def has_run(self, subject: Subject, replication: int, *, persons: bool) -> bool:
        """The same of one scenario, with its persons where these are compared."""
        kinds = ("measurement", "persons") if persons else ("measurement",)
        return self.store is not None and all(self.store.has(self._key(kind, replication, subject)) for kind in kinds)

    def measurement(self, subject: Subject, replication: int) -> Measurement | None:
        found = self._read("measurement", replication, subject)
        if found is None:
            return None
        arrays, about = found
        dimensions = Dimensions(**{name: tuple(members) for name, members in about["dimensions"].items()})
        histograms = {name: Histogram(arrays[f"keys {name}"], arrays[f"counts {name}"]) for name in about["histograms"]}
        cubes = {family: arrays[f"cube {family}"] for family in about["families"]}
        return Measurement(dimensions, about["window"], frozenset([replication]), cubes, histograms, {}, arrays["longest"])

    def keep_measurement(self, subject: Subject, replication: int, found: Measurement) -> None:
        about = {
            "dimensions": asdict(found.dimensions),
            "window": found.window,
            "families": list(found.cubes),
            "histograms": list(found.histograms),
        }
        arrays = {"longest": found.longest} | {f"cube {family}": cube for family, cube in found.cubes.items()}
        for name, histogram in found.histograms.items():
            arrays |= {f"keys {name}": histogram.keys, f"counts {name}": histogram.counts}
        self._write(arrays, about, "measurement", replication, subject)

    def persons(self, subject: Subject, replication: int) -> RootCases | None:
        """The root cases of a replication, with only what :func:`sim.experiment.found.persons.compare_persons` reads of them."""
        found = self._read("persons", replication, subject)
        if found is None:
            return None
        arrays = found[0]
        lines = Lines(arrays["entity"], arrays["service"], arrays["segment"], np.zeros(0, np.int64))
        return RootCases(lines, {name: arrays[f"value {name}"] for name in READ})

    def keep_persons(self, subject: Subject, replication: int, roots: RootCases) -> None:
        arrays = {name: getattr(roots.lines, name) for name in ("entity", "service", "segment")}
        arrays |= {f"value {name}": roots[name] for name in READ}
        self._write(arrays, {}, "persons", replication, subject)

    def gains(self, first: Subject, second: Subject, replication: int) -> GainsAndLosses | None:
        found = self._read("gains", replication, first, second)
        if found is None:
            return None
        arrays, about = found
        relevant = Relevant(**about["relevant"])
        return GainsAndLosses(tuple(about["services"]), tuple(about["segments"]), relevant, 1, arrays["tallies"])

    def keep_gains(self, first: Subject, second: Subject, replication: int, found: GainsAndLosses) -> None:
        about = {"services": found.services, "segments": found.segments, "relevant": asdict(found.relevant)}
        self._write({"tallies": found.tallies}, about, "gains", replication, first, second)

    def _key(self, kind: str, replication: int, *subjects: Subject) -> str:
        return key_of(kind, *(one.digest for one in subjects), self.seed, replication, engine_named(self.engine))

    def _read(self, kind: str, replication: int, *subjects: Subject) -> tuple[Arrays, About] | None:
        if self.store is None:
            return None
        content = self.store.get(self._key(kind, replication, *subjects))
        return None if content is None else unpacked(content)

    def _write(self, arrays: Arrays, about: About, kind: str, replication: int, *subjects: Subject) -> None:
        if self.store is not None:
            self.store.put(self._key(kind, replication, *subjects), packed(arrays, about))


def engine_named(engine: str) -> str:
    """The engine that ``auto`` stands for, or the one that is named."""
    return "simpy" if engine == "simpy" else "compiled"


def packed(arrays: Mapping[str, Array], about: About) -> bytes:
    """Arrays by name, and what JSON can say, as bytes: the length of the head, the head, and each array on its boundary."""
    columns = [[name, array.dtype.str, list(array.shape)] for name, array in arrays.items()]
    head = json.dumps({"arrays": columns, "about": about}).encode()
    head += b" " * (-len(head) % ALIGNED)
    parts = [len(head).to_bytes(ALIGNED, "little"), head]
    for array in arrays.values():
        raw = array.tobytes()
        parts += [raw, bytes(-len(raw) % ALIGNED)]
    return zlib.compress(b"".join(parts), QUICKLY)


def unpacked(content: bytes) -> tuple[Arrays, About]:
    """What was packed; the arrays may be changed."""
    whole = bytearray(zlib.decompress(content))
    start = ALIGNED + int.from_bytes(whole[:ALIGNED], "little")
    head = json.loads(whole[ALIGNED:start])
    arrays: Arrays = {}
    for name, dtype, shape in head["arrays"]:
        kind, count = np.dtype(dtype), int(np.prod(shape))
        arrays[name] = np.frombuffer(whole, kind, count, start).reshape(shape)
        start += kind.itemsize * count
        start += -start % ALIGNED
    return arrays, head["about"]
