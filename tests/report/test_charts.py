from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.report.charts.day import day_chart
from sim.report.charts.differences import differences_chart
from sim.report.charts.svg import Scale, ticks, wrapped
from sim.report.charts.tipping import tipping_chart
from sim.report.charts.tornado import tornado_chart
from sim.text.texts import Texts
from tests.report.examples import LABELS, findings, sensitivity, tipping_point

EN = Texts("en")
SVG = "{http://www.w3.org/2000/svg}"


def parsed(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314 - our own picture


def said(picture: ET.Element) -> list[str]:
    return [item.text or "" for item in picture.iter(SVG + "text")]


def test_the_chart_of_differences_tells_every_headline_in_words_too() -> None:
    picture = parsed(differences_chart(EN, findings(), 1))
    assert "✗ worse" in said(picture)
    assert said(picture).count("✓ better") == 2
    description = picture.find(SVG + "desc")
    assert description is not None
    assert "Worse: contacts per 100 cases" in (description.text or "")


def test_better_is_to_the_right_whichever_way_the_kpi_runs() -> None:
    whole = findings()
    picture = parsed(differences_chart(EN, whole, 1))
    middle = (400 + 840) / 2
    worse = next(item for item in picture.iter(SVG + "rect") if item.get("fill") == "#D55E00")
    assert float(worse.get("x", "nan")) < middle
    better = [item for item in picture.iter(SVG + "circle") if item.get("fill") == "#0072B2"]
    assert better
    assert all(float(item.get("cx", "nan")) > middle for item in better)


def test_no_headline_no_chart() -> None:
    whole = findings()
    assert differences_chart(EN, replace(whole, rows=()), 1) == ""


@pytest.mark.parametrize("point", [0.62, None])
def test_the_chart_of_the_tipping_point(point: float | None) -> None:
    words = said(parsed(tipping_chart(EN, tipping_point(point))))
    assert "assumed: 0.50" in words
    assert ("tipping point: 0.62" in words) == (point is not None)


def test_waiting_by_time_of_day_breaks_where_nobody_waited() -> None:
    picture = parsed(day_chart(EN, findings().curves[0], LABELS))
    assert len(list(picture.iter(SVG + "polyline"))) == 2 * len(LABELS)
    dashes = {item.get("stroke-dasharray") for item in picture.iter(SVG + "polyline")}
    assert len(dashes) == len(LABELS), "lines must differ without colour"


def test_a_day_without_anybody_is_no_error() -> None:
    curve = replace(findings().curves[0], series=tuple((math.nan,) * 16 for _ in LABELS))
    assert "<svg" in day_chart(EN, curve, LABELS)


def test_labels_are_escaped() -> None:
    assert "&lt;b&gt;" in day_chart(EN, findings().curves[0], ["<b>&", "b", "c", "d"])


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_lie_inside_and_are_few(low: float, width: float) -> None:
    found = ticks(low, low + width)
    assert all(low - 1e-6 * width <= tick <= low + width * 1.000001 + 1e-9 for tick in found)
    assert len(found) <= 11


@given(st.floats(-100, 100))
def test_a_scale_keeps_values_inside(value: float) -> None:
    assert 10 <= Scale(-1, 1, 10, 90).inside(value) <= 90


@given(st.text(alphabet="ab cde", max_size=80), st.integers(5, 20))
def test_wrapping_loses_no_words(content: str, width: int) -> None:
    assert " ".join(wrapped(content, width)).split() == content.split()


def test_a_tornado_has_a_bar_per_assumption_and_says_which_decides() -> None:
    found = sensitivity()
    picture = parsed(tornado_chart(EN, found))
    assert [text for text in said(picture) if text in [swing.label for swing in found.swings]] == [
        swing.label for swing in found.swings
    ]
    assert said(picture).count("changes the verdict") == 1
    assert said(picture).count("without a source") == 2
    bars = [item for item in picture.iter(SVG + "rect") if item.get("fill") == "#c9d6df"]
    widths = [float(item.get("width", 0)) for item in bars]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] / widths[1] == pytest.approx(14 / 3, rel=0.02)


def test_the_ends_of_a_tornado_stand_where_the_assumption_puts_them() -> None:
    picture = parsed(tornado_chart(EN, sensitivity()))
    circles = list(picture.iter(SVG + "circle"))[2:]  # after those of the key
    first, second = ([float(circle.get("cx", 0)) for circle in circles[n : n + 2]] for n in (0, 2))
    assert first[0] < first[1], "more of the first assumption gives more staff time"
    assert second[0] > second[1]


def test_a_long_name_of_an_assumption_is_seen_whole_and_keeps_its_row() -> None:
    found = sensitivity()
    name = "check by the registrar of births, marriages and deaths: certainty of the message that is sent when it is done"
    picture = parsed(tornado_chart(EN, replace(found, swings=(replace(found.swings[0], label=name), *found.swings[1:]))))
    assert name.split() == " ".join(said(picture)).split("as assumed")[1].split()[: len(name.split())]
    rows = [float(item.get("y1", 0)) for item in picture.iter(SVG + "line") if item.get("stroke") == "#dddddd"]
    assert rows[0] - 84 > 17 * 3, "three lines fit above the line under the row"


def test_nothing_to_draw_is_no_picture() -> None:
    assert tornado_chart(EN, replace(sensitivity(), swings=())) == ""
