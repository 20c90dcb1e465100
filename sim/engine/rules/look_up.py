"""Rules of who comes at all: looking it up before asking, and what people ask first."""

from __future__ import annotations

from sim.engine.compiler.jit import compiled
from sim.engine.program.codes import CONTACT_STEP
from sim.engine.program.program import Rulebook
from sim.engine.rules.case import acting_citizen, citizen_of, complexity_of, design_for, draw, skill_of, step_applies
from sim.engine.rules.choice import Asker, is_down, is_online, is_open, may_use
from sim.engine.rules.contact import is_resolved
from sim.engine.rules.help import ALONE, skill_at

ASKS, FOUND, LET_GO, GOES_ON = range(4)
"""Asks at once; looked it up and found it; did not find it and lets it go, or goes on to ask."""


@compiled
def before_asking(book: Rulebook, service: int, segment: int, case: int, time: int) -> int:
    """What comes of a fresh case at ``time`` before anybody is asked; ``service`` is without design.

    The same draws decide the contact of who goes on, so that it fails there too.
    """
    settings, known = book.settings[0], False
    for design in range(settings.designs):
        known = known or book.services[design * settings.services + service].look_up >= 0
    if not known:
        return ASKS
    citizen = citizen_of(book, segment, acting_citizen(book, segment, case))
    design = design_for(book, citizen, time)
    row = design * settings.services + service
    kind = book.services[row]
    if kind.look_up < 0 or draw(book, case, kind.label_looks_up, 0) >= kind.looks_up:
        return ASKS
    option, who = kind.look_up, Asker(design, case, citizen, segment, 0.0, 0.0, -1)
    if not may_use(book, option, who, is_online(book, citizen, segment)):
        return ASKS
    channel = book.options[option].channel
    if is_open(book, channel, time) and not is_down(book, channel, time):
        complexity = complexity_of(book, row, case) if book.options[option].complex > 0.0 else 0.0
        skill = 1.0
        if book.options[option].unskilled > 0.0:
            skill = skill_at(book, option, design, citizen, segment, skill_of(book, segment, citizen), ALONE)
        if is_resolved(book, option, case, 0, complexity, skill):
            return FOUND
    return GOES_ON if draw(book, case, kind.label_goes_on, 0) < kind.goes_on else LET_GO


@compiled
def first_contact(book: Rulebook, service: int, case: int) -> int:
    """The first step of a case that is a contact; -1 = none."""
    kind = book.services[service]
    for step in range(kind.first_step, kind.first_step + kind.steps):
        stage = book.steps[step]
        if stage.kind == CONTACT_STEP and stage.only_incomplete == 0 and step_applies(book, step, case):
            return step
    return -1
