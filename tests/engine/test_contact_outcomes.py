"""What becomes of a contact, against chances worked out by themselves. Each check: false alarm 1e-6."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine.program import codes
from sim.engine.program.program import Array
from sim.engine.program.tables import Table, Tables
from sim.model.values.units import DAY, MINUTE, WEEK
from tests.engine.random_values import Written
from tests.engine.rule_towns import (
    CHANNELS,
    EVERYONE,
    MANY,
    ends,
    first_contacts,
    one_step,
    rule_town,
    run,
    service,
    shares_fit,
    trials_fit,
)

MIXED = {
    "inhabitants": MANY,
    "segments": {
        "able": EVERYONE | {"share": 0.6, "skill": 0.8, "skill_spread": 0.15},
        "not_able": EVERYONE | {"share": 0.4, "skill": 0.25, "skill_spread": 0.1},
    },
}
"""People of every skill, so that a chance that falls with it is seen to."""


def chance(base: float, complex_slope: float, unskilled_slope: float, row: Table) -> Array:
    fallen: Array = np.maximum(0.0, base - complex_slope * row["complexity"] - unskilled_slope * (1.0 - row["skill"]))
    return fallen


def cases_of(contacts: Table, tables: Tables) -> Table:
    """The case of each contact."""
    rows: Table = tables.cases[np.searchsorted(tables.cases["case"], contacts["case"])]
    return rows


@pytest.mark.parametrize("channel", ["web", "phone", "email"])
def test_a_contact_resolves_less_with_complexity_and_lack_of_skill(channel: str) -> None:
    option = {"resolves": 0.9, "harder_when_complex": 0.5, "harder_when_unskilled": 0.6}
    town = rule_town(one_step({channel: option}, complexity=0.4, complexity_spread=0.2), population=MIXED)
    tables, _ = run(town)
    contacts = first_contacts(tables)
    contacts = contacts[contacts["outcome"] != codes.OPEN]
    cases = cases_of(contacts, tables)
    resolved = contacts["outcome"] == codes.RESOLVED
    expected = chance(0.9, 0.5, 0.6, cases)
    assert trials_fit(resolved, expected)
    for few in (cases["complexity"] > 0.5, cases["complexity"] < 0.3, cases["skill"] > 0.7, cases["skill"] < 0.4):
        assert trials_fit(resolved[few], expected[few])
    assert not trials_fit(resolved, expected + 0.02), "the test sees two points"


def test_an_application_is_complete_less_with_complexity_and_lack_of_skill() -> None:
    option = {"complete": 0.85, "harder_when_complex": 0.4, "harder_when_unskilled": 0.5, "resolves": 1}
    # resolves falls in the same way; retrying until it works leaves the application as it was handed in at last
    steps = {
        "apply": {"label": "apply", "application": True, "options": {"phone": option}},
        "check": {"label": "check", "kind": "back_office", "team": "staff", "work": "1 min", "checks_completeness": True},
    }
    again = {"reactions": {"default": {"retry": 1, "after": "1 min"}}, "most_tries": 100}
    town = rule_town({"apply": service(steps, complexity=0.4, complexity_spread=0.2)}, population=MIXED, behaviour=again)
    tables, _ = run(town)
    cases = tables.cases[tables.cases["end"] == codes.CASE_RESOLVED]
    expected = chance(0.85, 0.4, 0.5, cases)
    assert len(cases) > 100_000
    assert trials_fit(cases["corrections"] == 0, expected)
    for few in (cases["complexity"] > 0.5, cases["skill"] > 0.7, cases["skill"] < 0.4):
        assert trials_fit(cases["corrections"][few] == 0, expected[few])


@pytest.mark.parametrize("slope", [0.9, -0.9])
def test_a_hidden_need_is_there_more_in_complex_cases(slope: float) -> None:
    hidden = {"share": 0.3, "discovery": 0, "by_complexity": slope}
    town = rule_town(one_step({"phone": {}}, complexity=0.4, complexity_spread=0.2, hidden_need=hidden))
    fresh = run(town)[0].cases
    has, chances = fresh["hidden"] == 1, np.clip(0.3 + slope * (fresh["complexity"] - 0.4), 0, 1)
    for few in (fresh["complexity"] > 0.6, fresh["complexity"] < 0.2, fresh["complexity"] >= 0):
        assert trials_fit(has[few], chances[few])
    assert not trials_fit(has[fresh["complexity"] > 0.6], np.full((fresh["complexity"] > 0.6).sum(), 0.3))


def test_a_hidden_need_comes_out_by_dialogue_and_takes_time() -> None:
    hidden = {"share": 0.3, "discovery": 0.8, "extra_time": "10 min", "returns": 0.4, "after": "2 days"}
    tables, _ = run(rule_town(one_step({"phone": {"handling": "5 min", "dialogue": 0.6}}, hidden_need=hidden)))
    fresh = tables.cases[tables.cases["parent"] < 0]
    has = fresh["hidden"] == 1
    assert trials_fit(has, np.full(len(fresh), 0.3))
    ended = fresh[has & (fresh["end"] == codes.CASE_RESOLVED)]
    found = ended["discovered"] >= 0
    assert trials_fit(found, np.full(len(ended), 0.8 * 0.6))
    contacts = first_contacts(tables)
    contacts = contacts[contacts["outcome"] == codes.RESOLVED]
    lasted = contacts["ended"] - contacts["answered"]
    assert set(np.unique(lasted[contacts["discovered"] == 1])) == {15 * MINUTE}
    assert set(np.unique(lasted[contacts["discovered"] == 0])) == {5 * MINUTE}
    early = ended[~found & (ended["ended"] < 24 * DAY)]
    children = set(tables.cases["parent"].tolist()) - {-1}
    assert trials_fit([int(case) in children for case in early["case"]], np.full(len(early), 0.4))
    assert children <= set(ended["case"][~found].tolist()), "only what stayed hidden comes back"


def test_without_dialogue_nothing_comes_out() -> None:
    hidden = {"share": 1, "discovery": 1}
    tables, _ = run(rule_town(one_step({"phone": {"dialogue": 0}}, rate="500 per week", hidden_need=hidden)))
    assert (tables.cases["discovered"] == -1).all()


# --- reactions: one town per failure, in which everybody's first attempt fails in that way ---

STAFFED = {
    "staff": {
        "label": "staff",
        "work_on_holidays": True,
        "shifts": {"all": {"days": "mon-sun", "hours": "00:00-24:00", "people": 1}},
    }
}
"""One person, day and night."""
PHONE = CHANNELS["phone"]
APPOINTMENT = {"label": "desk", "kind": "appointment", "nest": "in_person", "open": "always"}
FAILING: dict[str, tuple[Written, Written, Written]] = {
    # outcome: the channel, its option, and the teams
    "closed": (PHONE | {"open": {"sun": "23:45-24:00"}}, {}, {}),
    "lines_full": (PHONE | {"lines": 1}, {"handling": "20 hours"}, STAFFED),
    "balked": (PHONE | {"announced_wait": {"tolerance": 0}, "patience": "20 hours"}, {"handling": "20 hours"}, STAFFED),
    "abandoned": (PHONE | {"patience": 0}, {"handling": "20 hours"}, STAFFED),
    "sent_away": (PHONE | {"open": "00:00-23:45"}, {"handling": "20 hours"}, STAFFED),
    "unresolved": (PHONE, {"resolves": 0}, {}),
    "dropped": (CHANNELS["web"], {"resolves": 0}, {}),
    "no_slot": (
        APPOINTMENT | {"open": {"sun": "23:00-24:00"}, "slots": {"places": 1, "notice": "0 min", "horizon": "1 min"}},
        {},
        {},
    ),
    "no_show": (APPOINTMENT | {"slots": {"places": 1000, "notice": "0 min"}, "no_show": {"share": 1}}, {}, {}),
    "cancelled": (APPOINTMENT | {"slots": {"places": 1000, "notice": "0 min"}, "cancelled": 1}, {}, {}),
    "promise_broken": (CHANNELS["email"] | {"promise": "1 hour", "broken": 1}, {}, {}),
}
NOBODY_THERE = ("closed", "lines_full", "balked", "abandoned", "sent_away", "no_slot", "promise_broken")
"""The failures that weigh by ``unreached``; the others weigh by ``failure``."""
RETRY, SWITCH = 0.5, 0.3
AFTER = "45 min"


def failing_town(kind: str, obligation: str = "keuze", rate: str = "15000 per week") -> Written:
    """All first try channel ``first``, where it fails; who switches goes to ``second``, where it works."""
    channel, option, teams = FAILING[kind]
    reactions: dict[str, Any] = {"default": {"retry": 0, "switch": 0}}
    reactions[kind] = {"retry": RETRY, "switch": SWITCH, "after": AFTER}
    options = {"first": option | {"constant": 100}, "second": {}}
    second = {"label": "second", "kind": "self_service", "nest": "self_service", "open": "always"}
    town = rule_town(
        one_step(options, rate, obligation=obligation),
        weeks=2,
        channels={"first": channel, "second": second},
        choice={"failure": 0, "unreached": 0, "closed": 0} | {"unreached" if kind in NOBODY_THERE else "failure": 1000},
        behaviour={"reactions": reactions, "opening_spread": "0 min", "most_tries": 2},
    )
    # Unlimited staff for the second channel; the teams of the case at hand for the first.
    town["teams"] |= teams
    queues = {name: queue for name, queue in town["queues"].items() if name not in ("first", "second")}
    town["queues"] = queues | ({"first": {"channel": "first", "teams": "staff"}} if channel["kind"] != "self_service" else {})
    return town


def what_followed(tables: Tables, names: tuple[str, ...], kind: str, before: int) -> tuple[dict[str, int], Table, Table]:
    """Counts of retries, switches and giving up after a first contact that ended with ``kind`` before a moment."""
    contacts = tables.contacts
    first = contacts[contacts["attempt"] == 0]
    failed = first[(first["outcome"] == codes.OUTCOMES.index(kind)) & (first["ended"] < before)]
    second = contacts[(contacts["attempt"] == 1) & np.isin(contacts["case"], failed["case"])]
    same = second["channel"] == names.index("first")
    cases = tables.cases[np.isin(tables.cases["case"], failed["case"])]
    gave_up = (cases["end"] == codes.CASE_GAVE_UP) & (cases["contacts"] == 1)
    counts = {"retry": int(same.sum()), "switch": int((~same).sum()), "give up": int(gave_up.sum())}
    return counts, failed, second


@pytest.mark.parametrize("kind", FAILING)
def test_who_fails_retries_switches_or_gives_up_in_the_shares_of_that_failure(kind: str) -> None:
    tables, compiled = run(failing_town(kind))
    # Who is sent away on the last Friday retries on the Monday after the run.
    counts, failed, second = what_followed(tables, compiled.names.channels, kind, 11 * DAY)
    assert sum(counts.values()) == len(failed) > 5000
    if kind == "closed":  # who retries waits for the doors to open, on Sunday night, and may not have been there yet
        assert counts["retry"] + counts["switch"] + counts["give up"] == len(failed)
    assert shares_fit(counts, {"retry": RETRY, "switch": SWITCH, "give up": 1 - RETRY - SWITCH})
    ended = failed["ended"][np.searchsorted(failed["case"], second["case"])]
    later = second["requested"] - ended
    switched = second["channel"] == compiled.names.channels.index("second")
    assert set(np.unique(later[switched])) == {45 * MINUTE}
    if kind not in ("closed", "sent_away"):  # those retry when the doors open
        assert set(np.unique(later)) == {45 * MINUTE}


def test_what_is_compulsory_is_postponed_a_day_and_never_dropped() -> None:
    tables, compiled = run(failing_town("dropped", "verplicht"))
    counts, failed, second = what_followed(tables, compiled.names.channels, "dropped", 12 * DAY)
    assert shares_fit(counts, {"retry": RETRY, "switch": 1 - RETRY})
    assert ends(tables)["gave_up"] == counts["give up"] == 0
    ended = failed["ended"][np.searchsorted(failed["case"], second["case"])]
    postponed = second["requested"] - ended == 45 * MINUTE + DAY
    assert shares_fit(
        {"postponed": int(postponed.sum()), "not": int((~postponed).sum())},
        {"postponed": 1 - RETRY - SWITCH, "not": RETRY + SWITCH},
    )


def test_not_turning_up_rises_with_every_week_between_booking_and_appointment() -> None:
    """Three services book at channels with another notice; the chance is share + per_week times the weeks ahead."""
    no_show = {"share": 0.05, "per_week": 0.04}
    channels = {
        f"desk_{weeks}": APPOINTMENT
        | {"slots": {"every": "60 min", "places": 500, "notice": f"{weeks} weeks", "horizon": "9 weeks"}, "no_show": no_show}
        for weeks in (0, 2, 5)
    }
    services = {
        f"visit_{name}": service({"visit": {"label": "visit", "options": {name: {}}}}, "10000 per week") for name in channels
    }
    tables, compiled = run(rule_town(services, weeks=8, channels=channels))
    contacts = tables.contacts[(tables.contacts["slot"] >= 0) & (tables.contacts["outcome"] != codes.OPEN)]
    ahead = (contacts["slot"] - contacts["requested"]) / WEEK
    missed = contacts["outcome"] == codes.NO_SHOW
    assert trials_fit(missed, 0.05 + 0.04 * ahead)
    for number, name in enumerate(compiled.names.channels):
        there = contacts["channel"] == number
        if name.startswith("desk_"):
            weeks = int(name.removeprefix("desk_"))
            assert np.abs(ahead[there] - weeks).max() < 0.05
            assert trials_fit(missed[there], np.full(int(there.sum()), 0.05 + 0.04 * weeks + 0.04 * 0.5 / 168))


# --- two participants ---


def wedding_like(inquiry: Written | None = None, **reassurance: Any) -> Written:
    """A partner who must sign too: 2 days after the first, but a quarter forget and are reminded after 10 days."""
    second = {"after": "2 days", "forgets": 0.25, "reminded_after": "10 days"}
    steps = {
        "notice": {"label": "notice", "application": True, "second_participant": second, "options": {"web": {"together": False}}},
        "next": {"label": "next", "options": {"web": {}}},
    }
    more: Written = {"inquiry": inquiry, "reassurance": reassurance} if inquiry else {}
    return rule_town({"notice": service(steps, "8000 per week", **more)}, weeks=6)


def days_until_next(tables: Tables, names: tuple[tuple[str, str], ...]) -> tuple[Table, Table]:
    """Of the cases in which the second took part: whole days from the notice to the next step, and the cases."""
    step = tables.contacts["step"]
    notice = tables.contacts[step == names.index(("notice", "notice"))]
    after = tables.contacts[step == names.index(("notice", "next"))]
    done = notice["ended"][np.searchsorted(notice["case"], after["case"])]
    return after["requested"] - done, cases_of(after, tables)


def test_of_two_participants_the_second_forgets_as_often_as_was_written() -> None:
    tables, compiled = run(wedding_like())
    waited, cases = days_until_next(tables, compiled.names.steps)
    early = cases["started"] < 28 * DAY
    assert set(np.unique(waited)) == {2 * DAY, 12 * DAY}
    forgot = waited == 12 * DAY
    assert trials_fit(forgot[early], np.full(int(early.sum()), 0.25))
    assert (cases["reminders"] == forgot).all()


def test_together_nobody_forgets() -> None:
    town = wedding_like()
    town["services"]["notice"]["steps"]["notice"]["options"]["web"]["together"] = True
    tables, compiled = run(town)
    waited, cases = days_until_next(tables, compiled.names.steps)
    assert not waited.any()
    assert not cases["reminders"].any()


def test_who_asks_is_told_that_the_partner_forgot() -> None:
    """An inquiry that is answered starts the second's part again from there, at once; after the reminder it no longer does."""
    inquiry = {"phone": {"handling": "1 min"}}
    tables, compiled = run(wedding_like(inquiry, contacts_per_case=3, reference="10 days", silence="1 days"))
    waited, cases = days_until_next(tables, compiled.names.steps)
    asked = tables.contacts[tables.contacts["cause"] == codes.REASSURANCE]
    first_asked = {int(case): int(moment) for case, moment in zip(asked["case"][::-1], asked["ended"][::-1], strict=True)}
    forgetful = cases["reminders"] == 1
    told = late = 0
    for moment, row in zip(waited[forgetful], cases[forgetful], strict=True):
        applied, when = int(row["applied"]), first_asked.get(int(row["case"]))
        if when is not None and when < applied + 10 * DAY:
            assert applied + moment == when + 2 * DAY
            told += 1
        else:
            assert moment == 12 * DAY
            late += when is not None and when < applied + 12 * DAY
    assert told > 1000
    assert late > 50, "some ask after the reminder"
    assert np.all(waited[~forgetful] == 2 * DAY)
    early = cases["started"] < 28 * DAY
    assert trials_fit(forgetful[early], np.full(int(early.sum()), 0.25))


def test_who_retries_in_closed_hours_near_the_end_waits_for_the_opening_after_the_run() -> None:
    """Nobody is sent back to doors that open on Monday, when the run ends on Sunday."""
    tables, compiled = run(failing_town("sent_away"))
    first = compiled.names.channels.index("first")
    retried = tables.contacts[(tables.contacts["channel"] == first) & (tables.contacts["attempt"] > 0)]
    assert len(retried) > 1000
    assert (retried["outcome"] != codes.CLOSED).all()
