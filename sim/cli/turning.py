"""Tipping points and sensitivity from the command line: which settings are run, and running them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sim.cli.failures import usage
from sim.cli.progress import Reporter
from sim.experiment.found.turning import TippingPoint
from sim.experiment.lab import Lab
from sim.experiment.numbers.settings import settings_beyond, settings_within
from sim.experiment.numbers.vary import range_at, with_value
from sim.experiment.sensitivity import Sensitivity, sensitivity
from sim.experiment.sweeping import default_questions
from sim.experiment.tipping import Question, tipping_points
from sim.experiment.worlds import Plausible, worlds
from sim.measure.rows import Focus
from sim.model.files.messages import DID_YOU_MEAN
from sim.model.files.references import nearest_paths
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import ranges
from sim.report.told.recipe import Recipe
from sim.text.texts import Texts

Settings = dict[str, tuple[float, ...]]


def settings_of(scenarios: Sequence[Scenario], number: int, paths: Sequence[str], say: Texts) -> Settings:
    """The values at which each number is set in the scenarios, over the range it has in scenario ``number``.

    Raises ``CommandError`` for a path without a number, or a number without a range.
    """
    found: Settings = {}
    for path in paths:
        try:
            is_ranged = range_at(scenarios[number], path).is_ranged
        except ValueError as error:
            raise usage(_no_number(scenarios[number], path, say)) from error
        if not is_ranged:
            raise usage(say("{path} has no range (low and high), so there is nothing to look through.", path=path))
        found[path] = settings_within(scenarios, number, path)
        for value in (*found[path], *settings_beyond(scenarios, number, path)):
            for scenario in scenarios:
                try:
                    with_value(scenario, path, value)
                except ValueError as error:
                    told = {"path": path, "reason": str(error)}
                    raise usage(say("{path} cannot be looked through: {reason}.", **told)) from error
    return found


def _no_number(scenario: Scenario, path: str, say: Texts) -> str:
    told = say("{path} is not the path of a number in {scenario}.", path=path, scenario=scenario.name)
    near = nearest_paths(path, [found for found, _ in ranges(scenario)])
    return f"{told} {DID_YOU_MEAN.said(say.lang).format(names=', '.join(map(repr, near)))}" if near else told


@dataclass(frozen=True)
class Tried:
    """What else is tried of scenarios that were compared, as far as asked and reached before the user stopped."""

    scenarios: Sequence[Scenario]
    focus: Focus
    recipe: Recipe
    lab: Lab
    reporter: Reporter
    say: Texts

    def settings(self, number: int, settings: Settings, questions: Sequence[Question]) -> list[TippingPoint]:
        """The tipping points of each number, which has its range in scenario ``number``."""
        found: list[TippingPoint] = []
        for path, values in settings.items():
            if self.lab.stopped:
                break
            self.reporter.describe(self.say("Tipping point of {label}", label=path))
            beyond = settings_beyond(self.scenarios, number, path)
            with self._unless_stopped():
                found += tipping_points(
                    self.scenarios, path, values, questions,
                    beyond=beyond, replications=self.recipe.replications, focus=self.focus, alone=True, lab=self.lab,
                )  # fmt: skip
        return found

    def assumptions(self, pair: tuple[int, int]) -> tuple[tuple[Sensitivity, ...], tuple[Plausible, ...]]:
        swings: tuple[Sensitivity, ...] = ()
        shares: tuple[Plausible, ...] = ()
        about, recipe = (self.scenarios, default_questions(self.focus, pair)), self.recipe
        with self._unless_stopped():
            if recipe.sensitivity and not self.lab.stopped:
                self.reporter.describe(self.say("Which assumption decides"))
                swings = sensitivity(*about, replications=recipe.sensitivity, focus=self.focus, lab=self.lab)
            if recipe.worlds and not self.lab.stopped:
                self.reporter.describe(self.say("Plausible worlds"))
                shares = worlds(*about, number=recipe.worlds, focus=self.focus, lab=self.lab.with_(world=0))
        return swings, shares

    @contextmanager
    def _unless_stopped(self) -> Iterator[None]:
        """What was stopped may have found nothing, and then raises."""
        try:
            yield
        except ValueError:
            if not self.lab.stopped:
                raise
