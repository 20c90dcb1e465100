"""What the user asked for, checked before anything is simulated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.cli.failures import read_all, usage
from sim.experiment.found.intervals import LOOKS
from sim.experiment.running.executors import Where
from sim.experiment.running.store import OFF, Store
from sim.model.files.yaml_file import told_name
from sim.model.town.scenario import Scenario
from sim.report.files.folder import check_folder
from sim.report.files.layout import Sources, named_anew
from sim.report.told.recipe import Recipe
from sim.text.texts import Texts


@dataclass(frozen=True)
class Request:
    """The options of ``run`` and ``compare``.

    ``until_decided``: look after 10, 20, 40 and 80 replications instead of ``replications``; ``noise_floor``: measure it.
    ``tipping`` are paths of numbers; ``pair`` says which files these are about, counted from 1: ``"2:3"``. ``sensitivity`` and
    ``worlds`` are about the same pair: replications of each setting, and the number of plausible worlds; 0 = not asked.
    ``keep`` is the store as it was asked for, ``store`` the one that is used (:func:`sim.cli.keeping.placed`).
    """

    files: tuple[Path, ...]
    replications: int
    weeks: int | None
    seed: int
    jobs: int | None
    engine: str
    out: Path | None
    tables: bool = False
    json: bool = False
    until_decided: bool = False
    noise_floor: bool = True
    tipping: tuple[str, ...] = ()
    pair: str | None = None
    world: int = 0
    sensitivity: int = 0
    worlds: int = 0
    executor: Where = "auto"
    keep: str | None = OFF
    store: Store | None = None

    @property
    def overrides(self) -> dict[str, Any]:
        """What is put into every scenario when it is read."""
        return {} if self.weeks is None else {"period.weeks": self.weeks}

    @property
    def recipe(self) -> Recipe:
        """What decides the results, for the manifest."""
        return Recipe(
            self.replications,
            self.seed,
            self.engine,
            self.world,
            overrides=self.overrides,
            until_decided=self.until_decided,
            noise_floor=self.noise_floor,
            tipping=self.tipping,
            pair=self.pair,
            sensitivity=self.sensitivity,
            worlds=self.worlds,
        )

    @property
    def options(self) -> dict[str, Any]:
        """What running and comparing take alike."""
        options = {"replications": self.replications, "seed": self.seed, "jobs": self.jobs, "engine": self.engine}
        return options | {"world": self.world, "executor": self.executor, "store": self.store}

    @property
    def work(self) -> int:
        """How many pieces of work there are at least, for the number of workers."""
        if self.sensitivity or self.worlds:
            return max(self.replications, 100)
        return LOOKS[0] if self.until_decided else self.replications


@dataclass(frozen=True)
class Task:
    """The scenarios of a request, the files that each was read from, what they are called, and what decides the results."""

    scenarios: tuple[Scenario, ...]
    sources: Sources
    files: tuple[str, ...]
    recipe: Recipe


def prepared(request: Request, say: Texts, *, at_least: int = 1) -> Task:
    """The scenarios, read and checked, with a results folder that can be written.

    Raises ``CommandError`` for a request that does not fit together, ``FolderError`` and ``ScenarioError``.
    """
    if len(request.files) < at_least:
        raise usage(say("Give at least two scenario files to compare."))
    if request.tables and request.out is None:
        raise usage(say("--tables needs --out, the folder to write to."))
    if request.out is not None:
        check_folder(request.out)
    scenarios, sources = read_all(request.files, request.overrides)
    files = tuple(told_name(file) for file in request.files)
    return Task(tuple(scenarios), named_anew(sources), files, request.recipe)


def pair_of(request: Request, say: Texts) -> tuple[int, int]:
    """The files a tipping point is about, counted from 0: what the second of them adds to the first.

    ``--tipping-pair 2:3`` asks when file 2 takes more than file 3. By default these, or 2:1 when there are two files.
    """
    text = request.pair or ("2:3" if len(request.files) > 2 else "2:1")
    parts = text.split(":")
    if (
        len(parts) == 2
        and all(part.isdecimal() and 1 <= int(part) <= len(request.files) for part in parts)
        and parts[0] != parts[1]
    ):
        return int(parts[1]) - 1, int(parts[0]) - 1
    raise usage(
        say(
            "{text} is not a pair of files; write two different numbers from 1 to {count}, such as 2:1.",
            text=text,
            count=len(request.files),
        )
    )
