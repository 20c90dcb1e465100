"""Random small scenarios for Hypothesis: ordinary files that together use everything the engines can do.

Times are often constants of whole quarter-hours and retries often meet at the opening of the doors, so that many events fall
at the same instant. One example runs for two to five weeks with some dozens of cases.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from sim.engine.simulate import CompiledScenario, compile_scenario
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from tests.engine.random_services import CHOSEN, journeys, questions, reminders
from tests.engine.random_values import HANDLING, LONG, PAUSES, SHORT, Written, durations, shares

HOURS = (
    "09:00-17:00",
    "always",
    {"mon-fri": ["09:00-12:00", "13:00-17:00"]},
    {"mon-wed": "08:30-12:30", "thu": ["09:00-12:00", "13:00-20:00"], "sat": "10:00-12:00"},
)
SHIFTS = ("09:00-17:00", "08:00-16:30", "09:15-12:15", "00:00-24:00")


def load_written(scenario: Mapping[str, Any]) -> Scenario:
    """The scenario as it is loaded from a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "random.yaml")
        path.write_text(json.dumps(scenario), encoding="utf-8")
        return load(path)


def with_first_measures(scenario: Mapping[str, Any]) -> list[Scenario]:
    """The scenario without its measures, and with each next one, by their start."""
    names = [measure.name for measure in load_written(scenario).measures]
    written = [{name: scenario["measures"][name] for name in names[:count]} for count in range(len(names) + 1)]
    return [load_written({**scenario, "measures": measures}) for measures in written]


def compile_written(scenario: Mapping[str, Any]) -> CompiledScenario:
    return compile_scenario(load_written(scenario))


def briefly(path: Path) -> dict[str, object]:
    """Overrides for a shipped file that is run for two weeks: those in which its letters leave, where it sends any."""
    letters = {"period.start": "2024-02-26"} if path.stem.startswith("belastingbrieven") else {}
    return {"period.weeks": 1, "period.warm_up": 0, "period.prelude": 2, "period.follow_up": 1, **letters}


@st.composite
def towns(draw: st.DrawFn) -> Written:
    """A scenario file in full."""
    services = {
        "question": draw(questions()),
        "wedding": draw(journeys()),
    }
    town: Written = {
        "schema": 1,
        "label": "random",
        "period": {
            "start": draw(st.sampled_from(["2024-04-29", "2024-01-01", "2023-12-18"])),
            "weeks": draw(st.integers(1, 2)),
            "warm_up": draw(st.integers(0, 1)),
            "prelude": draw(st.integers(0, 2)),
            "follow_up": draw(st.integers(0, 3)),
            "office_after": draw(st.integers(0, 1)),
        },
        "closed_days": {"holidays": draw(st.sampled_from(["NL", "none"]))},
        "population": {"inhabitants": draw(st.sampled_from([3, 100, 10_000])), "segments": draw(segments())},
        "behaviour": draw(behaviours()),
        "busyness": {"spread": draw(shares(0, 0.3))},
        "channels": draw(channels()),
        "teams": draw(teams()),
        "queues": draw(queues()),
        "services": services,
    }
    _with_somebody_for_all(town)
    if draw(st.booleans()):
        _with_who_stays(town, draw(st.sampled_from(["09:00-12:00", "00:00-24:00"])))
    if _somebody_answers(services):
        ways = {"ask": draw(shares(0.5, 1, 0)), "together": draw(shares(0.5, 0, 1))}
        town["behaviour"]["reactions"]["dropped"] = town["behaviour"]["reactions"]["default"] | ways
    town["measures"] = draw(measures(town))
    return town


