"""Fresh cases of the SimPy engine: who comes, and who does not ask after all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.engine.process.things import Process
from sim.engine.program.codes import EVENT_ARRIVAL
from sim.engine.rules import case as rules
from sim.engine.rules.arrivals import arrivals_of_day
from sim.engine.rules.case import DAY
from sim.engine.rules.choice import Asker, Tried, choose_channel
from sim.engine.rules.look_up import FOUND, GOES_ON, LET_GO, before_asking, first_contact

if TYPE_CHECKING:
    from sim.engine.process.days import Town


class Arrivals:
    """Everybody with a question of his own."""

    def __init__(self, town: Town) -> None:
        self.town, self.book = town, town.book
        self.looked_up: Counter[tuple[int, int, int, int]] = Counter()

    def arrive(self, day: int) -> Process:
        """Fresh cases of a day, unless only online would have done and is not what is chosen, or it was looked up."""
        town, streams = self.town, self.town.program.demand.streams
        arrivals = arrivals_of_day(self.book, town.view.demand, day)
        for time, entity, number in zip(*(column.tolist() for column in arrivals), strict=True):
            yield town.keyed(time, EVENT_ARRIVAL, entity, 0)
            service, segment = int(streams[number]["service"]), int(streams[number]["segment"])
            if streams[number]["only_online"] and not self.comes_online(service, segment, entity):
                continue
            fate = before_asking(self.book, service, segment, entity, time)
            if fate in (FOUND, LET_GO):
                self.looked_up[time // DAY, service, segment, fate - FOUND] += 1
                continue
            case = town.cases.new_case(entity, service, segment, -1, None)
            case.main.number = 1
            town.start(town.cases.life(case, looks_up=fate == GOES_ON))

    def comes_online(self, service: int, segment: int, case: int) -> bool:
        """Is an online channel the first choice of who comes only then?"""
        town, book = self.town, self.book
        number = rules.acting_citizen(book, segment, case)
        citizen = rules.citizen_of(book, segment, number)
        design = rules.design_for(book, citizen, town.now)
        row = design * town.settings.services + service
        step = first_contact(book, row, case)
        if step < 0:
            return False
        need, complexity = rules.need_of(book, segment, citizen), rules.complexity_of(book, row, case)
        who = Asker(design, case, citizen, segment, need, complexity, town.cases.habits.get(number, -1))
        town.slots.look_at_slots(step)
        known = town.cases.inexperienced
        option = choose_channel(book, step, who, Tried(0, 0), known, town.now, town.expectation, town.first_free)
        return option >= 0 and bool(town.channel_of[option].digital)
