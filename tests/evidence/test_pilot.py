"""Start expectations: the pilot converges, a run that starts elsewhere comes to the same, and it does not swing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from sim.engine.build.scenario import CompiledScenario
from sim.engine.program.tables import EXPECTATION, Tables
from sim.engine.simulate import compile_scenario, simulate
from sim.evidence import pilot as pilots
from sim.evidence.pilot import NotConvergedError, by_band, in_window, mean_expectation, pilot, starting_from
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.model.values.units import DAY, HOUR, SECOND, WEEK

TOWN = Path(__file__).parent.parent / "data" / "town.yaml"
BUSY = {"services.paspoort.demand.rate": "2000 per 1000 inhabitants per year", "period.follow_up": 0}
"""So many calls that people wait, a minute or more in the busiest hours, and what they expect matters to the phone."""
LAST_WEEKS = 12


@dataclass(frozen=True)
class Oscillation:
    """How much an expectation still moves: weekly means over the last weeks of a run, in seconds.

    ``amplitude`` is half of the distance between the highest and the lowest week. ``swing`` is the correlation of the change of
    one week with that of the next: near -1 when it jumps to and fro every week, about -0.5 for weeks that differ by chance alone.
    """

    mean: float
    amplitude: float
    swing: float

    @property
    def relative(self) -> float:
        """The amplitude as a share of the mean."""
        return self.amplitude / self.mean if self.mean > 0 else 0.0


def busy_town(**period: int) -> Scenario:
    return load(TOWN, overrides=BUSY | {f"period.{name}": value for name, value in period.items()})


def expectations(scenario: Scenario, start: float) -> tuple[Tables, CompiledScenario]:
    compiled = compile_scenario(starting_from(scenario, {"phone": start}))
    return simulate(compiled, seed=2, replication=0), compiled


def mean_of_phone(tables: Tables, compiled: CompiledScenario) -> float:
    rows = in_window(tables, compiled)
    return mean_expectation(rows[rows["channel"] == compiled.names.channels.index("phone")])


def test_what_comes_out_of_the_pilot_is_what_was_put_in() -> None:
    town = busy_town(warm_up=26, weeks=13)
    found = pilot(town, replications=1)
    assert set(found.values) == {"phone"}
    assert not found.written, "so many calls leave no time for e-mail"
    assert found.values == found.rounds[-1]
    again = pilot(town, start=found.values, replications=1)
    assert len(again.rounds) == 1
    assert again.values["phone"] == pytest.approx(found.values["phone"], rel=pilots.TOLERANCE)
    bands = found.bands["phone"]
    assert np.isnan(bands[5:]).all(), "at weekends nobody calls"
    assert np.nanmin(bands) < found.values["phone"] < np.nanmax(bands)


def test_a_pilot_that_does_not_converge_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pilots, "MOST_ROUNDS", 2)
    with pytest.raises(NotConvergedError, match="after 2 rounds"):
        pilot(busy_town(warm_up=0, weeks=1), start={"phone": 3600.0}, replications=1)


def test_a_run_that_starts_elsewhere_comes_to_the_same_expectation() -> None:
    """A day weighs 0.1 and a weekday comes once a week, so 52 weeks leave 0.9^52 = 0.4% of what was wrong at the start.

    Nothing is drawn twice, so that is all there is between the runs, but for queues that other choices make longer or shorter.
    """
    town = busy_town(warm_up=52, weeks=26)
    outcome = pilot(town, replications=1).values["phone"]
    low, right, high = (mean_of_phone(*expectations(town, outcome * factor)) for factor in (0.1, 1.0, 10.0))
    assert low == pytest.approx(right, rel=0.01)
    assert high == pytest.approx(right, rel=0.03)


def test_it_has_forgotten_half_of_a_wrong_start_after_seven_weeks() -> None:
    town = busy_town(warm_up=0, weeks=14)
    tables, compiled = expectations(town, 3600.0)
    phone = tables.expectation[tables.expectation["channel"] == compiled.names.channels.index("phone")]
    weeks = phone["day"] // 7
    means = [mean_expectation(phone[weeks == number]) / 3600.0 for number in (6, 13)]
    assert means[0] == pytest.approx(0.9**7, abs=0.03)
    assert means[1] == pytest.approx(0.9**14, abs=0.03)


def oscillation(tables: Tables, compiled: CompiledScenario, channel: str, weeks: int) -> Oscillation:
    """How the expectation at a channel moves in the last ``weeks`` of the window. Every one of them must have had people."""
    rows = in_window(tables, compiled)
    rows = rows[rows["channel"] == compiled.names.channels.index(channel)]
    week = rows["day"].astype(np.int64) * DAY // WEEK
    last = compiled.clock.window_end // WEEK
    means = np.array([mean_expectation(rows[week == number]) for number in range(last - weeks, last)])
    changes = np.diff(means)
    moves = len(changes) > 2 and changes[:-1].std() > 0 and changes[1:].std() > 0
    swing = float(np.corrcoef(changes[:-1], changes[1:])[0, 1]) if moves else 0.0
    return Oscillation(float(means.mean()), float(means.max() - means.min()) / 2.0, swing)


def test_expectations_do_not_swing() -> None:
    """Amplitude of the weekly mean over the last 12 weeks: measured 12% of the mean with w = 0.1, and 30% with w = 1.

    With w = 1 a day is all that anybody remembers, so its amplitude is the chance of weeks alone plus what choice makes of it;
    the default must stay well below. Simulated numbers of one fixed seed: there is no false alarm, only a change of the model.
    """
    found = {}
    for weight in (0.1, 1.0):
        town = load(TOWN, overrides=BUSY | {"period.warm_up": 52, "period.weeks": 26, "behaviour.choice.feedback": weight})
        found[weight] = oscillation(*expectations(town, 60.0), "phone", LAST_WEEKS)
    assert found[0.1].relative < 0.2
    assert found[0.1].relative < 0.6 * found[1.0].relative
    assert found[0.1].swing > -0.8, "it does not jump to and fro from week to week"


def test_oscillation_of_weeks_made_by_hand() -> None:
    compiled = compile_scenario(busy_town(warm_up=1, weeks=6))
    phone = compiled.names.channels.index("phone")
    weekly = (10, 30, 10, 30, 10, 30)
    start = compiled.clock.window_start // DAY
    rows = [(start + 7 * week, phone, 0, 9, value * SECOND, 4, 0, 0) for week, value in enumerate(weekly)]
    nothing = np.zeros(0, EXPECTATION)
    tables = Tables(nothing, nothing, nothing, nothing, nothing, np.array(rows, EXPECTATION), nothing)
    found = oscillation(tables, compiled, "phone", 6)
    assert (found.mean, found.amplitude, found.relative) == (20.0, 10.0, 0.5)
    assert found.swing == pytest.approx(-1.0)


def test_bands_are_weighted_by_people() -> None:
    rows = np.array(
        [(0, 0, 0, 9, 10 * SECOND, 1, 0, 0), (8, 0, 0, 9, 40 * SECOND, 2, 0, 0), (8, 0, 1, 10, 5 * SECOND, 1, 0, 0)], EXPECTATION
    )
    bands = by_band(rows)
    assert bands[0, 9] == pytest.approx(30.0)
    assert bands[1, 10] == pytest.approx(5.0)
    assert np.isnan(bands).sum() == 7 * (DAY // HOUR) - 2
