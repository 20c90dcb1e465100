"""How an experiment is run, whatever it asks: where its luck begins, what computes it, where, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from numbers import Integral
from typing import TypedDict, Unpack

from sim.engine.simulate import ENGINES
from sim.experiment.running.executors import Progress, Replicator, Stop, Where, opened
from sim.experiment.running.store import Store
from sim.experiment.running.work_unit import Job, Outcome, Sweep


class LabOptions(TypedDict, total=False):
    """The fields of :class:`Lab`, each by its name: ``sim.run(scenario, seed=4, jobs=2)``."""

    seed: int
    jobs: int | None
    engine: str
    world: int
    executor: Where
    store: Store | None
    on_progress: Progress | None
    stop: Stop | None


@dataclass(frozen=True)
class Lab:
    """What everything that simulates takes beside its question: as ``lab``, or each part by its name, or some of both.

    ``seed``
        Where the luck begins; equal seeds give equal bits.
    ``jobs``
        Number of workers; None = as many as the machine has processors.
    ``engine``
        ``auto`` and ``compiled`` are the compiled engine, ``simpy`` the model of record. Staff plans are always compiled.
    ``world``
        Parameter world; 0 = every number at its middle value. Plausible worlds and staff plans have their own.
    ``executor``
        Where work runs: ``serial``, ``threads``, ``processes``, ``dask`` (a cluster of this machine), ``dask://HOST:PORT``, or
        what :func:`sim.experiment.running.executors.opened` gives. ``auto``: threads for the compiled engine, processes for
        SimPy. The numbers are the same to the bit.
    ``store``
        Where what was simulated before is found, and what is new is kept (``sim.Store.of_user()``); None = nowhere.
    ``on_progress``
        Called with (finished, asked): replications of a run, a comparison, a tipping point (at each of its settings from 0) and
        a staff plan (of which is only guessed how many there will be); units of sensitivity and worlds, each one setting or
        world in one replication (of sensitivity in two rounds, each from 0).
    ``stop``
        Asked often; when it says True (or at Ctrl-C) the work ends and what is finished is kept.

    It raises ``ValueError`` for an engine, a seed or a world that is none. What uses it raises that for jobs below 1 or an
    executor that does not exist, and ``sim.experiment.running.cluster.ClusterError`` for a cluster that is not there, is lost,
    or runs another version.
    """

    seed: int = 1
    jobs: int | None = None
    engine: str = "auto"
    world: int = 0
    executor: Where = "auto"
    store: Store | None = None
    on_progress: Progress | None = None
    stop: Stop | None = None

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ValueError(f"there is no engine {self.engine!r}; one of {', '.join(ENGINES)}")
        if not isinstance(self.seed, Integral) or not isinstance(self.world, Integral):
            raise ValueError(f"seed and world are whole numbers, got {self.seed!r} and {self.world!r}")

    def with_(self, **changes: Unpack[LabOptions]) -> Lab:
        unknown = changes.keys() - LabOptions.__annotations__.keys()
        if unknown:
            known = ", ".join(LabOptions.__annotations__)
            raise TypeError(f"there is no option {', '.join(sorted(unknown))}; options are {known}")
        return replace(self, **changes)

    @property
    def stopped(self) -> bool:
        return self.stop is not None and self.stop()

    def refuse(self, **reasons: str) -> None:
        """Raises ``ValueError`` where one of these options is set, with the reason why that cannot be."""
        for name, reason in reasons.items():
            if getattr(self, name) != getattr(LAB, name):
                raise ValueError(f"{reason}; leave {name} out, got {getattr(self, name)!r}")

    @contextmanager
    def opened(self, work: int) -> Iterator[Lab]:
        """The same lab with its executor open, for several experiments; ``work``: how many pieces each has at least."""
        with opened(self.executor, self.jobs, work, self.engine) as executor:
            yield replace(self, executor=executor)

    @contextmanager
    def running(self, job: Job | Sweep, work: int, on_outcome: Callable[[Outcome], None] | None = None) -> Iterator[Replicator]:
        """What runs a job of so many pieces of work."""
        with (
            opened(self.executor, self.jobs, work, self.engine) as executor,
            Replicator(job, executor, self.stop, self.on_progress, self.store, on_outcome) as replicator,
        ):
            yield replicator


LAB = Lab()
"""All as it is when nothing is said."""
