"""A scenario with one case more: what chance encounters alone do to the others is the noise floor of gains and losses."""

from __future__ import annotations

from sim.engine.simulate import CompiledScenario
from sim.experiment.numbers.asking import expected_cases
from sim.model.values.units import DAY


def with_neutral_case(compiled: CompiledScenario) -> CompiledScenario:
    """The same scenario with about one fresh case more in the measured window, of the service with the most cases there.

    The rate of that service is raised by one expected case over the window, whatever designs are in force there, and not
    before or after it: in a short window with a long follow-up a raised rate would add one case a window, so dozens. One is
    the average over replications; a single one may add none or several. Draws are keyed, so all cases of ``compiled`` are
    still there and draw the same; added cases are the last of their quarter-hour. A scenario without fresh cases in its
    window comes back as it is.
    """
    expected = cases_in_window(compiled)
    busiest = max(expected, key=lambda name: expected[name])
    if expected[busiest] <= 0.0:
        return compiled
    demand = compiled.program.demand
    rates = demand.rates.copy()
    streams = demand.streams["service"] == compiled.names.services.index(busiest)
    rates[streams, _window(compiled)] *= 1.0 + 1.0 / expected[busiest]
    program = compiled.program._replace(demand=demand._replace(rates=rates))
    return CompiledScenario(compiled.scenario, compiled.names, compiled.clock, program)


def cases_in_window(compiled: CompiledScenario) -> dict[str, float]:
    """The expected number of fresh cases in the measured window, by service, with the measures that are in force each day."""
    per_stream = expected_cases(compiled.program)[:, _window(compiled)].sum(axis=1)
    service = compiled.program.demand.streams["service"]
    return {name: float(per_stream[service == number].sum()) for number, name in enumerate(compiled.names.services)}


def _window(compiled: CompiledScenario) -> slice:
    return slice(compiled.clock.window_start // DAY, compiled.clock.window_end // DAY)
