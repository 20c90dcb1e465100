from __future__ import annotations

import math
from pathlib import Path

import pytest

import sim
from sim.experiment.found.intervals import Estimate
from sim.measure.prices import prices_of
from sim.model.town.scenario import Scenario
from sim.report.files.page import render
from sim.report.files.workbook import workbook
from sim.report.gather.cost_years import cost_cells, cost_rounding, cost_rows, cost_years_of
from sim.report.gather.outcome import gather_comparison
from sim.text.texts import Texts
from tests.report.test_workbook import Read

TOWN = Path(__file__).resolve().parents[1] / "data" / "town.yaml"
PRICE = {"one_off": 20_000, "yearly": 3_000, "training": 50, "parallel": "4 weeks", "parallel_hours": 10}
MEASURE = {"label": {"nl": "nieuw", "en": "new"}, "set": {"channels.phone.lines": 20}}
LETTER = {"label": "letter", "day": "2024-01-10", "number": 1000, "reacts": 0.1, "cost": 0.9}


def town(**overrides: object) -> Scenario:
    return sim.load(TOWN, overrides={"period.weeks": 2, "period.follow_up": 2, **overrides})


def priced() -> Scenario:
    return town(measures={"new": MEASURE | {"price": PRICE}}).model_copy(update={"name": "priced"})


def test_prices_by_hand() -> None:
    found = prices_of(priced())
    assert found.once == 20_000 + (50 + 4 * 10) * 40
    assert (found.in_year(1), found.in_year(2)) == (found.once + 3_000, 3_000)
    assert prices_of(town(**{"services.paspoort.demand.mailings": {"letter": LETTER}})).yearly == pytest.approx(900)


def test_the_first_year_has_what_comes_once_and_every_year_the_work() -> None:
    found = cost_years_of([town(), priced()], ["today", "new"], [Estimate(2.0, 1.9, 2.1), Estimate(1.5, 1.5, 1.5)])
    work = [2.0 * 1363 * 40, 1.5 * 1363 * 40]
    assert found[0].years == pytest.approx((work[0],) * 4)
    assert found[1].years == pytest.approx((work[1] + 26_600, *(work[1] + 3_000,) * 3))


def test_euros_are_told_as_far_as_the_work_is_known() -> None:
    found = cost_years_of([town(), priced()], ["today", "new"], [Estimate(2.0, 1.9, 2.1), Estimate(1.5, math.nan, math.nan)])
    told = cost_cells(Texts("en"), found[0])
    assert told[0] == "109,000", "109,040, known to 5,452 either way: hundreds, and 109,000 of these"
    assert told[-1] == "436,000", "436,160, known to 21,808 either way: thousands"
    told = cost_cells(Texts("nl"), found[1])
    assert told[:3] == ["81.800", "23.600", "3.000"], "hundreds without an interval"


def test_nothing_is_told_where_nothing_has_a_price() -> None:
    assert cost_years_of([town()], ["today"], [Estimate(2.0, 1.9, 2.1)]) == ()


def test_page_and_workbook_tell_the_same_euros() -> None:
    comparison = sim.compare([town(), priced()], replications=2, jobs=1)
    say = Texts("nl")
    findings = gather_comparison(comparison, ["a.yaml", "b.yaml"], say)
    page = render(findings, say)
    for cost in findings.cost_years:
        assert all(f">{amount}<" in page for amount in cost_cells(say, cost))
    assert cost_rounding(say) in page
    second = cost_rows(findings)[1][1]
    rows = Read(workbook(findings, say)).sheets["Kosten"]
    assert rows[-1][1:] == pytest.approx(second)
