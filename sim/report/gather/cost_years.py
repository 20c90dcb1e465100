"""What each story costs in four years: the work that is simulated, and what measures and mailings cost beside it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.found.intervals import Estimate
from sim.measure.prices import YEARS, prices_of
from sim.model.town.scenario import Scenario
from sim.report.told.findings import CostYears, Findings
from sim.text.texts import Texts
from sim.text.units import decimals_of, written


def cost_years_of(scenarios: Sequence[Scenario], stories: Sequence[str], fte: Sequence[Estimate]) -> tuple[CostYears, ...]:
    """One per story; none at all where no measure and no mailing has a price. ``fte`` is the work in fte of each."""
    prices = [prices_of(scenario) for scenario in scenarios]
    if not any(price.once or price.yearly for price in prices):
        return ()
    found = []
    for scenario, story, people, price in zip(scenarios, stories, fte, prices, strict=True):
        rate = scenario.costs.hours_per_fte.value * scenario.costs.direct.value
        work, low, high = (rate * number for number in (people.value, people.low, people.high))
        years = tuple(work + price.in_year(number) for number in range(1, YEARS + 1))
        found.append(CostYears(story, work, price.once, price.yearly, years, low, high))
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


def cost_cells(say: Texts, cost: CostYears) -> list[str]:
    """The same in words: what holds work as far as that is known, prices of the file to hundreds."""
    year = decimals_of("whole_euros", cost.low, cost.high)
    every = decimals_of("whole_euros", YEARS * cost.low, YEARS * cost.high)
    prices = [_euros(say, amount) for amount in (cost.once, cost.yearly)]
    years = [_euros(say, amount, year) for amount in cost.years]
    return [_euros(say, cost.work, year), *prices, *years, _euros(say, sum(cost.years), every)]


def cost_rounding(say: Texts) -> str:
    """Why the amounts need not add up to the last euro."""
    return say("Amounts with work in them are rounded to what chance lets us know of it, so columns need not add up exactly.")


def _euros(say: Texts, amount: float, decimals: int | None = None) -> str:
    return written(say, amount, "whole_euros", bare=True, decimals=decimals)
