"""Identities that hold exactly on every log, whatever the scenario."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.rules.arrivals import arrivals_of_day
from sim.engine.simulate import CompiledScenario, compile_scenario, seeded, simulate
from sim.model.files.loading import load
from sim.model.files.shipped import scenario_files
from sim.model.town.channels import Channel, Slots
from sim.model.values.calendar import QUARTER
from sim.model.values.units import DAY, HOUR, WEEK
from tests.engine.random_values import Written
from tests.engine.scenarios import briefly, compile_written, towns
from tests.engine.waits import LOST, legs_by_contact, waits

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = scenario_files()


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@settings(max_examples=25)
@given(town=towns(), seed=st.integers(0, 2**32 - 1))
def test_identities_hold_on_random_scenarios(engine: str, town: Written, seed: int) -> None:
    identities_hold(compile_written(town), seed, engine)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT / "scenarios")))
def test_identities_hold_on_a_shipped_scenario(path: Path) -> None:
    """On the tables of the compiled engine, which are those of the other (test_twins.py), over a short window."""
    compiled = compile_scenario(load(path, overrides=briefly(path)))
    identities_hold(compiled, 20192, "compiled")


def identities_hold(compiled: CompiledScenario, seed: int, engine: str) -> None:
    tables = simulate(compiled, seed=seed, replication=0, engine=engine)
    every_arrival_is_a_case_or_a_look_up(tables, compiled, seed)
    cases_end_once(tables, compiled)
    a_case_has_the_time_of_its_contacts(tables)
    contacts_are_numbered_and_in_order(tables, compiled)
    inquiries_are_about_a_case_one_by_one(tables, compiled)
    live_contacts_queue_in_opening_hours(tables, compiled)
    lines_are_enough(tables, compiled)
    legs_are_in_order(tables, compiled)
    patience_is_kept(tables)
    waiting_is_what_legs_and_losses_say(tables, compiled)
    queues_are_first_come_first_served(tables, compiled)
    little_holds_for_queues(tables, compiled)
    little_holds_for_teams(tables, compiled)
    agents_do_one_thing_at_a_time_on_duty(tables, compiled)
    written_work_stops_at_the_end_of_the_shift(tables, compiled)
    slots_are_not_overbooked(tables, compiled)
    expectation_counts_who_left_a_queue(tables, compiled)


def every_arrival_is_a_case_or_a_look_up(tables: Tables, compiled: CompiledScenario, seed: int) -> None:
    """Who comes in is there, once, at his time, or looked it up and asks nobody; nobody else is.

    Of those who come only if they would choose to do it online, some do not come at all.
    """
    program = seeded(compiled.program, seed, 0)
    streams = program.demand.streams
    fresh = tables.cases[tables.cases["parent"] < 0]
    came = dict(zip(fresh["case"].tolist(), fresh["started"].tolist(), strict=True))
    missing: tuple[Counter[tuple[int, int, int]], ...] = (Counter(), Counter())  # of all, and of those who come only online
    for day in range(compiled.clock.days):
        for time, entity, number in zip(*arrivals_of_day(program.rulebook, program.demand, day), strict=True):
            if entity in came:
                assert came.pop(int(entity)) == time
            else:
                stream = streams[number]
                missing[int(stream["only_online"])][day, int(stream["service"]), int(stream["segment"])] += 1
    assert not came
    rows = zip(*(tables.lookups[name].tolist() for name in ("day", "service", "segment", "found", "let_go")), strict=True)
    looked_up: dict[tuple[int, int, int], int] = {
        (day, service, segment): found + let_go for day, service, segment, found, let_go in rows
    }
    assert all(looked_up.values())
    ordinary, online = missing
    for place in looked_up | ordinary:
        assert ordinary[place] <= looked_up.get(place, 0) <= ordinary[place] + online[place]


def cases_end_once(tables: Tables, compiled: CompiledScenario) -> None:
    cases = tables.cases
    assert len(np.unique(cases["case"])) == len(cases)
    assert ((cases["ended"] == -1) == (cases["end"] == codes.CASE_OPEN)).all()
    over = cases[cases["ended"] >= 0]
    assert (over["started"] <= over["ended"]).all()
    assert (over["ended"] <= compiled.clock.end).all()
    rows = {int(row["case"]): row for row in cases}
    for child in cases[cases["parent"] >= 0]:
        parent = rows[int(child["parent"])]
        assert parent["hidden"] == 1
        assert 0 <= parent["ended"] < child["started"]
        assert parent["discovered"] == -1 or parent["discovered"] >= parent["ended"]
        assert (child["citizen"], child["root"]) == (parent["citizen"], parent["root"])


def a_case_has_the_time_of_its_contacts(tables: Tables) -> None:
    """The time of a citizen is that of the contacts that are over, so that it can be divided among them."""
    over: Counter[int] = Counter()
    for contact in tables.contacts[tables.contacts["outcome"] != codes.OPEN]:
        over[int(contact["case"])] += int(contact["citizen_time"])
    for case in tables.cases:
        assert case["citizen_time"] == over[int(case["case"])]


def contacts_are_numbered_and_in_order(tables: Tables, compiled: CompiledScenario) -> None:
    contacts = tables.contacts
    counted = Counter(contacts["case"].tolist())
    assert all(counted[int(row["case"])] == row["contacts"] for row in tables.cases)
    previous = None
    for row in contacts:
        follows = previous is not None and row["case"] == previous["case"]
        assert row["contact"] == (previous["contact"] + 1 if previous is not None and follows else 0)
        assert not follows or previous is None or row["requested"] >= previous["requested"]
        alone = kind_of(row, compiled) == "self_service"  # and perhaps put through afterwards
        order = ("requested", "answered", "queued", "ended") if alone else ("requested", "queued", "answered", "ended")
        moments = [int(row[name]) for name in order if row[name] >= 0]
        assert moments == sorted(moments)
        assert (row["ended"] >= 0) == (row["outcome"] != codes.OPEN)
        previous = row


def inquiries_are_about_a_case_one_by_one(tables: Tables, compiled: CompiledScenario) -> None:
    """No contact comes before its case, and no question after the event; the next inquiry waits for the one before."""
    cases = {int(row["case"]): row for row in tables.cases}
    names = compiled.names
    last: dict[int, int] = {}
    for row in tables.contacts:
        case = cases[int(row["case"])]
        assert row["requested"] >= case["started"]
        if names.steps[int(row["step"])][1] == "inquiry":
            assert 0 <= last.get(int(row["case"]), 0) <= row["requested"]
            last[int(row["case"])] = int(row["ended"])
        if row["cause"] == codes.QUESTION:
            assert row["attempt"] > 0 or case["event"] < 0 or row["requested"] < case["event"]
            assert case["parent"] < 0 or case["applied"] >= 0


def live_contacts_queue_in_opening_hours(tables: Tables, compiled: CompiledScenario) -> None:
    next_open, down = compiled.program.rulebook.next_open, compiled.program.rulebook.down
    for row in tables.contacts:
        kind = kind_of(row, compiled)
        quarter = int(row["requested"]) // QUARTER
        is_open = next_open[int(row["channel"]), quarter] == quarter
        is_down = down.shape[1] > 0 and down[int(row["channel"]), quarter]
        if kind == "live":
            assert row["queued"] in (-1, row["requested"])
            assert is_open or row["queued"] == -1
        if kind in ("live", "self_service"):
            assert is_open == (row["outcome"] != codes.CLOSED)
        if is_open and is_down:
            assert row["outcome"] == codes.DROPPED
            assert (row["answered"], row["ended"]) == (-1, row["requested"])
        if kind == "appointment" and row["queued"] >= 0:
            arrival = channel_of(row, compiled).punctuality
            assert row["queued"] == row["slot"] or arrival is not None
            assert arrival is None or row["queued"] <= row["slot"] + arrival.grace.value
        if row["outcome"] == codes.CANCELLED:
            assert row["queued"] == -1
            assert row["requested"] <= row["ended"] <= row["slot"]


def kind_of(contact: Any, compiled: CompiledScenario) -> str:
    return channel_of(contact, compiled).kind


def channel_of(contact: Any, compiled: CompiledScenario) -> Channel:
    design = compiled.scenario.designs[int(contact["design"])]
    return design.channels[compiled.names.channels[int(contact["channel"])]]


def lines_are_enough(tables: Tables, compiled: CompiledScenario) -> None:
    """While there is an office, never are more citizens on the lines than there are lines (in any design)."""
    for number, name in enumerate(compiled.names.channels):
        lines = [design.channels[name].lines for design in compiled.scenario.designs if name in design.channels]
        if any(line is None for line in lines):
            continue
        queued = tables.contacts["queued"]
        joined = tables.contacts[(tables.contacts["channel"] == number) & (queued >= 0) & (queued < compiled.clock.office_end)]
        changes = [(int(row["queued"]), 1) for row in joined] + [(int(row["ended"]), -1) for row in joined if row["ended"] >= 0]
        present = np.cumsum([change for _, change in sorted(changes)])
        assert present.max(initial=0) <= max(line for line in lines if line is not None)


def legs_are_in_order(tables: Tables, compiled: CompiledScenario) -> None:
    contacts = {(int(row["case"]), int(row["contact"])): row for row in tables.contacts}
    for key, pieces in legs_by_contact(tables).items():
        assert [int(piece["leg"]) for piece in pieces] == list(range(len(pieces)))
        for piece in pieces:
            moments = [int(piece[name]) for name in ("enqueued", "started", "ended", "released") if piece[name] >= 0]
            assert moments == sorted(moments)
            assert (piece["end"] == codes.LEG_OPEN) == (piece["ended"] == -1)
            assert piece["started"] >= 0 or piece["released"] == piece["agent"] == -1
        if key[1] >= 0:
            alone = kind_of(contacts[key], compiled) == "self_service"
            assert alone or contacts[key]["answered"] == pieces[0]["started"]
            assert (contacts[key]["outcome"] == codes.OPEN) or all(piece["started"] >= 0 for piece in pieces)
            assert contacts[key]["queued"] == pieces[0]["enqueued"]


def patience_is_kept(tables: Tables) -> None:
    """Who gives up waited exactly as long as his patience; who is served had patience left."""
    for row in tables.contacts:
        if row["queued"] < 0 or row["patience"] < 0:
            continue
        patience = max(1, int(row["patience"]))
        if row["outcome"] == codes.ABANDONED:
            assert row["waited"] == patience
        elif row["answered"] >= 0:
            assert row["answered"] - row["queued"] < patience
        elif row["outcome"] == codes.SENT_AWAY:
            assert row["waited"] <= patience


def waiting_is_what_legs_and_losses_say(tables: Tables, compiled: CompiledScenario) -> None:
    """Who still waits when the run ends has waited until then."""
    legs = legs_by_contact(tables)
    for row in tables.contacts:
        pieces = legs.get((int(row["case"]), int(row["contact"])), [])
        resumed = [False, *(before["end"] == codes.LEG_PAUSED for before, _ in pairwise(pieces))]
        waited = sum(
            int((piece["started"] if piece["started"] >= 0 else compiled.clock.end) - piece["enqueued"])
            for piece, again in zip(pieces, resumed, strict=False)
            if not again
        )
        if row["outcome"] in LOST:
            waited += int(row["ended"] - (pieces[-1]["ended"] if pieces else row["queued"]))
        assert row["waited"] == waited


def queues_are_first_come_first_served(tables: Tables, compiled: CompiledScenario) -> None:
    """While there is an office, work is taken up in the order of joining; work that was paused is taken up again out of turn."""
    office_end = compiled.clock.office_end
    taken: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for pieces in legs_by_contact(tables).values():
        for at, piece in enumerate(pieces):
            if at == 0 or pieces[at - 1]["end"] != codes.LEG_PAUSED:
                started = int(piece["started"]) if 0 <= piece["started"] < office_end else codes.NEVER
                taken[int(piece["queue"])].append((int(piece["enqueued"]), int(piece["case"]), started))
    for queue in taken.values():
        in_order = [started for _, _, started in sorted(queue)]
        assert in_order == sorted(in_order)


def little_holds_for_queues(tables: Tables, compiled: CompiledScenario) -> None:
    """The engine's own integral of each queue's length is the sum of all waits in it."""
    measured = integrals(tables, 0)
    waited = dict.fromkeys(measured, 0)
    for wait in waits(tables, compiled):
        waited[wait.queue] += wait.left - wait.joined
    assert waited == measured


def little_holds_for_teams(tables: Tables, compiled: CompiledScenario) -> None:
    """The engine's own integral of busy agents is the sum of all time in which they had a leg in hand, wrap-up included."""
    measured = integrals(tables, 1)
    worked = dict.fromkeys(measured, 0)
    for agent, (team, _) in enumerate(compiled.names.agents):
        number = compiled.names.teams.index(team)
        free = 0
        for begins, ends in spans(tables.legs[tables.legs["agent"] == agent], "started", "released", compiled.clock.end):
            worked[number] += max(0, ends - max(begins, free))
            free = max(free, ends)
    assert worked == measured


