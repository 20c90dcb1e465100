"""Appointment slots of the SimPy engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.program import codes
from sim.engine.program.tables import Slot
from sim.engine.rules.contact import part_of_week
from sim.engine.rules.run_out import first_place_after, is_noted, office_is_there

if TYPE_CHECKING:
    from sim.engine.process.days import Town


class SlotRow(Slot):
    """A moment at which citizens can come by appointment, in the agenda of its channel."""

    number: int = 0


class Slots:
    """The agenda of every appointment channel. Full and past slots are skipped until a place is given back."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.agenda: dict[int, list[SlotRow]] = {}
        for time, channel, places in town.program.facility.slots.tolist():
            agenda = self.agenda.setdefault(channel, [])
            agenda.append(SlotRow(channel=channel, number=len(agenda), time=time, places=places))
        self.skip = dict.fromkeys(self.agenda, 0)

    def first_free_slot(self, number: int, channel: Any) -> SlotRow | None:
        """The first slot with a free place after the notice and within the horizon."""
        agenda, now = self.agenda.get(number, []), self.town.now
        at = self.skip.get(number, 0)
        while at < len(agenda) and (agenda[at].time < now or agenda[at].booked >= agenda[at].places):
            at += 1
        self.skip[number] = at
        notice = channel.notice
        if not office_is_there(self.town.book, now):
            notice = max(notice, int(first_place_after(self.town.noted.ahead, number)))
        for slot in agenda[at:]:
            if slot.time > now + channel.horizon:
                return None
            if slot.time >= now + notice and slot.booked < slot.places:
                return slot
        return None

    def wait_for_slot(self, number: int, channel: Any) -> int:
        """How long until the first free slot; the horizon when there is none."""
        slot = self.first_free_slot(number, channel)
        return int(channel.horizon) if slot is None else slot.time - self.town.now

    def book_slot(self, number: int, channel: Any, part: int) -> SlotRow | None:
        """A place for who prefers this part of the week (-1 = none)."""
        slot = self.first_free_slot(number, channel)
        self.note_place(number, channel, slot)
        if slot is not None:
            slot = self.preferred_slot(slot, channel, part)
            slot.booked += 1
        return slot

    def note_place(self, number: int, channel: Any, slot: SlotRow | None) -> None:
        """Remember how far ahead the first free place was; as far as one can book where there is none."""
        town = self.town
        if is_noted(town.book, town.now, town.now):
            town.noted.ahead[number] += (1, int(channel.horizon) if slot is None else slot.time - town.now)

    def preferred_slot(self, first: SlotRow, channel: Any, part: int) -> SlotRow:
        """The first free slot in that part of the week, when it is soon enough after the first of all; else that one."""
        if part < 0:
            return first
        latest = min(first.time + channel.prefers_within, self.town.now + channel.horizon)
        for slot in self.agenda[first.channel][first.number :]:
            if slot.time > latest:
                break
            if slot.booked < slot.places and part_of_week(self.town.book, slot.time) == part:
                return slot
        return first

    def give_back_slot(self, slot: SlotRow, channel: Any) -> None:
        """The place is free again, when there is still time to book it."""
        if slot.time >= self.town.now + channel.notice:
            slot.booked -= 1
            self.skip[slot.channel] = min(self.skip[slot.channel], slot.number)

    def look_at_slots(self, step: int) -> None:
        """Of each option of a step that is an appointment: how long until the first free slot."""
        town, stage = self.town, self.town.steps[step]
        for option in range(stage.first_option, stage.first_option + stage.options):
            number, channel = town.options[option].channel, town.channel_of[option]
            if channel.kind == codes.APPOINTMENT:
                town.first_free[number] = self.wait_for_slot(number, channel)
