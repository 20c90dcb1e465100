"""Solving the levers of a new baseline: every try simulates a year, and every lever is corrected from what it moved.

What a lever moves is known from the log: of the calls, those about general questions follow its demand, the others do not. So a
step is a Newton step with a slope that is counted, not estimated, and a handful of steps is enough. People are whole or in
quarters of a day, so how calls are answered is met as nearly as these allow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, log
from pathlib import Path
from typing import Any

import numpy as np

from sim.engine.simulate import compile_scenario, simulate
from sim.evidence.moved import Moved, mean_moved, moved_in
from sim.evidence.new_baseline import TASTE, Frame, Levers, changes, first_guess, monday_from, reachable_visitors
from sim.evidence.side_by_side import side_by_side
from sim.evidence.targets import Target, Targets
from sim.model.files.loading import load
from sim.model.values.calendar import year_length

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
SEED = 2
"""Not the seed of results, so that the recognition test meets other luck than the solving did."""
MOST_TRIES = 12
NEAR = 0.01
"""How near to its target a figure must be before solving stops; e-mails and desk contacts, which are fewer, may be 2% off."""
FEW_NEAR = 0.02
SIZE = 75_000
"""Inhabitants times years of one try: smaller municipalities are repeated, much larger ones simulated for part of a year."""
MOST_REPLICATIONS = 6
SHORTEST = 10
QUARTER_WEEKS = 13
PATIENCES = (300.0, 1200.0)
LEAST_PATIENCE = 30.0
"""Mean patience in seconds: its range (C1 C2), and the smallest change that is worth a try."""
WIDEST = 2.5
"""How far solved demand may be from the first guess, as a factor."""
QUARTER = 0.25
FIRST_STEP = 0.08
"""How far to look first, as a share of the people: one person of twelve."""
GOOD_ENOUGH = 0.015
"""When the misses of within the norm and abandoned are together below this (1.5 points), no other roster is tried: one year of
other luck differs as much."""
DAMPED = 0.8
"""Of a lack, the part that is made up for at once: callers who give up call again, so calls move more than the demand."""


@dataclass(frozen=True)
class Window:
    """The weeks that a try simulates, how often, and what makes counts of them counts of a year."""

    start: date
    weeks: int
    replications: int
    per_year: float

    @property
    def overrides(self) -> dict[str, Any]:
        return {
            "period.start": self.start.isoformat(),
            "period.weeks": self.weeks,
            "period.warm_up": 4,
            "period.prelude": 104,
            "period.follow_up": 1,
        }


def first_window(frame: Frame) -> Window:
    """A quarter of a year, where a try takes a whole one: the first guess is far off, and says as much of it."""
    whole = window_of(frame)
    return whole if whole.weeks < 52 else _window(frame, monday_from(date(frame.own.year, 9, 1)), QUARTER_WEEKS)


def window_of(frame: Frame) -> Window:
    """A whole year for up to twice :data:`SIZE` inhabitants; more of them make do with weeks of the autumn without holidays.

    Counts of part of a year are weighted by the open days of the year.
    """
    inhabitants, year = frame.own.inhabitants, frame.own.year
    if inhabitants <= 2 * SIZE + 10_000:
        return _window(frame, monday_from(date(year, 1, 1)), 52)
    return _window(frame, monday_from(date(year, 9, 1)), max(SHORTEST, 52 * 2 * SIZE // inhabitants))


def _window(frame: Frame, start: date, weeks: int) -> Window:
    year = frame.own.year
    replications = min(MOST_REPLICATIONS, max(1, ceil(SIZE / frame.own.inhabitants)))
    first = (start - date(year, 1, 1)).days
    closed = frame.reference.closed_days.model_copy(update={"closed": frame.closed, "open": ()})
    length = year_length(start)
    dates = closed.closed_dates(date(year, 1, 1), length + 7)
    days = [not shut and (date(year, 1, 1) + timedelta(days=n)).weekday() < 5 for n, shut in enumerate(dates)]
    inside = sum(days[first : first + 7 * weeks]) / (7 * weeks)
    return Window(start, weeks, replications, 1.0 if weeks == 52 else sum(days[:length]) / length / inside)


class Solver:
    """Tries levers; ``progress`` hears (tries, most tries), ``stop`` is asked often and ends it with ``Stopped``."""

    def __init__(self, frame: Frame, file: Path, progress: Progress | None, stop: Stop | None) -> None:
        self.frame, self.file = frame, file
        self.window = window_of(frame)
        self.progress, self.stop = progress, stop
        self.tries = 0

    def solve(self) -> Levers:
        """Levers at which the figures meet their targets as nearly as could be found."""
        levers, first = first_guess(self.frame), first_window(self.frame)
        moved = self._tried(levers, first)
        if first != self.window or not near(moved, self.frame):
            levers = corrected(levers, moved, self.frame)
            moved = self._tried(levers)
        targets = self.frame.targets
        if targets.answered_within_norm is not None or targets.abandoned is not None:
            levers, moved = self._staffed(levers, moved)
        if targets.abandoned is not None:
            levers, moved = self._patient(levers, moved)
        return self._settled(levers, moved, most=2)[0]

    def _tried(self, levers: Levers, window: Window | None = None) -> Moved:
        """What these levers give in a window, the solver's own where none is said."""
        window = window or self.window
        overrides = changes(self.frame, levers) | window.overrides
        compiled = compile_scenario(load(self.file, overrides=overrides))

        def moved(replication: int) -> Moved:
            tables = simulate(compiled, seed=SEED, replication=replication, on_day=self._goes_on)
            return moved_in(tables, compiled, window.per_year)

        logs = list(side_by_side(moved, window.replications, self.frame.own.inhabitants))
        self.tries += 1
        if self.progress is not None:
            self.progress(min(self.tries, MOST_TRIES), MOST_TRIES)
        return mean_moved(logs)

    def _goes_on(self, _day: int, _days: int) -> bool:
        return self.stop is None or not self.stop()

    def _settled(self, levers: Levers, moved: Moved, *, most: int) -> tuple[Levers, Moved]:
        """Corrects until all counts are near, at most ``most`` times."""
        for _ in range(most):
            if near(moved, self.frame) or self.tries >= MOST_TRIES:
                break
            levers = corrected(levers, moved, self.frame)
            moved = self._tried(levers)
        return levers, moved

    def _staffed(self, levers: Levers, moved: Moved) -> tuple[Levers, Moved]:
        """The people at which calls are answered most nearly as they are: outward until misses change sign, then inward."""
        targets = self.frame.targets
        best = (answering_loss(moved, targets), levers, moved)
        low: tuple[float, float] | None = None  # people and miss, too few and too many
        high: tuple[float, float] | None = None
        step = max(2, round(levers.people * FIRST_STEP / QUARTER)) * QUARTER
        while self.tries < MOST_TRIES - 2 and best[0] > GOOD_ENOUGH:
            miss = answering_miss(moved, targets)
            if miss < 0:
                low = (levers.people, miss)
            else:
                high = (levers.people, miss)
            people = next_people(levers.people, low, high, step)
            if people is None:
                break
            levers = replace(corrected(levers, moved, self.frame), people=people)
            moved = self._tried(levers)
            best = min(best, (answering_loss(moved, targets), levers, moved), key=lambda found: found[0])
            step *= 2
        return best[1], best[2]

    def _patient(self, levers: Levers, moved: Moved) -> tuple[Levers, Moved]:
        """Mean patience within its range, where that brings both shares nearer."""
        targets = self.frame.targets
        best = (answering_loss(moved, targets), levers, moved)
        for _ in range(2):
            lost = moved.office.abandoned
            if self.tries >= MOST_TRIES - 1 or best[0] <= GOOD_ENOUGH or not lost or not targets.abandoned:
                break
            # The share that gives up goes about as the inverse of their mean patience.
            patience = float(np.clip(levers.patience * lost / targets.abandoned, *PATIENCES))
            if abs(patience - levers.patience) < LEAST_PATIENCE:
                break
            levers = replace(corrected(levers, moved, self.frame), patience=patience)
            moved = self._tried(levers)
            best = min(best, (answering_loss(moved, targets), levers, moved), key=lambda found: found[0])
        return best[1], best[2]


