"""Appointments: which slot is booked, who calls off, and who is early or late. Each statistical check: false alarm 1e-6."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import simulate
from sim.model.values.calendar import WEEKDAYS
from sim.model.values.units import DAY, HOUR, MINUTE
from tests.engine.differences import first_difference
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, FALSE_ALARM, one_step, rule_town, service, shares_fit, trials_fit
from tests.engine.scenarios import compile_written, load_written

WEDNESDAY = 2
OFFERED = [day * DAY + hour * HOUR for day in range(5 * 7) if day % 7 < 5 for hour in range(9, 17)]
"""Of the run of three weeks, and of the weeks after it that are booked in it."""

ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
NOTICE, HORIZON = 1 * DAY, 9 * DAY


def run(
    engine: str, *, places: int = 9000, rate: str = "2000 per week", reactions: Written | None = None, **more: object
) -> Tables:
    slots = {"every": "60 min", "places": places, "notice": "1 days", "horizon": "9 days"}
    desk = {"label": "desk", "kind": "appointment", "nest": "in_person", "open": "09:00-17:00", "slots": slots}
    town = rule_town(one_step({"visit": {}}, rate), weeks=3, channels={"visit": desk | more})
    town["behaviour"]["reactions"] |= reactions or {}
    return simulate(compile_written(town), seed=9, replication=0, engine=engine)


def booked(tables: Tables, before: int = 10 * DAY) -> Table:
    contacts = tables.contacts
    rows: Table = contacts[(contacts["slot"] >= 0) & (contacts["requested"] < before)]
    return rows


def left_in_run(tables: Tables) -> dict[int, int]:
    """The places that were not booked, by the time of their slot."""
    return {int(slot["time"]): int(slot["places"] - slot["booked"]) for slot in tables.slots}


@ENGINES
def test_the_share_calls_off_at_any_moment_before(engine: str) -> None:
    rows = booked(run(engine, cancelled=0.3))
    off = rows["outcome"] == codes.CANCELLED
    assert trials_fit(off, np.full(len(rows), 0.3))
    when = (rows["ended"] - rows["requested"])[off] / (rows["slot"] - rows["requested"])[off]
    assert stats.kstest(when, "uniform").pvalue > FALSE_ALARM
    assert (rows["queued"][off] == -1).all()


@ENGINES
def test_a_place_that_is_given_back_in_time_is_the_next_to_be_booked(engine: str) -> None:
    """All bookings again in plain Python: everybody gets the first slot with a place left, the notice and the horizon kept."""
    tables = run(engine, places=5, rate="350 per week", cancelled=0.4)
    left = dict.fromkeys(OFFERED, 5)
    contacts = tables.contacts
    happened = [(int(row["requested"]), 1, row) for row in contacts]
    off = contacts[contacts["outcome"] == codes.CANCELLED]
    happened += [(int(row["ended"]), 0, row) for row in off]
    returned = 0
    for moment, books, row in sorted(happened, key=lambda each: (each[0], each[1])):
        if not books:
            if row["slot"] - moment >= NOTICE:
                left[int(row["slot"])] += 1
                returned += 1
            continue
        free = [time for time in sorted(left) if moment + NOTICE <= time <= moment + HORIZON and left[time] > 0]
        assert row["slot"] == (free[0] if free else -1)
        if free:
            left[free[0]] -= 1
    assert returned > 100
    assert left_in_run(tables) == {time: places for time, places in left.items() if time < 21 * DAY}


@ENGINES
def test_who_calls_off_may_book_anew(engine: str) -> None:
    again = {"cancelled": {"retry": 0.6, "after": "2 hours"}}
    contacts = run(engine, cancelled=0.5, reactions=again).contacts
    off = contacts[(contacts["outcome"] == codes.CANCELLED) & (contacts["attempt"] == 0) & (contacts["ended"] < 10 * DAY)]
    second = contacts[(contacts["attempt"] == 1) & np.isin(contacts["case"], off["case"])]
    anew = np.isin(off["case"], second["case"])
    assert trials_fit(anew.tolist(), np.full(len(off), 0.6))
    assert set((second["requested"] - off["ended"][anew]).tolist()) == {120 * MINUTE}
    assert (second["slot"] >= second["requested"] + NOTICE).all()


@ENGINES
def test_who_is_late_within_the_grace_is_helped_and_who_is_later_is_not(engine: str) -> None:
    arrival = {"early": "5 min", "late": 0.2, "late_by": {"uniform": ["0 min", "20 min"]}, "grace": "15 min"}
    rows = booked(run(engine, punctuality=arrival))
    missed = rows["outcome"] == codes.NO_SHOW
    assert trials_fit(missed, np.full(len(rows), 0.2 * 0.25))
    lateness = (rows["queued"] - rows["slot"])[~missed]
    early = lateness == -5 * MINUTE
    assert trials_fit(early, np.full(len(lateness), 0.8 / 0.95))
    assert ((lateness[~early] >= 0) & (lateness[~early] <= 15 * MINUTE)).all()
    assert stats.kstest(lateness[~early] / (15 * MINUTE), "uniform").pvalue > FALSE_ALARM
    assert (rows["answered"] == rows["queued"])[~missed].all(), "somebody is free at once"


@ENGINES
def test_more_places_are_given_out_than_there_are_spread_over_the_day(engine: str) -> None:
    slots = {"every": "60 min", "places": 4, "overbooking": 0.3, "notice": "1 days", "horizon": "9 days"}
    found = run(engine, rate="600 per week", slots=slots).slots
    by_day = found["places"].reshape(-1, 8)
    assert set(by_day.sum(axis=1).tolist()) == {8 * 4 + 9}, "0.3 of 32 is 9.6"
    assert set(by_day.ravel().tolist()) == {5, 6}
    full = found[(found["time"] > 5 * DAY) & (found["time"] < 14 * DAY)]
    assert (full["booked"] == full["places"]).all()


@ENGINES
def test_walk_ins_take_the_time_of_those_who_do_not_turn_up(engine: str) -> None:
    """One person, appointments and walk-ins of an hour each; of the hours that are booked, only those of no-shows are free."""
    slots = {"every": "60 min", "places": 1, "notice": "1 days", "horizon": "9 days"}
    visit: Written = {"label": "visit", "kind": "appointment", "nest": "in_person", "open": "09:00-17:00", "slots": slots}
    option: Written = {"handling": "60 min"}
    town = rule_town(
        {
            name: service({"ask": {"label": "ask", "options": {channel: option}}}, "80 per week")
            for name, channel in (("planned", "visit"), ("unplanned", "desk"))
        },
        weeks=4,
        channels={
            "desk": CHANNELS["desk"],
            "visit": visit | {"no_show": {"share": 0.4}},
        },
        teams={
            "one": {
                "label": "one",
                "work_on_holidays": True,
                "shifts": {"day": {"days": "mon-sun", "hours": "09:00-17:00", "people": 1}},
            },
            "staff": {"label": "staff", "unlimited": True},
        },
    )
    town["queues"] |= {
        "visit": {"channel": "visit", "teams": "one", "priority": 1},
        "desk": {"channel": "desk", "teams": "one", "priority": 2},
    }
    compiled = compile_written(town)
    tables = simulate(compiled, seed=9, replication=0, engine=engine)
    desk = tables.legs[tables.legs["channel"] == compiled.names.channels.index("desk")]
    booked = tables.slots[(tables.slots["booked"] == 1) & (tables.slots["time"] > 7 * DAY)]
    free = booked["no_shows"] == 1
    assert free.sum() > 40
    assert (np.isin(booked["time"], desk["started"]) == free).all()


def preferring(
    engine: str, parts: Written, *, share: float = 1, within: str = "9 days", places: int = 9000, rate: str = "2000 per week"
) -> Tables:
    slots = {"every": "60 min", "places": places, "notice": "1 days", "horizon": "9 days"}
    return run(engine, rate=rate, slots=slots | {"preference": {"share": share, "within": within, "parts": parts}})


MONDAY_MORNING = [time for time in OFFERED if time // DAY % 7 == 0 and time % DAY < 12 * HOUR]
FRIDAY_AFTERNOON = [time for time in OFFERED if time // DAY % 7 == 4 and time % DAY >= 12 * HOUR]


@ENGINES
def test_who_prefers_a_part_of_the_week_takes_the_first_place_in_it_that_is_soon_enough(engine: str) -> None:
    """All bookings again in plain Python: Wednesday afternoon when that is at most two days after the first place of all."""
    tables = preferring(engine, {"wed afternoon": 1}, within="2 days", places=3, rate="90 per week")
    left = dict.fromkeys(OFFERED, 3)
    got: dict[str, int] = {"wish": 0, "other": 0, "full": 0}
    for row in np.sort(tables.contacts, order="requested"):
        moment = int(row["requested"])
        free = [time for time in sorted(left) if moment + NOTICE <= time <= moment + HORIZON and left[time] > 0]
        suits = [time for time in free if time // DAY % 7 == WEDNESDAY and 12 <= time % DAY // HOUR < 18]
        wish = [time for time in suits if time <= free[0] + 2 * DAY]
        wanted = wish[0] if wish else free[0] if free else -1
        assert row["slot"] == wanted
        if wanted >= 0:
            left[wanted] -= 1
        got["wish" if wish else "other" if free else "full"] += 1
    assert got["wish"] > 20
    assert got["other"] > 20
    assert left_in_run(tables) == {time: places for time, places in left.items() if time < 21 * DAY}


def test_both_engines_give_out_the_same_places_to_who_prefers_a_part_of_the_week() -> None:
    """A full agenda, with places that are given back, of people who prefer parts in which there is much and little."""
    slots: Written = {"every": "60 min", "places": 3, "overbooking": 0.2, "notice": "1 days", "horizon": "9 days"}
    slots["preference"] = {"share": 0.7, "within": "4 days", "parts": {"mon-wed morning": 1, "fri afternoon": 2, "evening": 1}}
    one, other = (run(engine, rate="110 per week", slots=slots, cancelled=0.3) for engine in ("simpy", "compiled"))
    assert first_difference(one, other) is None
    rows = booked(one)
    assert np.count_nonzero(np.diff(np.sort(rows, order="requested")["slot"]) < 0) > 20, "not in the order of asking"


@ENGINES
def test_the_share_prefers_a_part_of_the_week_by_its_weight(engine: str) -> None:
    rows = booked(preferring(engine, {"mon morning": 3, "fri afternoon": 1}, share=0.6))
    moved, chances, tell = [], [], []
    for row in rows:
        soonest = min(time for time in OFFERED if time >= row["requested"] + NOTICE)
        monday, friday = (min(time for time in part if time >= soonest) for part in (MONDAY_MORNING, FRIDAY_AFTERNOON))
        assert row["slot"] in (soonest, monday, friday)
        moved.append(row["slot"] != soonest)
        chances.append(0.45 * (monday != soonest) + 0.15 * (friday != soonest))
        if soonest not in (monday, friday):
            tell.append(row["slot"] == monday)
    assert trials_fit(moved, chances)
    assert trials_fit(tell, np.full(len(tell), 0.45))


@ENGINES
def test_without_weights_parts_count_by_the_hours_that_are_open(engine: str) -> None:
    """Mornings of three hours and afternoons of five, on five days; everybody can have the part that he prefers."""
    rows = booked(preferring(engine, {}))
    part = [f"{time // DAY % 7} {'early' if time % DAY < 12 * HOUR else 'late'}" for time in rows["slot"]]
    shares = {f"{day} {half}": hours / 40 for day in range(5) for half, hours in (("early", 3), ("late", 5))}
    assert shares_fit({each: part.count(each) for each in shares}, shares)


@ENGINES
def test_a_preference_leaves_what_people_expect_and_choose_as_it_was(engine: str) -> None:
    """What a booking is expected to take is the first free slot; where there is room that is the same with preferences."""

    def choices(**preference: object) -> Table:
        slots = {"every": "60 min", "places": 1000, "notice": "1 days", "horizon": "9 days"}
        visit = {"label": "visit", "kind": "appointment", "nest": "in_person", "open": "09:00-17:00", "slots": slots | preference}
        options: Written = {"visit": {}, "phone": {"constant": -3}}
        town = rule_town(one_step(options, "2000 per week"), weeks=3, channels={"visit": visit}, choice={"wait": 0.5})
        rows: Table = simulate(compile_written(town), seed=9, replication=0, engine=engine).contacts
        return rows

    without, with_it = choices(), choices(preference={"share": 1, "within": "9 days", "parts": {"fri afternoon": 1}})
    assert without["channel"].tolist() == with_it["channel"].tolist()
    assert 500 < np.count_nonzero(without["slot"] >= 0) < len(without) - 500
    later = (with_it["slot"] > without["slot"])[with_it["slot"] >= 0]
    assert later.mean() > 0.8


@pytest.mark.parametrize(
    ("preference", "place", "told"),
    [
        ({"parts": {"wednesday afternoon": 1}}, "preference", "not weekdays"),
        ({"parts": {"wed noon": 1}}, "preference", "not a part of the week"),
        ({"parts": {"morning": 1, "wed morning": 2}}, "preference", "'wed morning' names a part of the week that has a weight"),
        ({"parts": {"morning": 0, "evening": 0}}, "preference", "not all 0"),
        ({"parts": {"evening": -1}}, r"preference\.parts\.evening", "negative"),
        ({"share": 1.2}, r"preference\.share", "not a share"),
        ({"within": "2"}, r"preference\.within", "not a duration"),
        ({"wihtin": "2 days"}, r"preference\.wihtin", "within"),
    ],
)
def test_a_preference_that_cannot_be_is_refused(preference: Written, place: str, told: str) -> None:
    slots = {"every": "60 min", "places": 1, "preference": {"share": 0.5, "within": "2 days"} | preference}
    visit = {"label": "visit", "kind": "appointment", "nest": "in_person", "open": "always", "slots": slots}
    with pytest.raises(sim.ScenarioError, match=rf"channels\.visit\.slots\.{place}: .*{told}"):
        load_written(rule_town(one_step({"visit": {}}), channels={"visit": visit}))


def test_slots_count_from_the_opening_and_nobody_works_after_closing_time() -> None:
    """One official, talks of exactly an hour, everybody on time, shift and hours 08:30-12:30."""
    visit: Written = {"label": "desk", "kind": "appointment", "nest": "in_person", "open": {"mon-fri": "08:30-12:30"}}
    visit["slots"] = {"every": "60 min", "places": 1, "notice": "0 days"}
    town = rule_town(
        one_step({"visit": {"handling": "60 min"}}, "30 per week"),
        before=8,
        channels={"visit": visit},
        teams={"d": {"label": "d", "shifts": {"all": {"days": "mon-fri", "hours": "08:30-12:30", "people": 1}}}},
    )
    town["channels"] = {"visit": visit}
    town["queues"] = {"visit": {"channel": "visit", "teams": "d"}}
    compiled = compile_written(town)
    tables, other = (simulate(compiled, seed=1, replication=0, engine=engine) for engine in ("compiled", "simpy"))
    assert first_difference(tables, other) is None
    assert set((tables.slots["time"] % DAY).tolist()) == {8 * HOUR + 30 * MINUTE + n * HOUR for n in range(4)}
    assert len(tables.slots) == 4 * 5 * 12
    shifts = tables.duty[tables.duty["kind"] == codes.DUTY_SHIFT]
    assert len(shifts) > 50
    assert (shifts["end"] == shifts["planned_end"]).all(), "no overtime"


def test_who_books_in_the_last_week_is_refused_no_more_than_before() -> None:
    """Twice as many places as visitors: nobody is refused up to the last hour; who comes after the end is an open contact."""
    tables = run("compiled", places=100)
    contacts = tables.contacts
    assert (contacts["requested"] > 20 * DAY).sum() > 100
    assert not (contacts["outcome"] == codes.NO_SLOT).any()
    after = contacts[contacts["slot"] >= 21 * DAY]
    assert len(after) > 100
    assert (after["outcome"] == codes.OPEN).all()
    assert (after["ended"] == -1).all()
    assert tables.slots["time"].max() < 21 * DAY


DAYS_OF_HOURS = st.lists(st.integers(0, 96), max_size=6, unique=True).map(
    lambda ends: [f"{clock(one)}-{clock(two)}" for one, two in zip(*[iter(sorted(ends))] * 2, strict=False)]
)


def clock(quarter: int) -> str:
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"


@given(
    hours=st.dictionaries(st.sampled_from(WEEKDAYS), DAYS_OF_HOURS, min_size=1),
    every=st.integers(1, 600),
    closed=st.sets(st.integers(0, 34)),
    horizon=st.integers(2, 30),
)
def test_slots_lie_within_a_stretch_of_hours_back_to_back_from_its_opening(
    hours: dict[str, list[str]], every: int, closed: set[int], horizon: int
) -> None:
    slots = {"every": f"{every} min", "places": 1, "notice": "1 days", "horizon": f"{horizon} days"}
    visit = {"label": "visit", "kind": "appointment", "nest": "in_person", "open": hours, "slots": slots}
    town = rule_town(one_step({"visit": {}}), weeks=1, channels={"visit": visit})
    dates = [(date(2024, 1, 1) + timedelta(days=day)).isoformat() for day in sorted(closed)]
    town["closed_days"] = {"holidays": "none", "closed": dates}
    stretches = {WEEKDAYS.index(day): joined(spans) for day, spans in hours.items()}
    expected = [
        day * DAY + opens * MINUTE + number * every * MINUTE
        for day in range(7 + horizon)
        if day not in closed
        for opens, closes in stretches.get(day % 7, [])
        for number in range(1440)
        if opens + (number + 1) * every <= closes
    ]
    if not any(closes - opens >= every for spans in stretches.values() for opens, closes in spans):
        with pytest.raises(sim.ScenarioError, match="no appointment is ever offered"):
            load_written(town)
    else:
        assert compile_written(town).program.facility.slots["time"].tolist() == expected


def joined(spans: list[str]) -> list[list[int]]:
    """Minutes of the day from and to which it is open without a break."""
    ends = [[int(end[:2]) * 60 + int(end[3:]) for end in span.split("-")] for span in spans]
    found: list[list[int]] = []
    for opens, closes in sorted(ends):
        if found and found[-1][1] == opens:
            found[-1][1] = closes
        else:
            found.append([opens, closes])
    return found


NEVER_COMES = {"share": 0.4, "per_week": 0.1}


@ENGINES
def test_a_reminder_makes_no_shows_come_or_call_off_and_nobody_else(engine: str) -> None:
    """The same people miss it with a reminder as without, less those whom it reaches in time; the others do as they did."""
    reminder = {"prevents": 0.35, "calls_off": 0.4, "ahead": "3 days"}
    slots = {"every": "60 min", "places": 9000, "horizon": "9 days", "preference": {"share": 0.8, "within": "8 days"}}
    runs = [run(engine, no_show=NEVER_COMES, cancelled=0.1, slots=slots, **more) for more in ({}, {"reminder": reminder})]  # type: ignore[arg-type]
    plain, reminded = (booked(tables) for tables in runs)
    assert (plain["case"] == reminded["case"]).all()
    assert (plain["slot"] == reminded["slot"]).all()
    missed, misses = plain["outcome"] == codes.NO_SHOW, reminded["outcome"] == codes.NO_SHOW
    off = (reminded["outcome"] == codes.CANCELLED) & missed
    in_time = plain["slot"] - plain["requested"] >= 3 * DAY
    assert not (misses & ~missed).any()
    assert (plain["outcome"] == reminded["outcome"])[~missed | ~in_time].all()
    assert 300 < (missed & in_time).sum() < missed.sum() - 300
    assert trials_fit(~misses[missed & in_time], np.full(int((missed & in_time).sum()), 0.35))
    prevented = missed & in_time & ~misses
    assert trials_fit(off[prevented], np.full(int(prevented.sum()), 0.4))
    assert ((reminded["slot"] - reminded["ended"])[off] == 3 * DAY).all()
    assert (reminded["outcome"] == codes.RESOLVED)[prevented & ~off].all()


@ENGINES
def test_a_service_may_have_its_own_no_show_cancelling_and_reminder(engine: str) -> None:
    """Three services at one desk: as the desk says, all its own, and a reminder beside the no-show of the desk."""
    slots = {"every": "60 min", "places": 9000, "notice": "1 days", "horizon": "9 days"}
    desk = {"label": "desk", "kind": "appointment", "nest": "in_person", "open": "09:00-17:00", "slots": slots}
    said = {
        "as_the_desk": {},
        "own": {"no_show": {"share": 0.1}, "cancelled": 0.5},
        "reminded": {"reminder": 0.5, "cancelled": 0.05},
    }
    services = {
        name: service({"visit": {"label": "visit", "options": {"visit": option}}}, "2000 per week")
        for name, option in said.items()
    }
    channels = {"visit": desk | {"no_show": {"share": 0.4}, "cancelled": 0.2}}
    compiled = compile_written(rule_town(services, weeks=3, channels=channels))
    rows = booked(simulate(compiled, seed=9, replication=0, engine=engine))
    for name, off, missed in (("as_the_desk", 0.2, 0.4), ("own", 0.5, 0.1), ("reminded", 0.05, 0.2)):
        of_service = rows[rows["service"] == compiled.names.services.index(name)]
        called = of_service["outcome"] == codes.CANCELLED
        assert trials_fit(called, np.full(len(of_service), off))
        late = of_service["slot"] - of_service["requested"] < 2 * DAY
        expected = np.where(late & (name == "reminded"), 0.4, missed)
        assert trials_fit((of_service["outcome"] == codes.NO_SHOW)[~called], expected[~called])