def _with_somebody_for_all(town: Written) -> None:
    """What a file must have: staff whenever appointments are offered, and a need for each team, even if it never comes up."""
    always = {"days": "mon-sun", "hours": "00:00-24:00", "people": 1}
    town["teams"]["reception"] = {"label": "reception", "shifts": {"all": always}}
    town["queues"]["appointments"]["teams"]["reception"] = 9
    town["queues"]["appointments"].pop("hours", None)
    options = {channel: {"handling": "5 min"} for channel in CHOSEN}
    never = {"label": "never", "demand": {"rate": "0 per week"}, "steps": {"ask": {"label": "ask", "options": options}}}
    town["services"]["never"] = never
    steps = town["services"]["wedding"]["steps"]
    if "officials" not in town["queues"]["appointments"]["teams"] and steps.get("check", {}).get("team") != "officials":
        del town["teams"]["officials"]


def _with_who_stays(town: Written, hours: str) -> None:
    """Who puts a question through with an explanation stays until one of the second line answers, who has people of its own."""
    stepwise = [step.get("options", {}) for service in town["services"].values() for step in service["steps"].values()]
    inquiries = [service.get("inquiry", {}) for service in town["services"].values()]
    handed_on = [
        way["hand_off"] for ways in stepwise + inquiries for name, way in ways.items() if name != "email" and "hand_off" in way
    ]
    warm = [hand_off for hand_off in handed_on if "warm" in hand_off]
    for hand_off in warm:
        hand_off["stays"] = True
    if warm:
        town["teams"]["seconds"] = {"label": "seconds", "shifts": {"day": {"days": "mon-fri", "hours": hours, "people": 1}}}
        town["queues"]["second_line"]["teams"]["seconds"] = 1


def _somebody_answers(services: Written) -> bool:
    """Can be asked about a service, and always to a person too?"""
    inquiries = [service["inquiry"] for service in services.values() if "inquiry" in service]
    return bool(inquiries) and all(set(inquiry) != {"web"} for inquiry in inquiries)


@st.composite
def segments(draw: st.DrawFn) -> Written:
    everyone = {
        "label": "everyone",
        "share": 1,
        "skill": draw(shares(1, 0.5)),
        "skill_spread": draw(shares(0, 0.2)),
        "need_for_certainty": draw(shares(1, 3)),
        "need_spread": draw(shares(0, 0.5)),
    }
    if draw(st.booleans()):
        return {"everyone": everyone}
    far = {"label": "far", "share": 0.4, "skill": 0.3, "travel": "90 min", "online": 0.5, "taste": {"desk": draw(shares(0, 2))}}
    return {"everyone": everyone | {"share": 0.6}, "far": far}


@st.composite
def behaviours(draw: st.DrawFn) -> Written:
    noise = st.sampled_from([0, 1])
    reactions: Written = {}
    for kind in ("default", "closed", "lines_full", "abandoned", "unresolved", "promise_broken", "cancelled"):
        retry = draw(shares(0, 0.5, 1))
        reactions[kind] = {"retry": retry, "switch": draw(shares(0, (1 - retry) / 2, 1 - retry)), "after": draw(PAUSES)}
    return {
        "choice": {
            "nest_noise": draw(noise),
            "channel_noise": draw(noise),
            "habit": draw(shares(0, 0.5)),
            "feedback": draw(shares(0, 0.1, 1)),
            "failure": draw(shares(1, 3)),
            "unreached": draw(shares(1, 0)),
            "experience": draw(shares(0, 0.5)),
            "experience_fades": draw(st.sampled_from(["26 weeks", "2 days"])),
        },
        "reactions": reactions,
        "questions": draw(open_questions()),
        "opening_spread": draw(st.sampled_from(["0 min", "30 min"])),
        "most_tries": draw(st.sampled_from([8, 2, 1])),
        "most_contacts": draw(st.sampled_from([40, 5])),
    }


@st.composite
def open_questions(draw: st.DrawFn) -> Written:
    """None, or some that are asked at once or later."""
    if draw(st.booleans()):
        return {}
    return {
        "per_case": draw(shares(0, 1, 4)),
        "opens": draw(shares(0, 1, 4)),
        "by_complexity": draw(shares(0, 0.5, 1)),
        "takes": draw(SHORT),
        "within": draw(LONG),
    }