def next_people(here: float, low: tuple[float, float] | None, high: tuple[float, float] | None, step: float) -> float | None:
    """Where to look next: outward until misses differ in sign, then where the line between them crosses, on quarters."""
    if low is None or high is None:
        people = here + (step if high is None else -step)
        return max(people, 1.0) if people >= 1.0 or here > 1.0 else None
    if high[0] - low[0] <= QUARTER + 1e-9:
        return None
    crossing = low[0] + (high[0] - low[0]) * -low[1] / (high[1] - low[1])
    people = round(crossing / QUARTER) * QUARTER
    return min(max(people, low[0] + QUARTER), high[0] - QUARTER)


def answering_miss(moved: Moved, targets: Targets) -> float:
    """Positive where there are more people than the figures suggest: more answered in time, fewer lost."""
    within, abandoned = _misses(moved, targets)
    return within - abandoned


def answering_loss(moved: Moved, targets: Targets) -> float:
    """The misses in answered within the norm and abandoned, as one distance."""
    within, abandoned = _misses(moved, targets)
    return float((within**2 + abandoned**2) ** 0.5)


def _misses(moved: Moved, targets: Targets) -> tuple[float, float]:
    office = moved.office
    pairs = ((office.within_of_offered, targets.answered_within_norm), (office.abandoned, targets.abandoned))
    within, abandoned = (0.0 if target is None else found - target for found, target in pairs)
    return within, abandoned


