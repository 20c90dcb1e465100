"""What following without the office costs in truth: the same 12 repeats with the office to the end, side by side."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.experiment.compare import compare
from sim.experiment.found.comparison import Comparison
from sim.experiment.found.headlines import margin_of
from sim.experiment.numbers.vary import only_services
from sim.experiment.tipping import kpi_values
from sim.measure.definitions import BY_NAME
from sim.measure.layout import Array
from sim.measure.rows import FOCUS, Key
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario

STORIES = Path(__file__).resolve().parents[2] / "scenarios" / "huwelijk"
REPLICATIONS = 12
OF_A_CASE = tuple(
    Key(kpi, FOCUS, FOCUS) for kpi in ("remote_contacts_per_root_case", "staff_time_per_root_case", "citizen_effort")
)


def weddings(office_after: int) -> list[Scenario]:
    names = ("vandaag", "volledig-digitaal", "hybride")
    return [load(STORIES / f"{name}.yaml", overrides={"period.office_after": office_after}) for name in names]


@pytest.fixture(scope="module")
def whole() -> Comparison:
    return compare(weddings(104), replications=REPLICATIONS)


def effects(comparison: Comparison, key: Key) -> Array:
    """What each story adds to today, in each repeat: (stories, repeats)."""
    values = np.array(
        [
            kpi_values([one.measurements[n] for n in range(REPLICATIONS)], key, comparison.focus, comparison.results[0].scenario)
            for one in comparison.results
        ]
    )
    found: Array = values[1:] - values[0]
    return found


def worst(found: Comparison, whole: Comparison, key: Key) -> float:
    """The largest mean error of an effect, in margins."""
    margin = margin_of(BY_NAME[key.kpi], whole.results[0].scenario.margins)
    assert margin is not None
    return float(np.abs((effects(found, key) - effects(whole, key)).mean(axis=1)).max()) / margin


@pytest.mark.slow
def test_the_error_of_each_headline_is_below_a_fifth_of_its_margin(whole: Comparison) -> None:
    """Luck is fixed, so there is no false alarm; with other luck an error without bias lies in it 96 times in 100."""
    found = compare(weddings(2), replications=REPLICATIONS)
    assert set(OF_A_CASE) <= set(whole.headlines)
    assert {key: worst(found, whole, key) for key in whole.headlines if worst(found, whole, key) >= 0.2} == {}


@pytest.mark.slow
def test_of_services_alone_what_a_case_takes_is_off_by_less_than_a_third_of_a_margin(whole: Comparison) -> None:
    """By one margin of contacts before it knew how people wait. The same luck as above."""
    scenarios = weddings(2)
    alone = [only_services(one, ["huwelijksaangifte"]) for one in scenarios]
    found = compare(alone, replications=REPLICATIONS, offices=scenarios, focus=whole.focus, headlines=whole.headlines[:1])
    assert {key: worst(found, whole, key) for key in OF_A_CASE if worst(found, whole, key) >= 1 / 3} == {}
