"""The answers that come with the program, read once and shared by all visitors; nobody changes them."""

from __future__ import annotations

from functools import cache

from sim.report.answers.answer import StoredAnswer
from sim.report.staff.told import StoredPlans
from sim.ui.make_answers import ANSWERS
from sim.ui.questions import Question


@cache
def stored_answer(question: Question) -> StoredAnswer:
    return StoredAnswer.decoded((ANSWERS / f"{question.name}.json").read_bytes())


@cache
def stored_plans(question: Question) -> StoredPlans:
    return StoredPlans.decoded((ANSWERS / f"{question.name}-staff.json").read_bytes())
