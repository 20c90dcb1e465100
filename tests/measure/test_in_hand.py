"""One person with several conversations: his time counts once, and each conversation has its part. Worked out by hand."""

from __future__ import annotations

import numpy as np

from sim.engine.program.tables import LEGS
from sim.measure.log import Columns
from tests.measure.in_hand import in_hand


def test_time_is_divided_among_the_conversations_in_hand() -> None:
    """One from 0 to 10, one from 4 to 8, one from 20 to 26; somebody else from 5 to 9, and one that goes on at the end (30)."""
    legs = np.zeros(6, LEGS)
    legs["agent"] = [0, 0, 0, 1, 1, -1]
    legs["started"] = [0, 4, 20, 5, 28, 3]
    legs["released"] = [10, 8, 26, 9, -1, 7]
    found = in_hand(Columns(legs), 30)
    assert found.own.tolist() == [4 + 2 + 2, 2, 6, 4, 2, 0]
    spans = list(zip(found.agents.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True))
    assert spans == [(0, 0, 4), (0, 4, 8), (0, 8, 10), (0, 20, 26), (1, 5, 9), (1, 28, 30)]
    assert sum(ends - starts for agent, starts, ends in spans if agent == 0) == found.own[:3].sum()