@st.composite
def channels(draw: st.DrawFn) -> Written:
    hours = st.sampled_from(HOURS)
    promise = st.sampled_from([None, "1 working days", "3 working days", "3 hours", "70 min"])
    grace = st.sampled_from(["0 min", "15 min", "60 min"])

    def live(name: str, nest: str) -> Written:
        channel: Written = {"label": name, "kind": "live", "nest": nest, "open": draw(hours), "closing_grace": draw(grace)}
        if draw(st.booleans()):
            at_once = draw(shares(0, 0.2))
            channel["patience"] = {
                "time": draw(durations(0, 2, 15, 30)),
                "at_once": at_once,
                "at_announcement": draw(shares(0, 0.3)),
            }
            channel["patience"]["announcement"] = draw(st.sampled_from(["1 min", "15 min"]))
        if draw(st.booleans()):
            channel["announced_wait"] = {"tolerance": draw(shares(0.5, 1, 2))}
            if draw(st.booleans()):
                channel["announced_wait"]["call_back"] = {
                    "above": draw(st.sampled_from(["0 min", "5 min"])),
                    "taken": draw(shares()),
                }
        if draw(st.booleans()):
            channel["lines"] = draw(st.integers(1, 4))
        channel["outages"] = draw(outages())
        channel["concurrency"] = draw(st.sampled_from([1, 1, 2, 3]))
        channel["expected_wait"] = draw(st.sampled_from(["0 min", "10 min"]))
        return channel

    def deferred(name: str, nest: str) -> Written:
        channel: Written = {
            "label": name,
            "kind": "deferred",
            "nest": nest,
            "open": draw(hours),
            "broken": draw(shares(0, 0.3, 1)),
        }
        term = draw(promise)
        return channel | ({"promise": term} if term else {})

    return {
        "web": {
            "label": "web",
            "kind": "self_service",
            "nest": "self_service",
            "open": draw(hours),
            "outages": draw(outages()),
            "helpers": draw(helpers()),
        },
        "phone": live("phone", "live_remote"),
        "desk": live("desk", "in_person"),
        "appointment": {
            "label": "appointment",
            "kind": "appointment",
            "nest": "in_person",
            "open": draw(hours),
            "closing_grace": draw(grace),
            "slots": {
                "every": draw(st.sampled_from(["15 min", "60 min", "10 min", "50 min"])),
                "places": draw(st.integers(1, 2)),
                "overbooking": draw(shares(0, 0.3, 1)),
                "notice": draw(st.sampled_from(["0 min", "1 day"])),
                "horizon": draw(st.sampled_from(["2 days", "14 days"])),
                **({"preference": draw(preferences())} if draw(shares(1, 1, 0)) else {}),
            },
            "no_show": {"share": draw(shares(0, 0.2)), "per_week": draw(shares(0, 0.2))},
            "cancelled": draw(shares(0, 0.3)),
            **({"reminder": draw(reminders())} if draw(st.booleans()) else {}),
            **({"punctuality": draw(punctuality())} if draw(st.booleans()) else {}),
            **({"patience": draw(durations(0, 15, 30))} if draw(st.booleans()) else {}),
        },
        "email": deferred("email", "written"),
        "call_back": deferred("call back", "live_remote") | {"handoff_only": True},
    }


@st.composite
def helpers(draw: st.DrawFn) -> Written:
    """Up to two kinds of help online, of equal or other skill."""

    def helper(name: str) -> Written:
        found: Written = {"label": name, "share": draw(shares(0, 0.5, 1)), "skill": draw(shares(0.3, 0.9))}
        if draw(st.booleans()):
            found |= {"by_segment": {"everyone": draw(shares(0, 0.7))}, "citizen_time": "10 min", "travel": "20 min"}
        return found

    return {name: helper(name) for name in draw(st.lists(st.sampled_from(["family", "library"]), unique=True))}


