"""How cases travel: why a contact was made, at which channel, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.measure.layout import Compiled
from sim.measure.log import Columns
from sim.measure.roots import lines_of

End = Literal["resolved", "not_resolved", "not_reached", "passed_on", "open"]
ENDS: dict[str, End] = {
    "open": "open",
    "resolved": "resolved",
    "unresolved": "not_resolved",
    "dropped": "not_resolved",
    "promise_broken": "not_resolved",
    "call_back": "passed_on",
    "referred": "passed_on",
    "transferred_lost": "not_reached",
    "closed": "not_reached",
    "lines_full": "not_reached",
    "balked": "not_reached",
    "abandoned": "not_reached",
    "sent_away": "not_reached",
    "no_slot": "not_reached",
    "no_show": "not_reached",
    "cancelled": "not_reached",
}
"""How each outcome of a contact (:data:`sim.engine.program.codes.OUTCOMES`) is told."""


@dataclass(frozen=True)
class Flow:
    """``count`` contacts that were made because of ``cause`` (:data:`sim.engine.program.codes.CAUSES`) in the step of a service,
    at ``channel``, and ended as ``end``.
    """

    service: str
    step: str
    cause: str
    channel: str
    end: End
    count: int


@dataclass(frozen=True)
class Flows:
    """All contacts of ``cases`` root cases (those of the services asked for, started in the window) with what followed."""

    cases: int
    flows: tuple[Flow, ...]

    @property
    def contacts(self) -> int:
        return sum(flow.count for flow in self.flows)


def flows_of(tables: Tables, compiled: Compiled, services: Sequence[str]) -> Flows:
    """The flows of the root cases of ``services`` (all when empty) that started in the window, most contacts first."""
    names, lines, contacts = compiled.names, lines_of(tables, compiled), Columns(tables.contacts)
    wanted = np.isin(lines.service, [names.services.index(name) for name in services]) if services else lines.service >= 0
    chosen = np.flatnonzero((lines.of_contact >= 0) & np.append(wanted, False)[lines.of_contact])  # -1 meets the False
    columns = [contacts.at(name, chosen) for name in ("step", "cause", "channel", "outcome")]
    rows, counts = np.unique(np.stack(columns, axis=1), axis=0, return_counts=True)
    totals: dict[tuple[str, str, str, str, End], int] = {}
    for (step, cause, channel, outcome), count in zip(rows.tolist(), counts.tolist(), strict=True):
        key = (*names.steps[step], codes.CAUSES[cause], names.channels[channel], ENDS[codes.OUTCOMES[outcome]])
        totals[key] = totals.get(key, 0) + count
    flows = [Flow(*key, count) for key, count in totals.items()]
    return Flows(int(wanted.sum()), tuple(sorted(flows, key=lambda flow: -flow.count)))
