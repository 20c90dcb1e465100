"""What measures and mailings cost beside the work that is simulated."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.town.scenario import Scenario
from sim.model.values.units import WEEK

YEARS = 4


@dataclass(frozen=True)
class Prices:
    """Euros: ``once`` in the first year (purchase, training, the old way beside the new one), ``yearly`` in every year."""

    once: float
    yearly: float

    def in_year(self, number: int) -> float:
        return self.yearly + (self.once if number == 1 else 0.0)


def prices_of(scenario: Scenario) -> Prices:
    """Of all measures of a scenario, and of the mailings of its last design; hours at the direct rate."""
    hour = scenario.costs.direct.value
    once = yearly = 0.0
    for measure in scenario.measures:
        price = measure.price
        hours = price.training.value + price.parallel.value / WEEK * price.parallel_hours.value
        once += price.one_off.value + hours * hour
        yearly += price.yearly.value
    yearly += sum(
        mailing.number.value * mailing.cost.value
        for service in scenario.design.services.values()
        for mailing in service.demand.mailings.values()
    )
    return Prices(once, yearly)
