"""When a contact took place, by hand for each kind of channel, and looked through over all couples of the marriage stories."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.program import codes
from sim.engine.simulate import compile_scenario, simulate
from sim.measure.layout import dimensions_of
from sim.measure.log import Log
from sim.measure.visits import took_place
from tests.measure.by_hand import (
    APPOINTMENT,
    CALL_BACK,
    DAY,
    DESK,
    EMAIL,
    HOUR,
    MINUTE,
    NINE,
    PHONE,
    WEB,
    case,
    compiled,
    contact,
    tables,
)

KNOWN = compiled()
STORIES = Path(__file__).resolve().parents[2] / "scenarios" / "huwelijk"
LATER = NINE + 2 * DAY


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"channel": WEB, "answered": NINE}, NINE),
        ({"channel": WEB, "outcome": codes.CLOSED}, -1),
        ({"channel": PHONE, "queued": NINE, "answered": NINE + MINUTE}, NINE),
        ({"channel": DESK, "queued": NINE, "outcome": codes.ABANDONED}, NINE),
        ({"channel": DESK, "outcome": codes.CLOSED}, -1),
        ({"channel": PHONE, "outcome": codes.BALKED}, -1),
        ({"channel": PHONE, "outcome": codes.CALL_BACK}, NINE),  # the offer to be called back was taken
        ({"channel": APPOINTMENT, "slot": LATER, "queued": LATER - 5 * MINUTE, "answered": LATER + MINUTE}, LATER),
        ({"channel": APPOINTMENT, "slot": LATER, "outcome": codes.NO_SHOW}, -1),
        ({"channel": APPOINTMENT, "slot": LATER, "outcome": codes.CANCELLED}, -1),
        ({"channel": APPOINTMENT, "slot": LATER}, -1),  # still to come when the run ended
        ({"channel": EMAIL, "queued": NINE, "answered": LATER, "ended": LATER + HOUR}, LATER + HOUR),
        ({"channel": EMAIL, "queued": NINE, "answered": LATER}, -1),  # begun and not yet sent
        ({"channel": EMAIL, "queued": NINE, "ended": LATER, "outcome": codes.PROMISE_BROKEN}, -1),
        ({"channel": CALL_BACK, "queued": NINE, "answered": LATER, "ended": LATER + HOUR}, LATER),
    ],
)
def test_a_contact_takes_place_when_the_citizen_is_there_or_has_the_answer(fields: dict[str, Any], expected: int) -> None:
    log = Log.of(tables(cases=[case(1)], contacts=[contact(1, **fields)]))
    assert took_place(log.contacts, dimensions_of(KNOWN)).tolist() == [expected]


@pytest.mark.parametrize("story", ["vandaag", "volledig-digitaal", "hybride", "verbeterd-digitaal"])
def test_nobody_is_at_a_closed_desk(story: str) -> None:
    """No contact of any citizen takes place while its channel is closed: some 30,000 of them, those of couples among them."""
    period = {"period.weeks": 1, "period.warm_up": 4, "period.prelude": 20, "period.follow_up": 6}
    scenario = sim.load(STORIES / f"{story}.yaml", overrides=period)
    one = compile_scenario(scenario)
    contacts = Log.of(simulate(one, seed=3, replication=0)).contacts
    at = took_place(contacts, dimensions_of(one))
    came = np.flatnonzero(at >= 0)
    assert len(came) > 20_000
    moments = np.unique(np.stack([contacts["channel"][came], at[came] // (15 * MINUTE)], axis=1), axis=0)
    start = datetime.combine(one.clock.start, datetime.min.time())
    days = scenario.closed_days.closed_dates(one.clock.start, one.clock.end // DAY + 1)
    for channel, quarter in moments.tolist():
        found = scenario.design.channels[one.names.channels[channel]]
        moment = start + timedelta(minutes=15 * quarter)
        is_open = found.open.is_open(moment.weekday(), quarter % 96) and not days[quarter // 96]
        assert found.open.always or is_open, (one.names.channels[channel], moment)
    asked = contacts["requested"][came]
    booked = contacts["slot"][came] >= 0
    assert (at[came][booked] > asked[booked]).all()
    assert (at[came] >= asked).all()
