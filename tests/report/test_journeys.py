"""How the contacts of one citizen are told: when each took place, when it was asked for, and one line per minute."""

from __future__ import annotations

from datetime import datetime

from sim.experiment.found.followed import Followed, Life, Moment
from sim.model.town.scenario import Scenario
from sim.report.gather.journeys import LifeTold, followed_told
from sim.report.words.names import labels_of
from sim.text.texts import Texts
from tests.measure.by_hand import scenario

SUNDAY, MONDAY = datetime(2025, 9, 14, 10, 5, 10), datetime(2025, 9, 15, 9, 30)


def moment(asked: datetime, took_place: datetime | None, channel: str, outcome: str, cause: str = "need") -> Moment:
    return Moment(asked, took_place, "paspoort", "ask", cause, channel, outcome, 0, 0, found_hidden_need=False)


def told(*moments: Moment, lang: str = "en") -> LifeTold:
    say = Texts("nl" if lang == "nl" else "en")
    known: Scenario = scenario()
    lives = (Life(moments, None, resolved=True, effort=0, staff_time=0), Life((), None, resolved=True, effort=1, staff_time=0))
    found = Followed("loses", 1, "paspoort", "young", None, lives)
    return followed_told(found, (known, known), ("a", "b"), labels_of([known], say), "", say).lives[0]


def test_an_appointment_stands_at_its_time_and_apart_when_it_was_booked() -> None:
    (line,) = told(moment(SUNDAY, MONDAY, "appointment", "resolved")).moments
    assert (line.when, line.asked) == ("Mon 15 September 2025, 09:30", "Sun 14 September 2025, 10:05")


def test_nobody_is_at_a_closed_desk() -> None:
    (line,) = told(moment(SUNDAY, None, "desk", "closed")).moments
    assert (line.when, line.asked, line.result) == ("–", "Sun 14 September 2025, 10:05", "it was closed")


def test_what_took_place_when_it_was_asked_for_has_one_time() -> None:
    (line,) = told(moment(MONDAY, MONDAY, "phone", "resolved"), lang="nl").moments
    assert (line.when, line.asked) == ("ma 15 september 2025, 09:30", "")


def test_lines_of_one_minute_are_one_line() -> None:
    at = MONDAY.replace(second=40)
    life = told(
        moment(SUNDAY, None, "phone", "closed", "reassurance"),
        moment(SUNDAY.replace(second=50), None, "phone", "closed", "reassurance"),
        moment(MONDAY, None, "phone", "closed"),
        moment(at, at, "web", "dropped", "again"),
        moment(MONDAY.replace(minute=31), MONDAY.replace(minute=31), "web", "resolved", "again"),
    )
    twice, both, last = life.moments
    assert (twice.channel, twice.result) == ("Telefoon", "2 times it was closed")
    assert both.channel == "Telefoon, then web"
    assert both.what == "Vraag"
    assert both.result == "telefoon: it was closed; web: did not work online"
    assert both.when.endswith("09:30")
    assert last.when.endswith("09:31")
    assert life.summary.startswith("5 contacts")
