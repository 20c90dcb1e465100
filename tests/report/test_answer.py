from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.compare import compare
from sim.experiment.found.comparison import Comparison
from sim.experiment.found.intervals import Estimate
from sim.model.files.loading import load
from sim.model.town.scenario import Scenario
from sim.report.answers.answer import StoredAnswer, answers_of
from sim.report.answers.first_screen import standing
from sim.report.told.recipe import Recipe
from sim.text.pairs import Text

DATA = Path(__file__).parents[1] / "data"
PLACE = Text("Example", "Voorbeeld")


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return [load(DATA / name, overrides={"period.weeks": 2}) for name in ("town.yaml", "town_digital.yaml")]


@pytest.fixture(scope="module")
def comparison(scenarios: list[Scenario]) -> Comparison:
    return compare(scenarios, replications=2, closer=True, jobs=1)


@pytest.fixture(scope="module")
def stored(comparison: Comparison) -> StoredAnswer:
    answers = answers_of(comparison, ["a.yaml", "b.yaml"], PLACE)
    return StoredAnswer("made of", answers, Recipe(2), {"kpi": "1"})


def test_a_stored_answer_is_read_back_as_it_was(stored: StoredAnswer) -> None:
    again = StoredAnswer.decoded(stored.encoded())
    assert again.encoded() == stored.encoded()
    assert again.fingerprint == "made of"
    assert [answer.place for answer in again.answers.values()] == ["Voorbeeld", "Example"]


def test_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="validation error"):
        StoredAnswer.decoded('{"answers": 1}')


def test_the_overview_has_the_five_figures_and_they_agree_with_the_results(stored: StoredAnswer, comparison: Comparison) -> None:
    overview = stored.answers["en"].overview
    assert [row.about for row in overview.teams] == ["registry", "front office"]
    hours = comparison.results[0].scenario.costs.hours_per_fte.value
    direct = comparison.results[0].scenario.costs.direct.value
    work = comparison.results[0].estimates(comparison.focus)
    total = next(estimate.mean for key, estimate in work.items() if key.kpi == "work_in_fte" and key.dimension == "overall")
    assert overview.cost.estimates[0].value == pytest.approx(total * hours * direct)
    assert sum(row.estimates[0].value for row in overview.teams) == pytest.approx(total)
    assert overview.effort.unit == "minutes"
    assert overview.contacts.kpi == "remote_contacts_per_root_case"
    assert "online_attempts_per_root_case" in [row.kpi for row in overview.apart], "beside the contacts, not in them"
    assert all(row not in overview.rows and row.unit == overview.contacts.unit for row in overview.apart)
    assert overview.conversation == (), "this town has no conversation that is wanted"
    assert [norm.name for norm in overview.norms] == ["Phone", "Phone: abandoned", "Desk", "E-mail", "Call-back", "Letter"]


def test_week_maps_are_cut_to_the_hours_in_which_something_happens(stored: StoredAnswer) -> None:
    week = next(week for week in stored.answers["en"].weeks if week.kpi == "people_on_duty" and week.about == "front office")
    assert week.unit == "people"
    assert (week.hours[0], week.hours[-1]) == (9.0, 19.5)
    monday, thursday = (np.array(week.values[0][week.days.index(day)]) for day in (0, 3))
    assert np.nanmax(monday) <= 4.0
    assert math.isnan(monday[-1])
    assert thursday[-1] == pytest.approx(1.0, abs=0.5)


def test_bands_hold_the_mean(stored: StoredAnswer) -> None:
    curve = stored.answers["nl"].findings.curves[0]
    inside = [
        low <= value <= high
        for series, lows, highs in zip(curve.series, curve.low, curve.high, strict=True)
        for value, low, high in zip(series, lows, highs, strict=True)
        if not math.isnan(low)
    ]
    assert sum(inside) >= 0.9 * len(inside)  # the pooled mean weighs repeats by their visitors, the interval does not
    assert inside


def test_flows_per_100_cases_add_up_to_the_contacts_of_that_repeat(stored: StoredAnswer, scenarios: list[Scenario]) -> None:
    one = compare(scenarios, replications=1, jobs=1)
    answer = stored.answers["en"]
    told = sum(flow.amount for flow in answer.flows[0])
    contacts = next(
        estimate.mean
        for key, estimate in one.results[0].estimates(one.focus).items()
        if key.kpi == "contacts_per_root_case" and key.dimension == "focus"
    )
    assert told == pytest.approx(100 * contacts)


def test_two_citizens_are_told_in_words(stored: StoredAnswer) -> None:
    (dutch, english) = (answer.followed[1] for answer in stored.answers.values())
    assert 1 <= len(dutch) == len(english) <= 2
    for told in english:
        assert len(told.lives) == 2
        assert all(moment.what and moment.channel and moment.result for life in told.lives for moment in life.moments)


@pytest.mark.parametrize(
    ("low", "value", "high", "more", "expected"),
    [
        (0.81, 0.83, 0.85, True, "met"),
        (0.70, 0.75, 0.79, True, "missed"),
        (0.78, 0.81, 0.84, True, "unsure"),
        (0.05, 0.06, 0.069, False, "met"),
        (0.08, 0.09, 0.10, False, "missed"),
        (math.nan, 0.81, math.nan, True, "unsure"),
        (math.nan, math.nan, math.nan, True, "unknown"),
    ],
)
def test_a_norm_is_met_when_the_whole_interval_is(low: float, value: float, high: float, more: bool, expected: str) -> None:
    assert standing(Estimate(value, low, high), 0.8 if more else 0.07, more=more) == expected
