"""Losses, best fits and left-out years on points made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.evidence.fit import best_fit, best_patience, fits, leave_one_out, loss, misses, within_rounding
from sim.evidence.front_office import FrontOffice
from sim.evidence.points_file import ValidationRun, read_points, write_points
from sim.evidence.published import PUBLISHED
from sim.evidence.scan import Point
from sim.evidence.validation_page import page

NOTHING = FrontOffice(*[0.0] * 10)


def point(year: int, patience: int, people: int, off: float = 0.0) -> Point:
    """A point whose pair is ``off`` percentage points above the published one, over both denominators."""
    one = PUBLISHED[year]
    within = one.within_25_s + off / 100
    figures = replace(
        NOTHING, calls=one.calls, within_of_offered=within, within_of_answered=within, abandoned=one.abandoned + off / 100,
        visitors=50_000.0, talk_time=300.0, emails=4000.0, messages=1000.0, desk_contacts=30_000.0,
    )  # fmt: skip
    return Point(year, patience, people, 1.0, figures)


POINTS = [
    *(point(year, 300, 9, off=3.0) for year in PUBLISHED),
    *(point(year, 300, 10, off=1.0) for year in PUBLISHED),
    *(point(year, 600, 10, off=0.4 if year != 2016 else 8.0) for year in PUBLISHED),
]


def test_loss_adds_the_squared_misses_of_both_members() -> None:
    one = point(2018, 300, 9, off=3.0)
    assert misses(one, "offered") == pytest.approx((3.0, 3.0))
    assert loss(one, "answered") == pytest.approx(18.0)


def test_each_year_takes_its_best_number_of_people() -> None:
    by_patience = {fit.patience: fit for fit in fits(POINTS)}
    assert [one.people for one in by_patience[300].points] == [10, 10, 10, 10]
    assert by_patience[300].loss == pytest.approx(4 * 2 * 1.0)
    assert by_patience[300].root_mean_square == pytest.approx(1.0)
    assert by_patience[600].worst == pytest.approx(8.0)
    assert best_fit(POINTS).patience == 300
    assert best_fit(POINTS, leave_out=2016).patience == 600


def test_a_weight_can_choose_another_patience() -> None:
    one = PUBLISHED[2019]
    near_within, near_abandoned = point(2019, 300, 10), point(2019, 600, 10)
    near_within = replace(near_within, figures=replace(near_within.figures, abandoned=one.abandoned + 0.02))
    near_abandoned = replace(near_abandoned, figures=replace(near_abandoned.figures, within_of_offered=one.within_25_s + 0.03))
    assert best_patience([near_within, near_abandoned], "offered", 1.0) == 300
    assert best_patience([near_within, near_abandoned], "offered", 4.0) == 600


def test_points_within_rounding_error() -> None:
    assert {(one.year, one.patience) for one in within_rounding(POINTS)} == {(year, 600) for year in (2017, 2018, 2019)}


def test_a_left_out_year_is_predicted_with_the_patience_of_the_others() -> None:
    left = {one.predicted.year: one for one in leave_one_out(POINTS)}
    assert left[2016].fitted.patience == left[2016].predicted.patience == 600
    assert loss(left[2016].predicted) == pytest.approx(128.0)
    assert left[2019].predicted.patience == 300


def test_points_survive_their_file_and_fill_the_page(tmp_path: Path) -> None:
    about = {"seed": "1", "replications": "2", "run time": "1 min: on one core"}
    run = ValidationRun(about, POINTS, [point(year, 300, 10) for year in PUBLISHED])
    write_points(tmp_path / "points.csv", run)
    again = read_points(tmp_path / "points.csv")
    assert again.about == about
    assert [(one.year, one.patience, one.people) for one in again.scanned] == [(p.year, p.patience, p.people) for p in POINTS]
    assert again.scanned[0].figures.within_of_offered == pytest.approx(POINTS[0].figures.within_of_offered)
    text = page(again)
    assert "smallest at a mean patience of **300 s**" in text
    assert "no set with one patience" in text
    assert "- 2016: none; nearest (300 s, 10 people), off by +1.0 and +1.0 points" in text