def integrals(tables: Tables, kind: int) -> dict[int, int]:
    rows = tables.integrals[tables.integrals["kind"] == kind]
    return dict(zip(rows["index"].tolist(), rows["integral"].tolist(), strict=True))


def agents_do_one_thing_at_a_time_on_duty(tables: Tables, compiled: CompiledScenario) -> None:
    """No two legs at once, but of a channel with several conversations; none in a break, all on duty until the last is helped."""
    end = compiled.clock.end
    queues = compiled.program.facility.queues
    held, channel_of = queues["concurrency"].max(axis=0), queues["channel"][0]
    for agent in range(len(compiled.names.agents)):
        rows = tables.legs[tables.legs["agent"] == agent]
        legs = spans(rows, "started", "released", end)
        duty = tables.duty[tables.duty["agent"] == agent]
        pauses = spans(duty[duty["kind"] == codes.DUTY_BREAK], "start", "end", end)
        shifts = joined_up(spans(duty[duty["kind"] == codes.DUTY_SHIFT], "start", "end", end))
        for row in rows:
            begins = int(row["started"])
            beside = rows[(rows["started"] <= begins) & ((rows["released"] > begins) | (rows["released"] < 0))]
            assert len(beside) <= held[row["queue"]]
            assert len(beside) == 1 or set(channel_of[beside["queue"]]) == {channel_of[row["queue"]]}
        occupied = sorted(legs + pauses)
        assert all(ends <= off or back <= begins for off, back in pauses for begins, ends in legs)
        assert all(any(on <= begins and ends <= off for on, off in shifts) for begins, ends in occupied)


