from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.measure.kpis import evaluate
from sim.measure.layout import dimensions_of
from sim.measure.measurement import Measurement
from sim.measure.measuring import measure, measure_with_roots
from sim.measure.rows import Key, rows_of
from tests.measure.by_hand import DAY, HOUR, MINUTE, NINE, WEEK, answered, case, compiled, contact, duty, leg, scenario, tables

KNOWN = compiled()


@st.composite
def logs(draw: Callable[..., Any]) -> Tables:
    """Random tables of a few cases, each with contacts, work and perhaps a case that follows."""
    cases, contacts, legs, duties = [], [], [], []
    for entity in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, 2 * WEEK))
        about = {"service": draw(st.integers(0, 1)), "segment": draw(st.integers(0, 1))}
        end = draw(st.integers(0, 3))
        cases.append(case(entity, started=start, ended=-1 if end == 0 else start + draw(st.integers(0, DAY)), end=end, **about))
        if draw(st.booleans()):
            cases.append(case(100 + entity, parent=entity, root=entity, started=start, ended=start, **about))
        for number in range(draw(st.integers(0, 3))):
            at, wait = start + number * HOUR, draw(st.integers(0, HOUR))
            outcome, cause = draw(st.integers(0, 14)), draw(st.integers(0, len(codes.CAUSES) - 1))
            channel = draw(st.integers(0, 5))
            made = answered if draw(st.booleans()) else contact
            more = {"wait": wait} if made is answered else {}
            contacts.append(made(entity, number, requested=at, outcome=outcome, cause=cause, channel=channel, **about, **more))
            legs.append(
                leg(entity, number, enqueued=at, started=at, ended=at + wait, released=at + wait, team=draw(st.integers(-1, 1)))
            )
    for agent in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, 2 * WEEK))
        duties.append(duty(agent, codes.DUTY_SHIFT, start, start + 9 * HOUR, start + 8 * HOUR))
    days = draw(st.lists(st.integers(0, 20), max_size=3))
    looked_up = [{"day": day, "service": day % 2, "segment": 0, "found": day, "let_go": 1} for day in days]
    return tables(cases, contacts, legs, duties, lookups=looked_up)


def chunk(log: Tables, part: int, parts: int) -> Tables:
    """The root cases whose number leaves ``part``, and every so manieth row of duty."""
    roots = log.cases["root"] % parts == part
    ours = log.cases["case"][roots]
    return replace(
        log,
        cases=log.cases[roots],
        contacts=log.contacts[np.isin(log.contacts["case"], ours)],
        legs=log.legs[np.isin(log.legs["case"], ours)],
        duty=log.duty[np.arange(len(log.duty)) % parts == part],
        lookups=log.lookups[np.arange(len(log.lookups)) % parts == part],
    )


@given(logs(), st.integers(1, 4))
def test_merged_chunks_equal_the_whole(log: Tables, parts: int) -> None:
    whole = measure(log, KNOWN)
    merged = reduce(Measurement.merge, (measure(chunk(log, part, parts), KNOWN) for part in range(parts)))
    assert merged.same_as(whole)
    assert merged.settled().same_as(whole.settled())


@given(logs(), logs(), logs())
def test_merging_replications_is_associative_and_commutative(a: Tables, b: Tables, c: Tables) -> None:
    first, second, third = (measure(log, KNOWN, replication=number).settled() for number, log in enumerate((a, b, c)))
    assert first.merge(second).merge(third).same_as(third.merge(second.merge(first)))
    assert first.merge(Measurement.empty(first.dimensions, first.window)).same_as(first)


@given(logs())
def test_totals_agree_with_each_other(log: Tables) -> None:
    measured, roots = measure_with_roots(log, KNOWN)
    assert measured.total("contact", "requested").sum() == measured.total("hour", "requested").sum()
    assert measured.total("root", "contacts").sum() == measured.total("root_contact", "contacts").sum()
    assert measured.total("root", "staff_time").sum() == measured.total("root_work", "staff_time").sum()
    ends = sum(measured.total("root", name).sum() for name in ("resolved", "hidden_unmet", "gave_up", "exhausted", "open"))
    lost = sum(measured.total("root", name).sum() for name in ("lost_waiting", "lost_unable", "lost_unanswered"))
    assert lost == sum(measured.total("root", name).sum() for name in ("gave_up", "exhausted"))
    assert ends == measured.total("root", "roots").sum() == len(roots.lines)


def test_other_dimensions_or_windows_are_not_merged() -> None:
    dimensions = dimensions_of(KNOWN)
    with pytest.raises(ValueError, match="different dimensions or windows"):
        Measurement.empty(dimensions, WEEK).merge(Measurement.empty(dimensions, 2 * WEEK))


def test_totals_of_more_replications_are_told_per_replication() -> None:
    log = tables(cases=[case(1)], contacts=[answered(1)], legs=[leg(1, released=NINE + HOUR)])
    both = measure(log, KNOWN, replication=0).settled().merge(measure(log, KNOWN, replication=1).settled())
    assert told(both, Key("contacts_offered"))[0] == 1
    assert told(both, Key("staff_hours"))[0] == 1
    assert told(both, Key("work_in_fte"))[0] == pytest.approx(1 / (1363 * 7 / 365.25))
    assert told(both, Key("resolved")) == (1, 2, 2)


def test_a_figure_of_a_service_at_a_channel_is_over_what_was_offered_there() -> None:
    log = tables(cases=[case(1)], contacts=[answered(1, wait=MINUTE)])
    key = Key("service_level_offered", "service", "paspoort", channel="phone")
    assert told(measure(log, KNOWN).settled(), key) == (0, 0, 1)


def told(measured: Measurement, key: Key) -> tuple[float, float, float]:
    """Value, numerator and denominator of one row."""
    rows = rows_of(measured.dimensions)
    values, place = evaluate([measured], rows, scenario().costs), rows.places[key]
    return float(values.value[0, place]), float(values.numerator[0, place]), float(values.denominator[0, place])
