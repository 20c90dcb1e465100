"""Which assumption decides a question that a visitor asked: worked out on demand, in words of every language."""

from __future__ import annotations

from sim.experiment.found.headlines import focus_of
from sim.experiment.lab import Lab
from sim.experiment.sensitivity import sensitivity
from sim.experiment.sweeping import default_questions
from sim.report.gather.assumptions import Questioner
from sim.report.told.findings import SensitivityTold
from sim.report.words.names import capital, labels_of, per_hundred
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui.jobs import SEED, Asked
from sim.ui.tasks import Task

Swings = dict[Language, tuple[SensitivityTold, ...]]


def deciding(asked: Asked, task: Task[Swings]) -> Swings:
    """One assumption at a time at both ends of its range, without the other services; about two minutes on one core.

    Raises ``ValueError`` when it is stopped before anything was finished.
    """
    focus = focus_of(asked.scenarios)
    found = sensitivity(
        asked.scenarios,
        default_questions(focus),
        focus=focus,
        lab=Lab(SEED, jobs=1, on_progress=task.progress, stop=task.stopped),  # in this thread: the pool of questions stays free
    )
    told: Swings = {}
    for lang in LANGUAGES:
        say = Texts(lang)
        stories = tuple(capital(say(scenario.label)) for scenario in asked.scenarios)
        cases = labels_of(asked.scenarios, say).cases_of(focus)
        questioner = Questioner(asked.scenarios, stories, focus, say, per_hundred(say, cases) if cases else "")
        told[lang] = tuple(questioner.sensitivity(one) for one in found)
    return told
