"""A half-filled form that is saved: gone on with, forgotten, deleted, out of reach. Each statistical check: false alarm 1e-6."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

import sim
from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import simulate
from sim.model.values.units import DAY, HOUR, MINUTE, SECOND
from tests.engine.random_values import Written
from tests.engine.rule_towns import CHANNELS, FALSE_ALARM, ends, one_step, rule_town, trials_fit
from tests.engine.scenarios import compile_written, load_written

ENGINES = pytest.mark.parametrize("engine", ["simpy", "compiled"])
FORM = 20 * MINUTE
FROM, TO = 2 * DAY + 8 * HOUR, 5 * DAY + 8 * HOUR
"""Wednesday at 8:00 of the first week, for three days."""


def town(save: Written | None, *, obligation: str = "recht", web: Written | None = None, **option: Any) -> Written:
    form: Written = {"handling": "20 min"} | option | ({"save": save} if save else {})
    return rule_town(
        one_step({"web": form}, "2000 per week", obligation=obligation),
        weeks=3,
        channels={"web": CHANNELS["web"] | (web or {})},
    )


def run(engine: str, save: Written | None, **more: Any) -> Tables:
    return simulate(compile_written(town(save, **more)), seed=4, replication=0, engine=engine)


def begun_early(tables: Tables, before: int = 10 * DAY) -> Table:
    """First attempts long before the end of the run."""
    contacts = tables.contacts
    rows: Table = contacts[(contacts["attempt"] == 0) & (contacts["requested"] < before)]
    return rows


@ENGINES
def test_the_share_goes_on_after_the_delay_with_the_time_that_was_left(engine: str) -> None:
    rows = begun_early(run(engine, {"share": 0.4, "resume_after": "3 hours"}))
    took = rows["ended"] - rows["requested"]
    assert set(took.tolist()) == {FORM, FORM + 3 * HOUR}
    assert trials_fit(took > FORM, np.full(len(rows), 0.4))
    assert set(rows["citizen_time"].tolist()) == {FORM}, "time with the form, and not the time in between"
    assert set(rows["outcome"].tolist()) == {codes.RESOLVED}


@ENGINES
def test_saving_changes_when_an_attempt_ends_and_not_how(engine: str) -> None:
    without, saved = (run(engine, save, resolves=0.7) for save in (None, {"share": 0.5, "resume_after": "1 hour"}))
    assert (begun_early(without)["case"] == begun_early(saved)["case"]).all()
    assert (begun_early(without)["outcome"] == begun_early(saved)["outcome"]).all()


@ENGINES
def test_a_form_that_is_forgotten_is_deleted_and_the_attempt_has_failed(engine: str) -> None:
    save = {"share": 1, "resume_after": "3 hours", "forgets": 0.3, "kept": "2 days"}
    tables = run(engine, save)
    rows = begun_early(tables)
    failed = rows["outcome"] == codes.DROPPED
    assert trials_fit(failed, np.full(len(rows), 0.3))
    filled_in = (rows["ended"] - rows["requested"])[failed] - 2 * DAY
    assert stats.kstest(filled_in / FORM, "uniform").pvalue > FALSE_ALARM, "a form is saved at any moment"
    assert (rows["citizen_time"][failed] == filled_in).all()
    assert np.isin(rows["case"][failed], tables.cases["case"][tables.cases["end"] == codes.CASE_GAVE_UP]).all()


@ENGINES
def test_what_is_compulsory_is_not_lost_with_the_form(engine: str) -> None:
    save = {"share": 1, "resume_after": "3 hours", "forgets": 0.5, "kept": "1 hour"}
    tables = run(engine, save, obligation="verplicht")
    assert ends(tables)["gave_up"] == 0
    failed = begun_early(tables)["case"][begun_early(tables)["outcome"] == codes.DROPPED]
    assert np.isin(failed, tables.contacts["case"][tables.contacts["attempt"] == 1]).all()


@ENGINES
def test_who_is_reminded_goes_on_by_day(engine: str) -> None:
    """Two seconds of filling in, so that the end tells when it was gone on with."""
    save = {"share": 1, "resume_after": "3 hours", "forgets": 0.3, "reminded_after": "2 days", "kept": "28 days"}
    rows = begun_early(run(engine, save, handling="2 s"))
    late = rows["ended"] - rows["requested"] > HOUR * 3 + 2 * SECOND
    assert trials_fit(late, np.full(len(rows), 0.3))
    assert set(rows["outcome"].tolist()) == {codes.RESOLVED}
    again = rows[late]
    day = (again["requested"] + 2 * DAY + 3 * HOUR) // DAY
    hours = (again["ended"] - day * DAY) / HOUR
    assert (np.abs(hours - 14) < 6.01).all()
    assert stats.kstest((hours - 8) / 12, "uniform").pvalue > FALSE_ALARM


@ENGINES
@pytest.mark.parametrize(("kept", "outcome"), [("28 days", codes.RESOLVED), ("1 days", codes.DROPPED)])
def test_a_saved_form_outlasts_an_outage_if_it_is_kept_so_long(engine: str, kept: str, outcome: int) -> None:
    outage = {"outages": [{"from": "2024-01-03 08:00", "length": "3 days"}]}
    rows = begun_early(run(engine, {"share": 1, "resume_after": "10 hours", "kept": kept}, web=outage))
    down = (rows["requested"] >= FROM) & (rows["requested"] < TO)
    assert (rows["ended"] == rows["requested"])[down].all()
    caught = rows[(rows["requested"] + 10 * HOUR >= FROM) & (rows["requested"] + FORM < FROM)]
    assert len(caught) > 50
    assert set(caught["outcome"].tolist()) == {outcome}
    if outcome == codes.RESOLVED:
        assert (caught["ended"] > TO).all()
        assert (caught["ended"] < TO + 30 * MINUTE + FORM).all(), "spread like a retry at opening"
    else:
        assert (caught["ended"] <= caught["requested"] + FORM + DAY).all()


def test_only_a_form_can_be_saved() -> None:
    written = rule_town(one_step({"phone": {"save": {"share": 0.2, "resume_after": "1 hour"}}}))
    with pytest.raises(sim.ScenarioError, match=r"services\.ask\.steps\.ask\.options\.phone\.save"):
        load_written(written)


def test_a_reminder_must_come_before_the_form_is_deleted() -> None:
    written = town({"share": 0.2, "resume_after": "1 hour", "reminded_after": "5 days", "kept": "5 days"})
    with pytest.raises(sim.ScenarioError, match="reminded_after must be shorter than kept"):
        load_written(written)
