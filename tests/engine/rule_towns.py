"""Towns in which one rule shows by itself: nobody is in anybody's way, nobody learns, and everything else is switched off."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats

from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import CompiledScenario, simulate
from tests.engine.random_values import Written
from tests.engine.scenarios import compile_written

FALSE_ALARM = 1e-6
"""A right model fails one of these tests once in a million seeds."""

MANY = 20_000_000
"""Inhabitants, so that hardly anybody has a second case."""

EVERYONE = {"label": "everyone", "share": 1, "travel": "0 min"}
CHANNELS: Written = {
    "web": {"label": "web", "kind": "self_service", "nest": "self_service", "open": "always"},
    "phone": {"label": "phone", "kind": "live", "nest": "live_remote", "open": "always"},
    "desk": {"label": "desk", "kind": "live", "nest": "in_person", "open": "always"},
    "email": {"label": "e-mail", "kind": "deferred", "nest": "written", "open": "always"},
    "messages": {"label": "messages", "kind": "deferred", "nest": "written", "open": "always"},
}


def rule_town(services: Written, *, weeks: int = 4, before: int = 0, **changes: Any) -> Written:
    """A scenario file; ``changes`` are sections to replace, those of ``channels`` one by one."""
    channels = CHANNELS | changes.pop("channels", {})
    choice = {"habit": 0, "feedback": 0, "nest_noise": 0, "channel_noise": 1}
    behaviour: Written = {"choice": choice | changes.pop("choice", {}), "reactions": {"default": {"retry": 0, "switch": 0}}}
    town: Written = {
        "schema": 1,
        "label": "rule",
        "period": {"start": "2024-01-01", "weeks": weeks, "warm_up": before, "follow_up": 0},
        "closed_days": {"holidays": "none"},
        "population": {"inhabitants": MANY, "segments": {"everyone": EVERYONE}},
        "behaviour": behaviour | changes.pop("behaviour", {}),
        "channels": channels,
        "teams": {"staff": {"label": "staff", "unlimited": True}},
        "queues": {name: {"channel": name, "teams": "staff"} for name in channels if name != "web"},
        "services": services,
    }
    return town | changes


def service(steps: Written, rate: str = "30000 per week", **more: Any) -> Written:
    return {"label": "service", "demand": {"rate": rate}, "complexity": 0, "steps": steps} | more


def one_step(options: Written, rate: str = "30000 per week", **more: Any) -> Written:
    """A service that is one question."""
    return {"ask": service({"ask": {"label": "ask", "options": options}}, rate, **more)}


def run(town: Written, seed: int = 5) -> tuple[Tables, CompiledScenario]:
    compiled = compile_written(town)
    return simulate(compiled, seed=seed, replication=0), compiled


def first_contacts(tables: Tables) -> Table:
    contacts = tables.contacts
    first: Table = contacts[contacts["contact"] == 0]
    return first


def counts_by_channel(contacts: Table, compiled: CompiledScenario) -> dict[str, int]:
    return {name: int(np.count_nonzero(contacts["channel"] == n)) for n, name in enumerate(compiled.names.channels)}


def logit(utilities: Mapping[str, float], scale: float = 1.0) -> dict[str, float]:
    """Choice shares of the multinomial logit."""
    weights = {name: math.exp(value / scale) for name, value in utilities.items()}
    return {name: weight / sum(weights.values()) for name, weight in weights.items()}


def shares_fit(counts: Mapping[str, int], shares: Mapping[str, float], false_alarm: float = FALSE_ALARM) -> bool:
    """Pearson's chi-square of counts against shares, that fails for a right model with chance ``false_alarm``."""
    total = sum(counts[name] for name in shares)
    assert total == sum(counts.values()), "somebody did what has no share"
    assert min(shares.values()) * total > 50, "too few to tell"
    observed, expected = [counts[name] for name in shares], [total * share for share in shares.values()]
    return bool(stats.chisquare(observed, expected, sum_check=False).pvalue > false_alarm)


def trials_fit(happened: Sequence[bool] | Table, chances: Iterable[float], false_alarm: float = FALSE_ALARM) -> bool:
    """Do independent events happen as often as their chances say? Two-sided normal test of the sum."""
    chance = np.fromiter(chances, float)
    deviation = math.sqrt(float((chance * (1.0 - chance)).sum()))
    assert deviation > 5, "too few to tell"
    return abs(float(np.sum(happened)) - float(chance.sum())) < float(stats.norm.isf(false_alarm / 2)) * deviation


def ends(tables: Tables) -> dict[str, int]:
    return {name: int(np.count_nonzero(tables.cases["end"] == n)) for n, name in enumerate(codes.ENDS)}
