"""Random services: their demand, their steps, and the channels through which each can be done."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.engine.random_values import BACK_OFFICE, HANDLING, LONG, PAUSES, SHORT, Written, durations, shares

CHOSEN = ("web", "phone", "desk", "appointment", "email")
"""Channels that a citizen can choose."""


@st.composite
def options(draw: st.DrawFn, *, least: int = 1, certainty: bool = False, opens: bool = False) -> Written:
    """Ways through a step, for one channel or more; ``opens`` where it is an application."""
    chosen = draw(st.lists(st.sampled_from(CHOSEN), min_size=least, max_size=3, unique=True))
    found = {channel: draw(option(channel, chosen, certainty)) for channel in chosen}
    for written in found.values() if opens else ():
        written["opens"] = draw(shares(0, 1, 3))
    return found


@st.composite
def option(draw: st.DrawFn, channel: str, beside: list[str], certainty: bool) -> Written:
    written: Written = {
        "handling": draw(HANDLING),
        "resolves": draw(shares(1, 0.8, 0.4)),
        "complete": draw(shares(1, 0.5)),
        "harder_when_complex": draw(shares(0, 0.3)),
        "harder_when_unskilled": draw(shares(0, 0.3)),
        "dialogue": draw(shares(0, 0.5, 1)),
        "eligible": draw(shares(1, 1, 0.5)),
        "together": draw(st.booleans()),
        "citizen_time": "10 min",
        **draw(told_apart("eligible_for")),
    }
    if certainty:
        written["certainty"] = draw(shares(0, 0.5, 1))
    if channel != "web":
        written["wrap_up"] = draw(SHORT)
    else:
        written |= {"steering": draw(shares(0, 2)), "explains": draw(shares(0, 0.5)), **draw(told_apart("steering_for"))}
        if draw(st.booleans()):
            written["save"] = draw(saves())
    if channel == "appointment" and draw(st.booleans()):
        written |= {
            "no_show": {"share": draw(shares(0, 0.5)), "per_week": draw(shares(0, 0.3))},
            "cancelled": draw(shares(0, 0.3)),
        }
        written["reminder"] = draw(reminders())
    if draw(st.booleans()):
        written["hand_off"] = {
            "transfer": draw(shares(0, 0.4)),
            "transfer_to": "second_line",
            "call_back": draw(shares(0, 0.3)),
            "refer": draw(shares(0, 0.3)),
            "refer_to": draw(st.sampled_from(beside)),
        }
        if channel != "web" and draw(st.booleans()):
            written["hand_off"] |= {"warm": draw(durations(1, 15)), "briefed": draw(shares(1, 0.7, 0))}
    return written


@st.composite
def told_apart(draw: st.DrawFn, key: str) -> Written:
    """What is meant for some cases by their complexity, mostly for all."""
    above, below = {"complexity_above": draw(shares(0.3, 0.5))}, {"complexity_below": draw(shares(0.7, 0.9))}
    who = draw(st.sampled_from([None, None, None, above, below, above | below]))
    return {} if who is None else {key: who | {"recognised": draw(shares(1, 0.7, 0))}}


@st.composite
def reminders(draw: st.DrawFn) -> Any:
    """A message before an appointment."""
    ahead = draw(st.sampled_from(["0 min", "6 hours", "2 days"]))
    full = {"prevents": draw(shares(0, 0.4, 1)), "calls_off": draw(shares(0, 0.5, 1)), "ahead": ahead}
    return draw(st.sampled_from([0.5, full]))


@st.composite
def saves(draw: st.DrawFn) -> Written:
    """A form that may be saved, forgotten and deleted."""
    return {
        "share": draw(shares(0.5, 1)),
        "resume_after": draw(PAUSES),
        "forgets": draw(shares(0, 0.5, 1)),
        "kept": draw(st.sampled_from(["2 days", "28 days", "15 min"])),
        **({"reminded_after": draw(st.sampled_from(["0 min", "10 min"]))} if draw(st.booleans()) else {}),
    }


@st.composite
def questions(draw: st.DrawFn) -> Written:
    """A service of one step, which may be looked up first."""
    service: Written = {
        "label": "question",
        "obligation": draw(st.sampled_from(["keuze", "verplicht"])),
        "demand": draw(demands()),
        "steps": {"ask": {"label": "ask", "options": draw(options())}},
    }
    if draw(st.booleans()):
        service |= {"inquiry": draw(options()), "questions": draw(own_questions())}
    if draw(st.booleans()):
        service["look_up"] = draw(look_ups())
    return service


@st.composite
def own_questions(draw: st.DrawFn) -> Written:
    """What is special about the open questions of a service."""
    return {"participants": draw(st.sampled_from([1, 2, 0.5])), "page": draw(shares(0, 0.5, 1))}


@st.composite
def look_ups(draw: st.DrawFn) -> Written:
    """Looking it up on the website first."""
    way = {key: value for key, value in draw(option("web", ["web"], certainty=False)).items() if key not in ("hand_off", "save")}
    return {"share": draw(shares(0.5, 1)), "goes_on": draw(shares(1, 0.5, 0)), "options": {"web": way}}


@st.composite
def demands(draw: st.DrawFn) -> Written:
    profile: Written = {"when_closed": draw(shares(1, 0.1))}
    if draw(st.booleans()):
        profile |= {"week": [3, 1, 1, 1, 1, 0, 0.5], "day": {"08:45-09:15": 4, "09:00-17:30": 1, "23:00-24:00": 1}}
    return {
        "rate": draw(st.sampled_from(["10 per week", "60 per week", "200 per week"])),
        "profile": profile,
        "busyness": draw(shares(0, 0.3)),
        "because_online": draw(shares(0, 0.5)),
    }


@st.composite
def journeys(draw: st.DrawFn) -> Written:
    """A service with an event, several steps, back-office work, worries and a hidden need."""
    dated = draw(st.booleans())
    is_application = draw(st.booleans())
    reserving = draw(options(certainty=True, opens=is_application))
    steps: Written = {"reserve": {"label": "reserve", "application": is_application, "options": reserving}}
    if draw(st.booleans()):
        steps["reserve"]["second_participant"] = {
            "after": draw(LONG),
            "forgets": draw(shares(0.5, 1)),
            "reminded_after": draw(st.sampled_from(["0 min", "2 days"])),
        }
    if draw(st.booleans()):
        steps["declare"] = draw(steps_beside("reserve", dated, kinds=["contact", "milestone", "back_office"]))
    if draw(st.booleans()):
        steps["check"] = {
            "label": "check",
            "kind": "back_office",
            "team": draw(st.sampled_from(["experts", "front", "officials"])),
            "work": draw(BACK_OFFICE),
            "lead": draw(LONG),
            "work_digital_factor": 0.5,
            "checks_completeness": draw(st.booleans()),
            "completion_work": draw(SHORT),
            "confirms": draw(shares(0, 0.8)),
            "explains": draw(shares(0, 0.5)),
            **({"promise": draw(st.sampled_from(["1 working days", "31 hours"]))} if draw(st.booleans()) else {}),
        }
        for name in draw(st.sampled_from([(), ("hear",), ("hear", "visit")])):
            steps[name] = draw(steps_beside("check", dated, kinds=["contact"]))
        if draw(st.booleans()):
            again = draw(st.booleans())
            ways = draw(options(certainty=True, opens=again))
            steps["complete"] = {"label": "complete", "only_incomplete": True, "application": again, "options": ways}
    if draw(st.booleans()):
        steps["ceremony"] = {
            "label": "ceremony",
            "kind": draw(st.sampled_from(["contact", "milestone"])),
            "applies": draw(shares(1, 0.5)),
            **draw(told_apart("applies_to")),
            "timing": draw(timings(dated)),
        }
        if steps["ceremony"]["kind"] == "contact":
            steps["ceremony"]["options"] = draw(options())
    service: Written = {
        "label": "wedding",
        "obligation": draw(st.sampled_from(["recht", "verplicht"])),
        "demand": draw(demands()),
        "complexity": draw(shares(0.3, 0.7)),
        "complexity_spread": draw(shares(0, 0.2)),
        "steps": steps,
    }
    if dated:
        ahead = draw(st.sampled_from([{"exponential": "10 days"}, "7 days", "0 min"]))
        service["event"] = {"ahead": ahead, "furthest": "4 weeks", "postponement": "3 days", "weekdays": [1, 1, 1, 1, 3, 1, 0]}
    return service | draw(worries())


@st.composite
def steps_beside(draw: st.DrawFn, first: str, dated: bool, kinds: list[str]) -> Written:
    """A step that goes on while the ``first`` does."""
    step: Written = {"label": "beside", "beside": first, "kind": draw(st.sampled_from(kinds))}
    step |= {"applies": draw(shares(1, 0.5)), "timing": draw(timings(dated)), **draw(told_apart("applies_to"))}
    if step["kind"] == "contact":
        return step | {"options": draw(options(certainty=True))}
    office = {"team": draw(st.sampled_from(["experts", "front"])), "work": draw(BACK_OFFICE), "promise": "31 hours"}
    return step | (office if step["kind"] == "back_office" else {})


@st.composite
def timings(draw: st.DrawFn, dated: bool) -> Written:
    timing: Written = {"after": draw(LONG)}
    if dated:
        if draw(st.booleans()):
            timing["before_event"] = draw(LONG)
        if draw(st.booleans()):
            timing["earliest"] = draw(st.sampled_from(["-10 days", "0 min"]))
        if draw(st.booleans()):
            timing["latest"] = draw(st.sampled_from(["-1 days", "1 days"]))
    return timing


@st.composite
def worries(draw: st.DrawFn) -> Written:
    """Reassurance, chasing and a need behind the need."""
    found: Written = {}
    if draw(st.booleans()):
        found["hidden_need"] = {
            "share": draw(shares(0.5, 1)),
            "by_complexity": draw(st.sampled_from([0, 1, -1])),
            "discovery": draw(shares(0.5, 1)),
            "extra_time": draw(SHORT),
            "returns": draw(shares(0.5, 1)),
            "after": draw(LONG),
            "service": draw(st.sampled_from(["question", "wedding"])),
        }
    if draw(st.booleans()):
        found["reassurance"] = {
            "contacts_per_case": draw(st.sampled_from([0.5, 5])),
            "reference": "2 weeks",
            "silence": draw(st.sampled_from(["0 min", "1 days"])),
            "nearness": draw(shares(0, 1)),
            "receipt": draw(shares(0, 0.5)),
            "chasing": draw(shares(0, 0.5, 1)),
        }
        found["inquiry"] = draw(options(certainty=True))
        if draw(st.booleans()):
            found["questions"] = draw(own_questions())
    return found
