"""The things of the SimPy engine: cases and their threads, people and teams. What of them is a column, the tables declare."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Generator
from typing import Any

from sim.engine.program.codes import CASE_OPEN, NEVER, OFF_DUTY
from sim.engine.program.tables import Case, Duty, Leg
from sim.engine.rules.help import ALONE

Process = Generator[Any, Any, None]
Outcome = Generator[Any, Any, int]


def rows_of(array: Any) -> list[Any]:
    """The records of a program array as plain named tuples, which Python reads faster."""
    row = namedtuple("row", array.dtype.names)  # type: ignore[misc]  # noqa: PYI024
    return [row(*values) for values in array.tolist()]


class CaseRow(Case):
    """A case, and what it is doing besides its two threads (``main`` and ``side``)."""

    main: Thread
    side: Thread
    root_case: CaseRow
    kind: Any  # its service, as a row of the program
    citizen_number: int
    service_index: int
    habit: int
    experience: Any  # (channels,) what earlier cases of this citizen say of each channel
    used: int
    check: int
    confirmed: int
    inquiry_cause: int
    questions: dict[int, int]  # those that nothing has settled, and when each is urgent
    asks_at: int  # when who is stuck asks
    stuck: bool = False  # the journey waits until somebody has answered
    guided: int = ALONE
    reminded: int
    beside: list[Thread]  # of the steps that go on beside the journey
    left: int = CASE_OPEN  # how the case ends when these are over, where one of the steps was given up
    together: Any = None  # the SimPy event on which the journey waits for them
    followed: bool = False  # the line began in the window
    worked: int = 0
    failed: int = 0
    round: int = 0
    incomplete: int = 0
    digital: int = 0
    assurance: float = 0.0
    second: int = 0
    work_legs: int = 0
    inquiries: int = 0
    root_contacts: int = 0


class Thread:
    """One thread of a case: its journey, its inquiries, or a step beside the journey, as its ``side`` says.

    ``signal`` is the SimPy event on which its process waits; ``timer`` the number of the timer that counts, -1 = none.
    ``promised`` is when an answer is due, or the work, -1 = no promise. ``busy`` are inquiries while one is under way.
    """

    signal: Any
    leg: Leg
    contact: Any  # the attempt in progress or the last of this step, None = none
    step: int
    cause: int
    base: int
    option: int
    forced: int
    asked: int  # when the contact in progress was requested, or the inquiry began
    attempt: int
    failures: int  # attempts that did not work out, by channel, packed
    unreached: int  # and those at which nobody was to be had
    joined: int
    turns: int  # awaited without an office
    served: int
    failed: int
    bookings: int
    legs: int = 0
    queue: int = -1
    enqueued: int = 0
    leaves: int = NEVER  # when his patience ends
    ends: int = 0
    wrap_up: int = 0
    held: int = 0  # how long who stays with him will explain it to the next, 0 = nobody stays
    resolved: int = 0
    discovered: int = 0

    def __init__(self, case: CaseRow, side: int) -> None:
        self.case, self.side, self.entity = case, side, case.case
        self.number, self.timer, self.remaining, self.promised = 0, -1, 0, -1
        self.busy = self.waits_for_second = self.gave_up = False

    def begin_step(self, step: int, cause: int, base: int) -> None:
        """Forget the attempts of the step before."""
        self.step, self.cause, self.base = step, cause, base
        self.option, self.forced, self.contact = -1, -1, None
        self.attempt = self.failures = self.unreached = self.joined = self.served = self.failed = self.bookings = 0
        self.turns = 0

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands in a queue: by time of joining, then entity."""
        return (self.enqueued, self.entity, self.side)


class Agent:
    """One person of a team.

    ``conversations`` are those in hand, wrap-up included, where several may go on at once (chat); all are at ``conversing_at``.
    """

    assignment: Any  # the SimPy event that brings the next work
    finished: Any  # the SimPy event that ends the work in hand: True = paused
    thread: Thread
    shift_row: Duty
    break_row: Duty

    def __init__(self, index: int, entity: int, team: int, stretches: list[Any]) -> None:
        self.index, self.entity, self.team, self.stretches = index, entity, team, stretches
        self.doing, self.idle_since, self.number = OFF_DUTY, 0, 0
        self.service_timer = self.break_timer = -1
        self.break_due = self.break_planned = 0
        self.leave_due = False
        self.conversations, self.conversing_at = 0, -1
        self.share = self.shared_at = self.dropped_at = 0


class Team:
    """How many of a team are busy, and the integral of that over time."""

    busy = integral = changed = 0
