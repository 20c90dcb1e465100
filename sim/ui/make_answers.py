"""Works out the answers that the dashboard opens on; :mod:`sim.ui.make_again` stores them beside this file.

So a fresh clone has an answer in its first second. A test tells when the scenarios have changed since.
"""

from __future__ import annotations

from pathlib import Path

from sim.experiment.compare import compare, narrowed
from sim.experiment.found.comparison import Comparison
from sim.experiment.lab import Lab
from sim.experiment.numbers.neutral import with_neutral_case
from sim.experiment.numbers.settings import settings_beyond, settings_within
from sim.experiment.running.store import Store
from sim.experiment.sensitivity import sensitivity
from sim.experiment.staffing.staff import staff
from sim.experiment.sweeping import default_questions
from sim.experiment.tipping import questions_of, tipping_points
from sim.model.files.loading import load
from sim.report.answers.answer import StoredAnswer, answers_of
from sim.report.files.results import digests_of, kpi_tables
from sim.report.staff.told import StoredPlans, plans_told
from sim.report.told.recipe import Recipe
from sim.ui.fingerprints import fingerprint
from sim.ui.questions import Question

ANSWERS = Path(__file__).with_name("answers")
REPLICATIONS, SEED = 10, 1
"""Of everything that is stored, so that the same design in the same town has the same figures on every page."""
SENSITIVITY = 3
"""Replications of the settings that show which assumption decides."""


def make(
    question: Question, replications: int = REPLICATIONS, *, jobs: int | None = None, store: Store | None = None
) -> StoredAnswer:
    """The answer to one question; minutes of work."""
    lab = Lab(SEED, jobs, store=store)
    scenarios = [load(file) for file in question.files]
    comparison = compare(scenarios, replications=replications, neutral=with_neutral_case, closer=True, lab=lab)
    points = tipping_points(
        scenarios,
        question.hinge,
        settings_within(scenarios, question.pair[1], question.hinge),
        questions_of(comparison.focus, staff=question.pair, calls=(0, 1)),
        beyond=settings_beyond(scenarios, question.pair[1], question.hinge),
        replications=replications,
        focus=comparison.focus,
        alone=True,
        lab=lab,
    )
    questions = default_questions(comparison.focus, question.pair)
    swings = sensitivity(scenarios, questions, replications=SENSITIVITY, focus=comparison.focus, lab=lab)
    answers = answers_of(comparison, question.stories, question.place, points, swings)
    recipe = Recipe(replications, SEED, noise_floor=True, tipping=(question.hinge,), sensitivity=SENSITIVITY)
    return StoredAnswer(
        fingerprint(scenarios, replications, SEED),
        answers,
        recipe,
        digests_of(kpi_tables(comparison)),
        tuple(_beside_first(question, comparison, number) for number in range(1, len(scenarios))),
    )


def _beside_first(question: Question, comparison: Comparison, number: int) -> StoredAnswer:
    """What the page of dials says of a story before a dial is turned."""
    pair = narrowed(comparison, (0, number))
    scenarios = [result.scenario for result in pair.results]
    stories = (question.stories[0], question.stories[number])
    answers = answers_of(pair, stories, question.place)
    recipe = Recipe(pair.asked, SEED)
    return StoredAnswer(fingerprint(scenarios, pair.asked, SEED), answers, recipe, digests_of(kpi_tables(pair)))


def make_plans(
    question: Question, replications: int = REPLICATIONS, *, jobs: int | None = None, store: Store | None = None
) -> StoredPlans:
    """The staff plan of each of its stories; minutes of work."""
    scenarios = [load(file) for file in question.files]
    plans = [staff(scenario, replications=replications, seed=SEED, jobs=jobs, store=store) for scenario in scenarios]
    return StoredPlans(fingerprint(scenarios, replications, SEED), replications, plans_told(plans))
