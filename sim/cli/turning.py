"""Tipping points and sensitivity from the command line: which settings are run, and running them."""

from __future__ import annotations

from collections.abc import Sequence

from sim.cli.failures import usage
from sim.cli.progress import Reporter, Stop
from sim.cli.request import Request
from sim.experiment.found.turning import TippingPoint
from sim.experiment.numbers.settings import settings_beyond, settings_within
from sim.experiment.numbers.vary import range_at
from sim.experiment.sensitivity import Sensitivity, sensitivity
from sim.experiment.sweeping import default_questions
from sim.experiment.tipping import Question, tipping_points
from sim.experiment.worlds import Plausible, worlds
from sim.measure.rows import Focus
from sim.model.files.messages import DID_YOU_MEAN
from sim.model.files.references import nearest_paths
from sim.model.town.scenario import Scenario
from sim.model.town.worlds import ranges
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
    return found


def _no_number(scenario: Scenario, path: str, say: Texts) -> str:
    told = say("{path} is not the path of a number in {scenario}.", path=path, scenario=scenario.name)
    near = nearest_paths(path, [found for found, _ in ranges(scenario)])
    return f"{told} {DID_YOU_MEAN[say.lang].format(names=', '.join(map(repr, near)))}" if near else told


def run_settings(
    request: Request,
    scenarios: Sequence[Scenario],
    number: int,
    settings: Settings,
    questions: Sequence[Question],
    focus: Focus,
    reporter: Reporter,
    stop: Stop,
    say: Texts,
) -> list[TippingPoint]:
    """The tipping points of each number, which has its range in scenario ``number``.

    Those not reached before the user stopped are left out.
    """
    found: list[TippingPoint] = []
    for path, values in settings.items():
        if stop():
            break
        reporter.describe(say("Tipping point of {label}", label=path))
        beyond = settings_beyond(scenarios, number, path)
        options = request.options | {"focus": focus, "alone": True, "on_progress": reporter, "stop": stop}
        try:
            found.extend(tipping_points(scenarios, path, values, questions, beyond=beyond, **options))
        except ValueError:
            if not stop():
                raise
    return found


def assumptions_tried(
    request: Request,
    scenarios: Sequence[Scenario],
    pair: tuple[int, int],
    focus: Focus,
    reporter: Reporter,
    stop: Stop,
    say: Texts,
) -> tuple[tuple[Sensitivity, ...], tuple[Plausible, ...]]:
    """Which assumption decides and in how many plausible worlds, as far as asked and reached before the user stopped."""
    swings: tuple[Sensitivity, ...] = ()
    shares: tuple[Plausible, ...] = ()
    options = {name: value for name, value in request.options.items() if name in ("seed", "jobs", "engine", "executor", "store")}
    options |= {"focus": focus, "on_progress": reporter, "stop": stop}
    questions = default_questions(focus, pair)
    try:
        if request.sensitivity and not stop():
            reporter.describe(say("Which assumption decides"))
            swings = sensitivity(scenarios, questions, replications=request.sensitivity, world=request.world, **options)
        if request.worlds and not stop():
            reporter.describe(say("Plausible worlds"))
            shares = worlds(scenarios, questions, number=request.worlds, **options)
    except ValueError:
        if not stop():
            raise
    return swings, shares