def near(moved: Moved, frame: Frame) -> bool:
    """Are all counts and the talk time as near to their targets as solving needs to bring them?"""
    office, targets, visitors = moved.office, frame.targets, reachable_visitors(frame)
    pairs = (
        (office.calls, targets.calls.value, NEAR),
        (office.talk_time, targets.talk_time.value, NEAR),
        (office.visitors, visitors, NEAR),
        (office.emails, targets.emails.value, FEW_NEAR),
        (office.desk_contacts, targets.walk_ins.value, FEW_NEAR),
    )
    return all(abs(figure - target) <= share * target for figure, target, share in pairs)


def corrected(levers: Levers, moved: Moved, frame: Frame) -> Levers:
    """Every lever moved by what its own part of the figure lacks; people and patience stay.

    Demand stays within a factor :data:`WIDEST` of the first guess: where a figure cannot be reached, more of it would only make
    people try again.
    """
    targets, office, guess = frame.targets, moved.office, first_guess(frame)
    demand = _step(targets.calls.value - office.calls, moved.calls)
    documents = _step(reachable_visitors(frame) - office.visitors, moved.documents)
    return replace(
        levers,
        demand=_within(levers.demand * demand, guess.demand),
        talk_time=max(20.0, levers.talk_time + (targets.talk_time.value - office.talk_time) / max(moved.talk, 0.2)),
        emails=levers.emails + _shift(targets.emails, office.emails, moved.emails, demand),
        walk_ins=levers.walk_ins + _shift(targets.walk_ins, office.desk_contacts, moved.walk_ins, demand),
        documents=_within(levers.documents * documents, guess.documents),
        weddings=targets.weddings.value / frame.own.inhabitants / moved.kept,
    )


def _within(value: float, guess: float) -> float:
    return min(max(value, guess / WIDEST), guess * WIDEST)


def _step(lacking: float, part: float) -> float:
    """By what a rate must be multiplied to bring what is lacking, at most a factor 3 at once."""
    return float(np.clip(1.0 + DAMPED * lacking / max(part, 1.0), 1 / 3, 3.0))


def _shift(target: Target, figure: float, part: float, demand: float) -> float:
    """By what a constant must be raised; with ``demand`` times as many questions, as many more come by each channel."""
    wanted = max(target.value - (figure - part), 0.02 * part)
    return float(np.clip(TASTE * log(max(wanted, 1.0) / max(part * demand, 1.0)), -3.0, 3.0))
