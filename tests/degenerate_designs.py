"""Small towns in which something is missing: nobody comes, nobody works, nobody is lost, nothing is ever open.

Each kind is a change of one plain town, so that kinds can be put together; what then makes no sense must be refused in words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st

from tests.engine.random_values import Written

Change = Callable[[Written], None]

WEEKS_OF_RUN = 4
NOBODY_RETRIES = {"default": {"retry": 0, "switch": 0}}


def plain_town() -> Written:
    """A phone, a web form, a desk by appointment and mail, each with somebody behind it."""
    options = {
        "web": {"citizen_time": "5 min", "resolves": {"low": "50%", "mid": "80%", "high": "90%", "source": "ASSUMPTION"}},
        "phone": {"handling": {"exponential": "4 min"}},
        "desk": {"handling": "10 min"},
        "mail": {"handling": "5 min"},
    }
    return {
        "schema": 1,
        "label": {"nl": "Vandaag", "en": "Today"},
        "period": {"start": "2024-04-22", "weeks": 1, "warm_up": 0, "follow_up": 1},
        "closed_days": {"holidays": "none"},
        "population": {"inhabitants": 1000, "segments": {"everyone": {"label": "everyone", "share": 1}}},
        "behaviour": {"reactions": {"default": {"retry": 0.5, "after": "30 min"}}},
        "channels": {
            "web": {"label": "web", "kind": "self_service", "nest": "self_service", "open": "always"},
            "phone": {
                "label": "phone", "kind": "live", "nest": "live_remote", "open": {"mon-tue": "09:00-11:00"}, "patience": "2 min",
            },
            "desk": {
                "label": "desk", "kind": "appointment", "nest": "in_person", "open": {"mon": "09:00-11:00"},
                "slots": {"every": "30 min", "places": 1, "horizon": "1 weeks"},
            },
            "mail": {"label": "mail", "kind": "deferred", "nest": "written", "open": "always", "promise": "2 working days"},
        },
        "teams": {"a": {"label": "a", "shifts": {"all": {"days": "mon-tue", "hours": "09:00-11:00", "people": 2}}}},
        "queues": {name: {"channel": name, "teams": {"a": 1}} for name in ("phone", "desk", "mail")},
        "services": {
            "ask": {
                "label": "ask",
                "demand": {"rate": "10 per week", "profile": {"week": [1, 1, 0, 0, 0, 0, 0], "day": {"08:30-11:00": 1}}},
                "steps": {"ask": {"label": "ask", "options": options}},
            }
        },
    }  # fmt: skip


def only_channels(town: Written, *kept: str) -> None:
    town["channels"] = {name: channel for name, channel in town["channels"].items() if name in kept}
    town["queues"] = {name: queue for name, queue in town["queues"].items() if queue["channel"] in kept}
    for service in town["services"].values():
        for step in service["steps"].values():
            step["options"] = {name: option for name, option in step["options"].items() if name in kept}
    if not town["queues"]:
        town["teams"] = {}


def only_self_service(town: Written) -> None:
    only_channels(town, "web")


def only_phone(town: Written) -> None:
    only_channels(town, "phone")


def only_mail(town: Written) -> None:
    only_channels(town, "mail")


def only_appointments(town: Written) -> None:
    only_channels(town, "desk")


def no_slots(town: Written) -> None:
    only_channels(town, "desk", "web")
    town["channels"]["desk"]["slots"]["places"] = 0


def no_demand(town: Written) -> None:
    for service in town["services"].values():
        service["demand"] = {"rate": "0 per year"}


def hardly_any_demand(town: Written) -> None:
    for service in town["services"].values():
        service["demand"] = {"rate": "1 per year"}


def idle_service(town: Written) -> None:
    """A service that nobody asks for, beside the other."""
    ask = town["services"]["ask"]
    town["services"]["idle"] = {"label": "idle", "demand": {"rate": "0 per year"}, "steps": ask["steps"]}


def step_of_nobody(town: Written) -> None:
    ask = town["services"]["ask"]["steps"]
    ask["never"] = {"label": "never", "applies": 0, "options": ask["ask"]["options"]}


def mailing_of_nothing(town: Written) -> None:
    mailing = {"label": "letters", "day": "2024-04-23", "number": 0, "reacts": "50%"}
    town["services"]["ask"]["demand"]["mailings"] = {"letters": mailing}


def only_outside_hours(town: Written) -> None:
    profile = {"week": [0, 0, 0, 0, 0, 1, 1], "day": {"02:00-05:00": 1}}
    town["services"]["ask"]["demand"]["profile"] = profile
    town["behaviour"]["reactions"] = NOBODY_RETRIES


def everybody_lost(town: Written) -> None:
    town["behaviour"]["reactions"] = NOBODY_RETRIES
    for option in town["services"]["ask"]["steps"]["ask"]["options"].values():
        option["resolves"] = 0


def nobody_lost(town: Written) -> None:
    town["behaviour"]["reactions"] = {"default": {"retry": 1, "after": "1 h"}}
    town["behaviour"]["most_tries"] = 100
    for channel in town["channels"].values():
        channel.pop("patience", None)
    for option in town["services"]["ask"]["steps"]["ask"]["options"].values():
        option["resolves"] = 1


def compulsory(town: Written) -> None:
    town["services"]["ask"]["obligation"] = "verplicht"


def always_closed(town: Written) -> None:
    """Every day of the run is closed."""
    first = date.fromisoformat(town["period"]["start"])
    town["closed_days"] = {
        "holidays": "none",
        "closed": [str(first + timedelta(days=day)) for day in range(-7 * WEEKS_OF_RUN, 7 * WEEKS_OF_RUN)],
    }


def never_open(town: Written) -> None:
    """A phone that is never answered, though it is there."""
    for channel in town["channels"].values():
        if channel["kind"] == "live":
            channel["open"] = {"mon": []}


def unlimited_teams(town: Written) -> None:
    town["teams"] = {name: {"label": name, "unlimited": True} for name in town["teams"]}


def team_of_nobody(town: Written) -> None:
    """A second team, without people, behind the same queues."""
    town["teams"]["b"] = {"label": "b", "shifts": {"all": {"days": "mon-tue", "hours": "09:00-11:00", "people": 0}}}
    for queue in town["queues"].values():
        queue["teams"]["b"] = 2


def only_teams_of_nobody(town: Written) -> None:
    for team in town["teams"].values():
        team["shifts"] = {"all": {"days": "mon-tue", "hours": "09:00-11:00", "people": 0}}


def everybody_absent(town: Written) -> None:
    for team in town["teams"].values():
        team["absence"] = 1


def back_office_only(town: Written) -> None:
    """The work is done behind the counter, by a team without a queue."""
    town["teams"]["office"] = {"label": "office", "shifts": {"all": {"days": "mon-tue", "hours": "09:00-11:00", "people": 1}}}
    only_channels(town, "web")
    shift = {"all": {"days": "mon-tue", "hours": "09:00-11:00", "people": 1}}
    town["teams"] = {"office": {"label": "office", "shifts": shift}}
    for service in town["services"].values():
        service["steps"]["check"] = {"label": "check", "kind": "back_office", "team": "office", "work": "20 min"}


def milestone_only(town: Written) -> None:
    """Nothing but the passing of a date."""
    only_channels(town, "web")
    for service in town["services"].values():
        service["steps"] = {"day": {"label": "day", "kind": "milestone"}}


def empty_group(town: Written) -> None:
    town["population"]["segments"]["nobody"] = {"label": "nobody", "share": 0}


def one_inhabitant(town: Written) -> None:
    town["population"]["inhabitants"] = 1


def channel_nobody_chooses(town: Written) -> None:
    for option_of in (step["options"] for service in town["services"].values() for step in service["steps"].values()):
        if len(option_of) > 1:
            option_of[list(option_of)[-1]]["eligible"] = 0


def channel_of_nothing(town: Written) -> None:
    """A channel that no service uses."""
    town["channels"]["app"] = {"label": "app", "kind": "self_service", "nest": "self_service", "open": "always"}


def phone_of_nothing(town: Written) -> None:
    """A phone that nobody answers and no service uses."""
    only_channels(town, "web")
    town["channels"] = {"phone": plain_town()["channels"]["phone"]} | town["channels"]


def no_time_at_all(town: Written) -> None:
    """Nobody takes any time: no work, no effort."""
    for service in town["services"].values():
        for step in service["steps"].values():
            for option in step.get("options", {}).values():
                option |= {"handling": "0 min", "citizen_time": "0 min"}
    for channel in town["channels"].values():
        channel.setdefault("label", "")
    town["population"]["segments"]["everyone"]["travel"] = "0 min"


def nothing_matters(town: Written) -> None:
    """Margins of zero: every difference counts."""
    town["margins"] = dict.fromkeys(("fte", "share", "contacts_per_case"), 0)
    town["margins"] |= dict.fromkeys(("wait", "lead_time", "effort", "staff_time"), "0 min")


def free_work(town: Written) -> None:
    town["costs"] = {"direct": 0, "full": 0}


def no_hours_in_a_year(town: Written) -> None:
    town["costs"] = {"hours_per_fte": 0}


def strictest_norms(town: Written) -> None:
    town["norms"] = {"answer_within": "0 s", "answered_share": 1, "abandoned_share": 0, "desk_wait": "0 min"}


def no_norms(town: Written) -> None:
    town["norms"] = {"answered_share": 0, "abandoned_share": 1}


def no_follow_up(town: Written) -> None:
    town["period"]["follow_up"] = 0


def with_warm_up(town: Written) -> None:
    town["period"]["warm_up"] = 1


KINDS: tuple[Change, ...] = (
    only_self_service,
    only_phone,
    only_mail,
    only_appointments,
    no_demand,
    hardly_any_demand,
    idle_service,
    step_of_nobody,
    mailing_of_nothing,
    only_outside_hours,
    everybody_lost,
    nobody_lost,
    compulsory,
    always_closed,
    never_open,
    unlimited_teams,
    team_of_nobody,
    everybody_absent,
    empty_group,
    one_inhabitant,
    channel_nobody_chooses,
    channel_of_nothing,
    phone_of_nothing,
    no_time_at_all,
    nothing_matters,
    free_work,
    strictest_norms,
    no_norms,
    no_follow_up,
    with_warm_up,
    back_office_only,
    milestone_only,
)
"""What can be missing."""
REFUSED: tuple[Change, ...] = (no_slots, only_teams_of_nobody, no_hours_in_a_year)
"""What cannot: whoever asks for it is told so."""

OPTIONS = "services.ask.steps.ask.options"
STAFFED = ("phone", "desk", "mail")
WEB = f"{OPTIONS}.web.resolves"
MEASURES: dict[str, Written] = {
    "nothing": {},
    "fewer cases": {"services.ask.demand.rate": "5 per week"},
    "no demand": {"services.ask.demand.rate": "0 per year"},
    "no web": {f"{OPTIONS}.web": None},
    "no phone": {f"{OPTIONS}.phone": None, "queues.phone": None, "channels.phone": None},
    "more people": {"teams.a.shifts.all.people": 4},
    "nobody at work": {"teams.a.shifts.all.people": 0},
    "no team": {
        "teams.a": None,
        **dict.fromkeys((f"queues.{name}" for name in STAFFED), None),
        **dict.fromkeys((f"{OPTIONS}.{name}" for name in STAFFED), None),
    },
    "the idle service": {"services.idle.steps.ask.options.web.citizen_time": "1 min"},
    "another channel": {
        "channels.chat": {"label": "chat", "kind": "live", "nest": "live_remote", "open": {"mon-tue": "09:00-11:00"}},
        "queues.chat": {"channel": "chat", "teams": {"a": 1}},
        f"{OPTIONS}.chat": {"handling": "3 min"},
    },
    "other hours": {"channels.phone.open": {"tue": "09:00-10:00"}},
}
"""What the second design does, by what it is called."""


def changed(*kinds: Change) -> Written:
    """The plain town after these changes, one after the other."""
    town = plain_town()
    for kind in kinds:
        kind(town)
    return town


def beside(measure: str) -> Written:
    """The file of a second design, that extends ``first.yaml``."""
    second: Written = {"extends": "first.yaml", "schema": 1, "label": {"nl": "Anders", "en": "Otherwise"}}
    if MEASURES[measure]:
        second["measures"] = {"other": {"label": measure, "set": MEASURES[measure]}}
    return second


def write_pair(folder: Path, first: Mapping[str, object], second: Mapping[str, object]) -> tuple[Path, Path]:
    """Both as scenario files."""
    paths = folder / "first.yaml", folder / "second.yaml"
    for path, written in zip(paths, (first, second), strict=True):
        path.write_text(json.dumps(written), encoding="utf-8")
    return paths


IN_ORDER = (*REFUSED, *KINDS)
"""What each of them changes is still there after those before it."""
KINDS_TOGETHER = st.lists(st.sampled_from(IN_ORDER), max_size=4, unique=True).map(lambda kinds: sorted(kinds, key=IN_ORDER.index))
MEASURE = st.sampled_from(list(MEASURES))
