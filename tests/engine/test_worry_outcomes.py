"""Reassurance and status chasing, against the hazard of docs/model.md added up in plain Python. Each check: false alarm 1e-6."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.model.values.units import DAY, HOUR
from tests.engine.random_values import Written
from tests.engine.rule_towns import EVERYONE, MANY, rule_town, run, service, trials_fit

REFERENCE_WEEKS = 8
PER_CASE = 1.5
SILENCE_DAYS = 9.0


@dataclass(frozen=True)
class Worry:
    """The parameters of the hazard, as in the file."""

    need: float = 1.0
    status_visible: float = 0.0
    nearness: float = 0.0
    near_days: float = 28.0
    has_event: bool = False
    per_case: float = PER_CASE

    def scale(self) -> float:
        """So that an average citizen makes ``per_case`` contacts over the reference time, the event at its end."""
        days = REFERENCE_WEEKS * 7
        return self.per_case / sum(self._shape(day + 0.5, days - day - 0.5) for day in range(days))

    def hazard(self, silent: float, left: float, assurance: float, scale: float) -> float:
        """Chance of a contact on a day: ``silent`` days since the last confirmation, ``left`` until the event."""
        ceiling = scale * self.need * (1 - assurance) * (1 - self.status_visible)
        return min(0.5, ceiling * self._shape(max(0.0, silent), max(0.0, left)))

    def _shape(self, silent: float, left: float) -> float:
        nearness = 1 + self.nearness * self.near_days / (self.near_days + left) if self.has_event else 1.0
        return silent / (silent + SILENCE_DAYS) * nearness


@dataclass
class Life:
    """What a case knows: when it last heard something, how sure that made it, and when it asked."""

    applied: int
    ended: int
    event: int
    assurance: float
    asked: list[tuple[int, int, bool]] = field(default_factory=list)  # requested, ended, answered


def worry_town(worry: Worry, *, answered: bool, certainty: float = 0.0, weeks: int = 10, **reassurance: Any) -> Written:
    """People apply online and then hear nothing for 9 weeks; whoever asks is answered, or nobody is."""
    inquiry = {"phone": {"handling": "1 min", "certainty": certainty, "resolves": int(answered)}}
    written = {
        "contacts_per_case": worry.per_case,
        "reference": f"{REFERENCE_WEEKS} weeks",
        "silence": f"{SILENCE_DAYS:g} days",
        "nearness": worry.nearness,
        "near": f"{worry.near_days:g} days",
        "status_visible": worry.status_visible,
    }
    event = {"event": {"ahead": f"{REFERENCE_WEEKS} weeks"}} if worry.has_event else {}
    steps = {
        "apply": {"label": "apply", "application": True, "options": {"web": {}}},
        "wait": {"label": "wait", "kind": "milestone", "timing": {"after": "9 weeks"}},
    }
    services = {"permit": service(steps, "1500 per week", inquiry=inquiry, reassurance=written | reassurance, **event)}
    everyone = EVERYONE | {"need_for_certainty": worry.need}
    population = {"inhabitants": MANY, "segments": {"everyone": everyone}}
    return rule_town(services, weeks=weeks, population=population, behaviour={"most_contacts": 1000})


def lives(tables: Tables, assurance: float) -> list[Life]:
    found = {
        int(row["case"]): Life(int(row["applied"]), int(row["ended"]), int(row["event"]), assurance)
        for row in tables.cases[tables.cases["applied"] >= 0]
    }
    for row in tables.contacts[tables.contacts["cause"] == codes.REASSURANCE]:
        answered = bool(row["outcome"] == codes.RESOLVED)
        found[int(row["case"])].asked.append((int(row["requested"]), int(row["ended"]), answered))
    return list(found.values())


def days_of(life: Life, worry: Worry, certainty: float, end: int) -> Iterator[tuple[float, bool]]:
    """For every day of the case until its event or ``end``: the chance to ask, given what was heard, and whether it was so."""
    scale = worry.scale()
    heard, assurance, asked = life.applied, life.assurance, iter(life.asked)
    upcoming = next(asked, None)
    over = end if life.ended < 0 else life.ended
    last = over if life.event < 0 else min(over, life.event + DAY)
    for day in range(life.applied // DAY, (last - 1) // DAY + 1):
        noon = day * DAY + 12 * HOUR
        left = (life.event - noon) / DAY if life.event >= 0 else 0.0
        chance = worry.hazard((noon - heard) / DAY, left, assurance, scale)
        chance *= share_of_daytime(day, life.applied, last)
        happened = upcoming is not None and upcoming[0] // DAY == day
        yield chance, happened
        if upcoming is not None and happened:
            if upcoming[2]:
                heard, assurance = upcoming[1], max(assurance, certainty)
            upcoming = next(asked, None)


def share_of_daytime(day: int, first: int, last: int) -> float:
    """How much of the hours from 08:00 to 20:00 of a day, in which people ask, lies from ``first`` to ``last``."""
    opens, closes = day * DAY + 8 * HOUR, day * DAY + 20 * HOUR
    return max(0, min(closes, last) - max(opens, first)) / (12 * HOUR)


def fits(found: list[Life], worry: Worry, certainty: float, end: int) -> bool:
    pairs = [pair for life in found for pair in days_of(life, worry, certainty, end)]
    assert sum(happened for _, happened in pairs) == sum(len([1 for one in life.asked if one[0] < end]) for life in found)
    return trials_fit([happened for _, happened in pairs], [chance for chance, _ in pairs])


def end_of(weeks: int) -> int:
    return weeks * 7 * DAY


CASES = {
    "plain": Worry(),
    "more need": Worry(need=1.7),
    "a status to be seen": Worry(status_visible=0.4),
    "an event": Worry(has_event=True, nearness=2.0, near_days=14.0),
    "at most one day in two": Worry(per_case=60.0),
}


@pytest.mark.parametrize("name", CASES)
def test_without_confirmation_the_hazard_is_as_documented(name: str) -> None:
    """Nobody is answered, so silence counts from the application on."""
    worry = CASES[name]
    tables, _ = run(worry_town(worry, answered=False))
    assert fits(lives(tables, 0.0), worry, 0.0, end_of(10))
    wrong = Worry(worry.need * 1.1, worry.status_visible, worry.nearness, worry.near_days, worry.has_event, worry.per_case)
    assert name == "at most one day in two" or not fits(lives(tables, 0.0), wrong, 0.0, end_of(10)), "the test sees a tenth"


def test_over_the_reference_time_an_average_citizen_asks_contacts_per_case_times() -> None:
    """docs/model.md: what ``contacts_per_case`` means, for need 1 and no confirmation; the mean over whole cases, 4.9 se."""
    tables, _ = run(worry_town(Worry(), answered=False))
    whole = [life for life in lives(tables, 0.0) if life.applied < end_of(10) - end_of(REFERENCE_WEEKS) - DAY]
    counts = [sum(moment < life.applied + end_of(REFERENCE_WEEKS) for moment, _, _ in life.asked) for life in whole]
    error = float(np.std(counts)) / math.sqrt(len(counts))
    assert error < 0.03
    # Half a day more or less at either end of the reference time is 1% of it.
    assert abs(float(np.mean(counts)) - PER_CASE) < 4.9 * error + 0.01 * PER_CASE


@pytest.mark.parametrize("certainty", [0.0, 0.6])
def test_after_an_answer_the_hazard_starts_again_and_is_lower_by_its_certainty(certainty: float) -> None:
    worry = Worry(per_case=6.0)
    tables, _ = run(worry_town(worry, answered=True, certainty=certainty))
    found = lives(tables, 0.0)
    assert sum(len(life.asked) for life in found) > 4000
    assert fits(found, worry, certainty, end_of(10))
    assert not fits(found, worry, certainty + 0.1, end_of(10)), "the test sees a tenth"
    not_answered, _ = run(worry_town(worry, answered=False))
    assert sum(len(life.asked) for life in found) < 0.8 * sum(len(life.asked) for life in lives(not_answered, 0.0))


def test_a_weaker_word_takes_nothing_away_and_its_moment_counts() -> None:
    """The receipt gave 0.5; answers give 0.2: assurance stays 0.5, silence starts again."""
    worry = Worry(per_case=8.0)
    tables, _ = run(worry_town(worry, answered=True, certainty=0.2, receipt=0.5))
    assert fits(lives(tables, 0.5), worry, 0.2, end_of(10))
    assert not fits(lives(tables, 0.4), worry, 0.2, end_of(10))


def test_a_receipt_is_a_confirmation_of_who_applied_online_and_of_nobody_else() -> None:
    """``receipt`` counts as the certainty of an online application, where the option itself gives less."""
    worry = Worry()
    online = worry_town(worry, answered=False, receipt=0.35)
    tables, _ = run(online)
    assert fits(lives(tables, 0.35), worry, 0.0, end_of(10))
    assert not fits(lives(tables, 0.0), worry, 0.0, end_of(10))
    surer = worry_town(worry, answered=False, receipt=0.35)
    surer["services"]["permit"]["steps"]["apply"]["options"]["web"]["certainty"] = 0.6
    assert fits(lives(run(surer)[0], 0.6), worry, 0.0, end_of(10))
    by_phone = worry_town(worry, answered=False, receipt=0.35)
    by_phone["services"]["permit"]["steps"]["apply"]["options"] = {"phone": {"certainty": 0.1}}
    assert fits(lives(run(by_phone)[0], 0.1), worry, 0.0, end_of(10))


def test_nobody_worries_before_anything_was_handed_in() -> None:
    town = worry_town(Worry(per_case=20.0), answered=False)
    town["services"]["permit"]["steps"]["apply"]["application"] = False
    tables, _ = run(town)
    assert len(tables.cases) > 10_000
    assert not np.any(tables.contacts["cause"] == codes.REASSURANCE)


def test_chasing_begins_when_the_promise_has_passed() -> None:
    """10 days promised, 24 days it takes: a chance of 0.07 on each of the days between whose noon lies after the promise."""
    chasing, promised, takes = 0.07, 10 * DAY, 24 * DAY
    steps = {
        "apply": {"label": "apply", "application": True, "options": {"web": {}}},
        "decide": {
            "label": "decide", "kind": "back_office", "team": "staff", "work": "1 min", "lead": "24 days", "promise": "10 days",
        },
    }  # fmt: skip
    inquiry = {"phone": {"handling": "1 min"}}
    more: Written = {"inquiry": inquiry, "reassurance": {"chasing": chasing}}
    tables, _ = run(rule_town({"permit": service(steps, "8000 per week", **more)}, weeks=6))
    contacts = tables.contacts[tables.contacts["cause"] == codes.STATUS]
    assert len(contacts) == len(tables.contacts[tables.contacts["cause"] != codes.NEED])
    asked: dict[int, set[int]] = defaultdict(set)
    for row in contacts:
        asked[int(row["case"])].add(int(row["requested"]) // DAY)
    happened: list[bool] = []
    chances: list[float] = []
    for row in tables.cases[(tables.cases["applied"] >= 0) & (tables.cases["applied"] < 17 * DAY)]:
        due, done = int(row["applied"]) + promised, int(row["applied"]) + takes
        for day in range(due // DAY, done // DAY + 1):
            chance = chasing if day * DAY + 12 * HOUR > due else 0.0
            chance *= share_of_daytime(day, 0, done)
            happened.append(day in asked[int(row["case"])])
            chances.append(chance)
    assert trials_fit(happened, chances)
    assert sum(map(len, asked.values())) == len(contacts), "once a day at most"
    early = min(int(row["requested"]) for row in contacts)
    assert early > promised