@st.composite
def preferences(draw: st.DrawFn) -> Written:
    """Parts of the week that suit, by weight or by the hours that are open, for all or for some."""
    parts = st.sampled_from([{"mon-thu morning": 1, "thu evening": 2}, {}, {"afternoon": 1, "sat morning": 0}])
    within = st.sampled_from(["2 weeks", "2 days", "3 hours", "0 min"])
    return {"share": draw(shares(1, 0.6, 0.9)), "within": draw(within), "parts": draw(parts)}


@st.composite
def punctuality(draw: st.DrawFn) -> Written:
    grace = st.sampled_from(["0 min", "15 min"])
    return {
        "early": draw(durations(0, 5, 15)),
        "late": draw(shares(0, 0.3)),
        "late_by": draw(durations(0, 5, 15)),
        "grace": draw(grace),
    }


def outages() -> st.SearchStrategy[list[Written]]:
    begins = st.sampled_from(["0 min", "1 days", "34 hours", "100 min"])
    lengths = st.sampled_from(["30 min", "2 hours", "1 days", "0 min"])
    return st.lists(st.fixed_dictionaries({"from": begins, "length": lengths}), max_size=2)


@st.composite
def teams(draw: st.DrawFn) -> Written:
    def shift(days: str) -> Written:
        written: Written = {"days": days, "hours": draw(st.sampled_from(SHIFTS)), "people": draw(st.integers(1, 2))}
        if draw(st.booleans()):
            written["breaks"] = [{"length": draw(st.sampled_from(["15 min", "30 min"])), "at": "10:00-11:00"}]
            if draw(st.booleans()):
                written["breaks"].append({"length": "30 min", "at": "10:15-11:00"})
        return written

    def team(name: str) -> Written:
        found: Written = {"label": name, "shifts": {"day": shift("mon-fri")}, "absence": draw(shares(0, 0, 0.3))}
        if draw(st.booleans()):
            found["shifts"]["late"] = shift(draw(st.sampled_from(["mon-sun", "thu"])))
        if draw(st.booleans()):
            found["work_on_holidays"] = True
        if draw(st.booleans()):
            found["speed"] = {"calls": draw(st.sampled_from([0.8, 1.5])), "mail": 2}
        return found | {"back_office_priority": draw(st.integers(1, 6))}

    officials = {"label": "officials", "unlimited": True} if draw(st.booleans()) else team("officials")
    return {"front": team("front"), "experts": team("experts"), "officials": officials}


@st.composite
def queues(draw: st.DrawFn) -> Written:
    def queue(channel: str, *served_by: dict[str, int]) -> Written:
        ageing = draw(st.sampled_from(["0 min", "15 min", "60 min"]))
        teams: Written = dict(draw(st.sampled_from(served_by)))
        if len(teams) > 1 and draw(st.booleans()):
            helper = draw(st.sampled_from(sorted(teams)))
            teams[helper] = {"skill": teams[helper], "after": draw(st.sampled_from(["0 min", "1 min", "15 min"]))}
        hours = {"hours": draw(st.sampled_from(["09:00-11:00", {"tue, thu": "13:00-17:00"}]))} if draw(shares(0, 0, 1)) else {}
        return {"channel": channel, "teams": teams, "priority": draw(st.integers(1, 3)), "ageing": ageing} | hours

    both = {"front": 1, "experts": 2}
    return {
        "wedding_calls": queue("phone", {"experts": 1}, both) | {"services": ["wedding"]},
        "calls": queue("phone", {"front": 1}, both, {"front": 1, "experts": 1}),
        "desk": queue("desk", {"front": 1}, both),
        "appointments": queue("appointment", {"officials": 1}, {"front": 2, "experts": 1}),
        "mail": queue("email", {"front": 1}, both),
        "call_backs": queue("call_back", {"experts": 1}, both),
        "second_line": queue("phone", {"experts": 1}, {"experts": 2, "front": 3}) | {"handoff_only": True},
    }


