"""What each story costs in four years: the work that is simulated, and what measures and mailings cost beside it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.measure.prices import YEARS, prices_of
from sim.model.scenario import Scenario
from sim.report.findings import CostYears, Findings
from sim.report.texts import Texts


def cost_years_of(scenarios: Sequence[Scenario], stories: Sequence[str], fte: Sequence[float]) -> tuple[CostYears, ...]:
    """One per story; none at all where no measure and no mailing has a price. ``fte`` is the work in fte of each."""
    prices = [prices_of(scenario) for scenario in scenarios]
    if not any(price.once or price.yearly for price in prices):
        return ()
    found = []
    for scenario, story, people, price in zip(scenarios, stories, fte, prices, strict=True):
        work = people * scenario.costs.hours_per_fte.value * scenario.costs.direct.value
        years = tuple(work + price.in_year(number) for number in range(1, YEARS + 1))
        found.append(CostYears(story, work, price.once, price.yearly, years))
    return tuple(found)


def cost_heads(say: Texts) -> list[str]:
    return [
        say("Story"),
        say("work, direct, € a year"),
        say("once, €"),
        say("beside it, € a year"),
        *(say("year {number}, €", number=number) for number in range(1, YEARS + 1)),
        say("{years} years, €", years=YEARS),
    ]


def cost_rows(findings: Findings) -> list[tuple[str, list[float]]]:
    """Story, and its euros in the order of :func:`cost_heads`."""
    return [(cost.story, [cost.work, cost.once, cost.yearly, *cost.years, sum(cost.years)]) for cost in findings.cost_years]


def euros(say: Texts, amount: float) -> str:
    """Rounded to hundreds."""
    return say.number(round(amount, -2))
