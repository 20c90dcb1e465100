"""Plans and measures on top of a town, as the command line asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from sim.cli.failures import each_or_all_problems, usage
from sim.model.files.extends import source_files
from sim.model.files.plans.compose import with_measures, with_plan, with_today
from sim.model.files.sources import SourceFile
from sim.text.texts import Texts

Files = tuple[SourceFile, ...]


@dataclass(frozen=True)
class OnTop:
    """What ``--plan``, ``--measure``, ``--today`` and ``--where-possible`` say.

    Each plan is a design on the first file, all measures together are one more; what is so ``today`` is so in every file.
    """

    plans: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    where_possible: bool = False

    @classmethod
    def of(
        cls,
        plans: Sequence[str] | None,
        measures: Sequence[str] | None,
        today: Sequence[str] | None,
        where_possible: bool = False,
    ) -> OnTop:
        return cls(tuple(plans or ()), tuple(measures or ()), tuple(today or ()), where_possible)

    @property
    def count(self) -> int:
        return len(self.plans) + bool(self.measures)

    def base(self, file: Path) -> Path | Files:
        """A file that the user names, with what is so today in it. Raises ``ScenarioError``."""
        return with_today(source_files(file), self.today) if self.today else file

    def on(self, town: Path) -> list[Files]:
        """The files of each design on a town. Raises ``ScenarioError`` with what is wrong with any of them."""
        if not self.count:
            return []
        base, possible = self.base(town), self.where_possible
        files = source_files(base) if isinstance(base, Path) else base
        found = each_or_all_problems(lambda plan: with_plan(files, plan, where_possible=possible), self.plans)
        return [*found, *([with_measures(files, self.measures, where_possible=possible)] if self.measures else [])]

    def only(self, town: Path, say: Texts) -> Path | Files:
        """The town itself, or the one design on it. Raises ``CommandError`` where several are asked for."""
        if self.count > 1:
            raise usage(say("This command takes one design: one --plan, or --measure once or more; compare takes several."))
        found = self.on(town)
        return found[0] if found else self.base(town)


def tell_left_out(found: Iterable[Files], overrides: Mapping[str, Any], say: Texts) -> None:
    """What the town lacks of plans and measures and was left out, as was asked; on standard error, for it is no result."""
    from sim.model.files.loading import left_out

    for files in found:
        names: dict[str, list[str]] = {}
        for one in left_out(files, overrides):
            names.setdefault(one.of, []).append(one.name)
        for measure, lacking in names.items():
            told = {"measure": measure, "names": say.listed(list(dict.fromkeys(lacking)))}
            typer.echo(say("Left out of {measure}, because this town does not have it: {names}.", **told), err=True)


def composed_of(files: Sequence[Path | Files]) -> list[Files]:
    """Those of the designs that were put together here."""
    return [one for one in files if not isinstance(one, Path)]
