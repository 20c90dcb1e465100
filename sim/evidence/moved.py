"""What a simulated year says of each figure of a new baseline, and which part of it its lever moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sim.engine.build.scenario import CompiledScenario
from sim.engine.program import codes
from sim.engine.program.tables import Tables
from sim.evidence.front_office import CALLS, DESK, MAIL, VISITS, FrontOffice, front_office, mean_of, requested_at, years_of
from sim.evidence.new_baseline import DOCUMENTS, GENERAL, MARRIAGE, monday_from
from sim.model.town.scenario import Period, Scenario


@dataclass(frozen=True)
class Moved:
    """A simulated year, and of each figure the part that its lever moves.

    ``kept`` is the share of the couples whose date falls in the window that do marry.
    """

    office: FrontOffice
    calls: float
    talk: float
    emails: float
    walk_ins: float
    documents: float
    kept: float


def moved_in(tables: Tables, compiled: CompiledScenario, per_year: float) -> Moved:
    """What one replication says, counts weighted to a year by ``per_year``."""
    office = front_office(tables, compiled)
    names, at = compiled.names, requested_at(tables, compiled)
    years = years_of(compiled) / per_year
    general = names.services.index(GENERAL)
    documents = [names.services.index(name) for name in DOCUMENTS]
    counts = ("calls", "answered", "emails", "messages", "desk_contacts", "visitors")

    def answered(channel: str, services: list[int]) -> float:
        rows = at(channel)
        return float(np.count_nonzero(np.isin(rows["service"], services) & (rows["answered"] >= 0))) / years

    calls = at(CALLS)
    offered = (calls["service"] == general) & (calls["outcome"] != codes.CLOSED)
    taken = calls[calls["answered"] >= 0]
    return Moved(
        office=replace(office, **{name: getattr(office, name) * per_year for name in counts}),
        calls=float(np.count_nonzero(offered)) / years,
        talk=float(np.count_nonzero(taken["service"] == general)) / max(1, len(taken)),
        emails=answered(MAIL, [general]),
        walk_ins=answered(DESK, [general]),
        documents=answered(VISITS, documents),
        kept=kept_share(tables, compiled),
    )


def mean_moved(logs: list[Moved]) -> Moved:
    parts = [name for name in Moved.__dataclass_fields__ if name != "office"]
    means = {name: float(np.mean([getattr(log, name) for log in logs])) for name in parts}
    return Moved(office=mean_of([log.office for log in logs]), **means)


def kept_share(tables: Tables, compiled: CompiledScenario) -> float:
    """Ceremonies in the window over the couples whose date was to be then."""
    clock, cases = compiled.clock, tables.cases
    dates = cases["event"][cases["service"] == compiled.names.services.index(MARRIAGE)]
    asked = int(np.count_nonzero((dates >= clock.window_start) & (dates < clock.window_end)))
    return max(0.5, ceremonies(tables, compiled) / asked) if asked else 1.0


def ceremonies(tables: Tables, compiled: CompiledScenario) -> int:
    clock, legs = compiled.clock, tables.legs
    step = (MARRIAGE, "ceremony")
    if step not in compiled.names.steps:
        return 0
    started = legs["started"][legs["step"] == compiled.names.steps.index(step)]
    return int(np.count_nonzero((started >= clock.window_start) & (started < clock.window_end)))


def whole_year(scenario: Scenario) -> Scenario:
    """The baseline of a scenario, without measures, over the 52 weeks from the first Monday of its year."""
    start = monday_from(date(scenario.period.start.year, 1, 1))
    period = Period(start=start, weeks=52, warm_up=4, prelude=104, follow_up=1)
    return scenario.model_copy(update={"period": period, "measures": (), "designs": scenario.designs[:1]})
