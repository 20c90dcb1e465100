"""What the user asked for, checked before anything is simulated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sim.cli.designs import OnTop, composed_of, tell_left_out
from sim.cli.failures import read_all, usage
from sim.cli.typed import read_settings
from sim.experiment.found.intervals import LOOKS
from sim.experiment.lab import Lab
from sim.experiment.running.store import OFF
from sim.model.files.yaml_file import told_name
from sim.model.town.scenario import Scenario
from sim.report.files.folder import check_folder
from sim.report.files.layout import Sources, named_anew
from sim.report.told.recipe import Recipe
from sim.text.texts import Texts

NOTHING_ON_TOP = OnTop()


@dataclass(frozen=True)
class Request:
    """The options of ``run`` and ``compare``: what decides the results, where they are worked out, and where they go.

    ``keep`` is the store as it was asked for; it is found, and the executor opened, by :func:`sim.cli.keeping.at_work`.
    ``settings`` are what ``--set`` adds to the overrides of the recipe, as typed; ``full``: everything is printed; ``on_top``
    are plans and measures, which ``run`` puts on the file and ``compare`` beside it.
    """

    files: tuple[Path, ...]
    recipe: Recipe
    jobs: int | None
    executor: str
    out: Path | None
    tables: bool = False
    json: bool = False
    keep: str | None = OFF
    settings: tuple[str, ...] = ()
    full: bool = True
    on_top: OnTop = NOTHING_ON_TOP

    @property
    def lab(self) -> Lab:
        return Lab(self.recipe.seed, self.jobs, self.recipe.engine, self.recipe.world, self.executor)

    @property
    def is_short(self) -> bool:
        """Is only the verdict printed, and not the pages behind it?"""
        return not self.full and not self.json

    @property
    def work(self) -> int:
        """How many pieces of work there are at least, for the number of workers."""
        recipe = self.recipe
        if recipe.sensitivity or recipe.worlds:
            return max(recipe.replications, 100)
        return LOOKS[0] if recipe.until_decided else recipe.replications


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
    on_top = request.on_top
    designs = [*map(on_top.base, request.files), *on_top.on(request.files[0])]
    if at_least == 1:
        designs = [on_top.only(request.files[0], say)]
    if len(designs) < at_least:
        raise usage(say("Give two scenario files to compare, or one and a --plan or --measure."))
    if request.tables and request.out is None:
        raise usage(say("--tables needs --out, the folder to write to."))
    if request.out is not None:
        check_folder(request.out)
    given = request.recipe.overrides
    recipe = replace(request.recipe, overrides={**given, **read_settings(request.settings, say, known=given)})
    scenarios, sources = read_all(designs, recipe.overrides)
    tell_left_out(composed_of(designs), recipe.overrides, say)
    files = tuple(told_name(one) if isinstance(one, Path) else one[0].file for one in designs)
    return Task(tuple(scenarios), named_anew(sources), files, recipe)


def pair_of(request: Request, count: int, say: Texts) -> tuple[int, int]:
    """The files of ``count`` that a tipping point is about, counted from 0: what the second of them adds to the first.

    ``--tipping-pair 2:3`` asks when file 2 takes more than file 3. By default these, or 2:1 when there are two files.
    """
    text = request.recipe.pair or ("2:3" if count > 2 else "2:1")
    parts = text.split(":")
    if len(parts) == 2 and all(part.isdecimal() and 1 <= int(part) <= count for part in parts) and parts[0] != parts[1]:
        return int(parts[1]) - 1, int(parts[0]) - 1
    raise usage(
        say(
            "{text} is not a pair of files; write two different numbers from 1 to {count}, such as 2:1.",
            text=text,
            count=count,
        )
    )
