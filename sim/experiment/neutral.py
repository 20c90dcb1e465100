"""A scenario with one case more: what chance encounters alone do to the others is the noise floor of gains and losses."""

from __future__ import annotations

from sim.engine.build import Clock, names_of
from sim.engine.build_demand import build_demand
from sim.model.scenario import Design, Scenario
from sim.model.values import DAY, Range


def with_neutral_case(scenario: Scenario) -> Scenario:
    """The same scenario with about one fresh case more in the measured window, of the service with the most cases there.

    The rate of that service is raised by one expected case over the window, in every design and so during the whole run: one
    is the average over replications, a single one may add none or several, and the weeks before and after the window get more
    cases at the same rate. Draws are keyed, so all cases of ``scenario`` are still there and draw the same; added cases are the
    last of their quarter-hour. A scenario without fresh cases comes back as it is.
    """
    expected = cases_in_window(scenario)
    busiest = max(expected, key=lambda name: expected[name])
    if expected[busiest] <= 0.0:
        return scenario
    factor = 1.0 + 1.0 / expected[busiest]
    return scenario.model_copy(update={"designs": tuple(_raised(design, busiest, factor) for design in scenario.designs)})


def cases_in_window(scenario: Scenario) -> dict[str, float]:
    """The expected number of fresh cases in the measured window, by service, with the measures that are in force each day."""
    names, clock = names_of(scenario), Clock.of(scenario)
    demand = build_demand(scenario, names, clock.start, clock.days, clock.window_start)
    per_stream = demand.rates[:, clock.window_start // DAY : clock.window_end // DAY].sum(axis=1)
    service = demand.streams["service"]
    return {name: float(per_stream[service == number].sum()) for number, name in enumerate(names.services)}


def _raised(design: Design, name: str, factor: float) -> Design:
    """The design with the demand of one service, where it has that, times ``factor``."""
    if name not in design.services:
        return design
    service = design.services[name]
    rate = service.demand.rate
    amount = rate.amount
    raised = Range(
        low=amount.low * factor, mid=amount.mid * factor, high=amount.high * factor, source=amount.source, group=amount.group
    )
    demand = service.demand.model_copy(update={"rate": rate.model_copy(update={"amount": raised})})
    return design.model_copy(update={"services": design.services | {name: service.model_copy(update={"demand": demand})}})
