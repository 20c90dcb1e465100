"""Rules of open questions: how many there are, when each is urgent, and what settles it.

A question is an entity of its own, a child of its case by the case itself or by the step that opened it, so that what settles
it never depends on how many others there are.
"""

from __future__ import annotations

from sim.engine.compiler.jit import compiled
from sim.engine.luck.draws import child_entity, inverse_poisson, is_none
from sim.engine.program.program import Rulebook
from sim.engine.rules.case import draw, draw_time, in_daytime
from sim.engine.rules.choice import is_online

MOST_QUESTIONS = 8
"""A case begins with at most so many, and one application opens at most so many."""


@compiled
def questions_at_start(book: Rulebook, service: int, case: int, complexity: float, need: float) -> int:
    """How many questions a fresh case begins with; none where there is nobody to ask."""
    kind, settings = book.services[service], book.settings[0]
    mean = settings.questions_at_start * weighed(book, service, complexity) * need * kind.participants
    if kind.inquiry < 0 or mean <= 0.0:
        return 0
    return number_of(draw(book, case, kind.label_questions, 0), mean)


@compiled
def questions_opened(book: Rulebook, service: int, option: int, case: int, n: int, complexity: float) -> int:
    """How many questions an application opens that was handed in through ``option`` at the ``n``-th service of its step."""
    kind, choice = book.services[service], book.options[option]
    mean = book.settings[0].questions_opened * choice.opens * weighed(book, service, complexity) * (1.0 - kind.receipt)
    if kind.inquiry < 0 or mean <= 0.0:
        return 0
    return number_of(draw(book, case, book.steps[choice.step].label_opens, n), mean)


@compiled
def weighed(book: Rulebook, service: int, complexity: float) -> float:
    """The complexity that counts in how many questions there are: between the mean of the service and that of the case."""
    weight, mean = book.settings[0].questions_by_complexity, book.services[service].complexity
    return complexity if weight >= 1.0 else mean + weight * (complexity - mean)


@compiled
def number_of(u: float, mean: float) -> int:
    """A Poisson count, rising in ``mean``, cut off at the most there can be."""
    return 0 if is_none(u, mean) else min(MOST_QUESTIONS, inverse_poisson(u, mean))


@compiled
def question_at_start(book: Rulebook, service: int, case: int, number: int) -> int:
    """The entity of one of the questions with which a case begins."""
    return child_entity(case, book.services[service].label_question, number)


@compiled
def question_opened(book: Rulebook, step: int, case: int, n: int, number: int) -> int:
    """The entity of one of the questions that an application opened at the ``n``-th service of ``step``."""
    return child_entity(case, book.steps[step].label_opened, MOST_QUESTIONS * n + number)


@compiled
def urgent_before(book: Rulebook, question: int, time: int, event: int) -> int:
    """When a question with which a case begins is urgent: at any moment between ``time`` and the event, by day."""
    settings = book.settings[0]
    if event < 0:
        return urgent_within(book, question, time)
    ahead = int(draw(book, question, settings.label_question_moment, 0) * (event - time))
    return time + in_daytime(book, ahead, time, question, settings.label_question_moment)


@compiled
def urgent_within(book: Rulebook, question: int, time: int) -> int:
    """When a question that no event bounds is urgent, or one that an application opened at ``time``, by day."""
    settings = book.settings[0]
    ahead = draw_time(book, settings.question_within, question, settings.label_question_moment, 0)
    return time + in_daytime(book, ahead, time, question, settings.label_question_moment)


@compiled
def is_settled(book: Rulebook, step: int, question: int, n: int, share: float) -> bool:
    """Does the ``n``-th service at ``step``, a conversation or an explanation of this ``share``, settle this question?"""
    return share > 0.0 and draw(book, question, book.steps[step].label_settled, n) < share


@compiled
def time_taken(book: Rulebook, question: int) -> int:
    """How much longer a contact takes that settles it."""
    settings = book.settings[0]
    return draw_time(book, settings.question_takes, question, settings.label_question_takes, 0)


@compiled
def is_read(book: Rulebook, service: int, citizen: int, segment: int, question: int) -> bool:
    """Does the citizen find the answer on the status page when it becomes urgent?"""
    page = book.services[service].page
    if page <= 0.0 or not is_online(book, citizen, segment):
        return False
    return draw(book, question, book.settings[0].label_question_page, 0) < page
