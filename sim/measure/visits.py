"""When a contact took place, which is another moment than when it was asked for: an appointment is booked days before."""

from __future__ import annotations

import numpy as np

from sim.engine.program import codes
from sim.measure.layout import Array, Dimensions
from sim.measure.log import Columns, Selected

WRITTEN = "written"


def took_place(contacts: Columns | Selected, dimensions: Dimensions) -> Array:
    """When the citizen was there, or had his answer; -1 for a contact that did not take place.

    Self-service: when he began. Live: when he joined the queue, or agreed to be called back instead. An appointment: its time,
    for who turned up. In writing: when the answer was sent. A call-back: when he was called. Closed, lines full, an announced
    wait that was too long, no place to be had, not turned up, called off and a broken promise are contacts that were asked for
    and did not take place.
    """
    kind = np.array(dimensions.channel_kinds)[contacts["channel"]]
    in_writing = np.array([nest == WRITTEN for nest in dimensions.channel_nests])[contacts["channel"]]
    queued, answered, never = contacts["queued"], contacts["answered"], np.int64(-1)
    agreed = (queued < 0) & (contacts["outcome"] == codes.CALL_BACK)
    by_kind = {
        codes.LIVE: np.where(agreed, contacts["requested"], queued),
        codes.APPOINTMENT: np.where(queued >= 0, contacts["slot"], never),
        codes.DEFERRED: np.where(in_writing & (answered >= 0), contacts["ended"], answered),
    }
    return np.select([kind == number for number in by_kind], list(by_kind.values()), answered)