def learning() -> st.SearchStrategy[Written]:
    """Nothing to learn, or some of the work slower at first."""
    some = st.fixed_dictionaries(
        {"factor": st.sampled_from([1, 1.3, 2.5]), "half_time": st.sampled_from(["3 days", "2 weeks"])},
        optional={
            "services": st.sampled_from([["wedding"], ["question", "wedding"]]),
            "steps": st.sampled_from([["reserve"], ["ask", "inquiry"]]),
            "channels": st.sampled_from([["phone"], ["desk", "email", "call_back"]]),
        },
    )
    return st.one_of(st.just({}), some.map(lambda written: {"learning": written}))


@st.composite
def measures(draw: st.DrawFn, town: Written) -> Written:
    """Up to three changes of what the town has, which may overlap and be withdrawn."""
    step = town["services"]["wedding"]["steps"]["reserve"]
    first, last = min(step["options"]), "declare" if "declare" in town["services"]["wedding"]["steps"] else "reserve"
    path = f"services.wedding.steps.reserve.options.{first}"
    possible: dict[str, st.SearchStrategy[Any]] = {
        f"{path}.steering": st.just(2),
        f"{path}.resolves": shares(0, 1),
        f"{path}.handling": HANDLING,
        "services.wedding.steps.talk": st.sampled_from([{}, {"beside": "reserve"}]).map(
            lambda beside: {"label": "talk", "after": last, "options": {"phone": {"handling": "15 min"}}} | beside
        ),
        "services.question.demand.rate": st.just("100 per week"),
        "services.question.demand.because_online": shares(0, 1),
        "channels.phone.open": st.sampled_from(HOURS),
        "channels.phone.lines": st.just(2),
        "channels.phone.concurrency": st.integers(1, 3),
        "channels.web.outages": st.just([{"from": "1 weeks", "length": "2 days"}]),
        "channels.web.helpers": st.just({"library": {"label": "library", "share": 0.8, "skill": 0.8, "travel": "15 min"}}),
        "channels.appointment.slots.overbooking": shares(0, 0.5),
        "channels.appointment.slots.places": st.integers(1, 3),
        "channels.appointment.slots.preference": st.just({"share": 0.9, "within": "5 days"}),
        "teams.front.shifts.day.people": st.integers(1, 3),
        "teams.experts.shifts.day.hours": st.sampled_from(SHIFTS),
        "queues.calls.priority": st.integers(1, 3),
        "queues.desk.teams": st.sampled_from([{"front": 1}, {"experts": 1, "front": 2}]),
    }
    if len(step["options"]) > 1 and not any("hand_off" in option for option in step["options"].values()):
        possible[path] = st.none()
    found: Written = {}
    ramps = st.sampled_from(["0 min", "1 weeks"])
    ends = st.sampled_from([{}, {}, {"until": "2 weeks"}])
    for number in range(draw(st.integers(0, 3))):
        wanted = draw(st.lists(st.sampled_from(sorted(possible)), min_size=1, max_size=3, unique=True))
        if path in wanted or any(path in measure["set"] for measure in found.values()):
            wanted = [name for name in wanted if not name.startswith(f"{path}.")]
        if any(name.startswith(f"{path}.") for measure in found.values() for name in measure["set"]):
            wanted = [name for name in wanted if name != path]  # an earlier one may start later, and change what is gone
        changes = {name: draw(possible[name]) for name in wanted} or {"queues.calls.priority": 2}
        if path in changes and any(path in measure["set"] for measure in found.values()):
            changes = {"queues.calls.priority": 3}
        start = draw(st.sampled_from(["0 weeks", "1 weeks"]))
        timed = {"label": "measure", "start": start, "ramp": draw(ramps)} | draw(ends)
        found[f"measure_{number}"] = timed | {"set": changes} | draw(learning())
    return found