def spans(rows: Table, begins: str, ends: str, end: int) -> list[tuple[int, int]]:
    return sorted((int(row[begins]), int(row[ends]) if row[ends] >= 0 else end) for row in rows)


def joined_up(shifts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for on, off in shifts:
        if found and found[-1][1] == on:
            found[-1] = (found[-1][0], off)
        else:
            assert not found or found[-1][1] < on
            found.append((on, off))
    return found


def written_work_stops_at_the_end_of_the_shift(tables: Tables, compiled: CompiledScenario) -> None:
    deferred = compiled.program.facility.queues["deferred"][0]
    shifts = tables.duty[tables.duty["kind"] == codes.DUTY_SHIFT]
    for leg in tables.legs[tables.legs["agent"] >= 0]:
        if deferred[int(leg["queue"])] and leg["ended"] >= 0:
            mine = shifts[(shifts["agent"] == leg["agent"]) & (shifts["start"] <= leg["started"])]
            assert leg["ended"] <= mine["planned_end"][-1]


def slots_are_not_overbooked(tables: Tables, compiled: CompiledScenario) -> None:
    """A place that was given back in time, the notice ahead, counts as free."""
    slots, contacts = tables.slots, tables.contacts
    assert (slots["booked"] <= slots["places"]).all()
    booked = contacts[contacts["slot"] >= 0]
    given_back = [
        row["outcome"] == codes.CANCELLED and row["slot"] - row["ended"] >= slots_of(row, compiled).notice.value for row in booked
    ]
    missed = booked[booked["outcome"] == codes.NO_SHOW]
    assert (slots["time"] < compiled.clock.end).all()
    for counted, found in (("booked", booked[~np.array(given_back, bool)]), ("no_shows", missed)):
        rows = found[found["slot"] < compiled.clock.end]
        by_slot = Counter(zip(rows["channel"].tolist(), rows["slot"].tolist(), strict=True))
        offered = {(int(slot["channel"]), int(slot["time"])): int(slot[counted]) for slot in slots if slot[counted] > 0}
        assert by_slot == offered


def slots_of(contact: Any, compiled: CompiledScenario) -> Slots:
    slots = channel_of(contact, compiled).slots
    assert slots is not None
    return slots


def expectation_counts_who_left_a_queue(tables: Tables, compiled: CompiledScenario) -> None:
    """Number and waiting time of who left it that day; where nobody did, of who waits for a week and longer than expected."""
    expected: dict[tuple[int, int, int, int], tuple[int, int]] = {}
    last = min(compiled.clock.days - 1, compiled.clock.office_days)
    all_waits = list(waits(tables, compiled))
    for wait in all_waits:
        key = (wait.left // DAY, wait.channel, wait.joined // DAY % 7, wait.joined // HOUR % 24)
        if wait.is_over and wait.channel >= 0 and key[0] < last:
            count, total = expected.get(key, (0, 0))
            expected[key] = (count + 1, total + wait.left - wait.joined)
    found = {
        (int(row["day"]), int(row["channel"]), int(row["weekday"]), int(row["hour"])): (int(row["left"]), int(row["waited"]))
        for row in tables.expectation
        if row["waiting"] == 0
    }
    assert found == expected
    before = {band: int(value) for band, value in np.ndenumerate(compiled.program.facility.start_expectation)}
    rows = {(int(row["day"]), int(row["channel"]), int(row["weekday"]), int(row["hour"])): row for row in tables.expectation}
    for day in range(last):
        midnight, still = (day + 1) * DAY, defaultdict(list)
        for wait in all_waits:
            band = wait.channel, wait.joined // DAY % 7, wait.joined // HOUR % 24
            over_at = wait.left if wait.is_over else codes.NEVER
            so_far = midnight - wait.joined
            if wait.channel >= 0 and midnight <= over_at and so_far >= WEEK and so_far > before[band]:
                still[band].append(so_far)
        learnt = {band: (len(found), sum(found)) for band, found in still.items() if (day, *band) not in expected}
        today = {key[1:]: row for key, row in rows.items() if key[0] == day}
        assert {band: (int(row["waiting"]), int(row["waited"])) for band, row in today.items() if row["waiting"]} == learnt
        before |= {band: int(row["expected"]) for band, row in today.items()}
