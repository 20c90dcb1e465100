"""Chart of the differences: each headline KPI against the smallest difference that matters."""

from __future__ import annotations

import math

from markupsafe import Markup

from sim.experiment.found.intervals import Difference
from sim.report.charts.svg import (
    BAND,
    BLUE,
    GREY,
    INK,
    VERMILLION,
    Scale,
    drawing,
    element,
    line,
    polygon,
    rectangle,
    text,
    wrapped,
)
from sim.report.told.findings import Findings, Row
from sim.report.words.verdict import headlines, judged, kpi_name, points
from sim.text.texts import Texts
from sim.text.units import estimated

WIDTH, LEFT, RIGHT, ROW, TOP = 1100, 400, 840, 58, 58
FURTHEST = 6.0


def differences_chart(say: Texts, findings: Findings, story: int) -> Markup:
    """Differences with intervals, in margins, better to the right; empty when no headline KPI has a margin."""
    shown = [(row, difference) for row, difference in headlines(findings, story) if difference.margin]
    if not shown:
        return Markup("")
    reach = min(FURTHEST, max(2.0, *(_reach(row, difference) for row, difference in shown)))
    scale = Scale(-reach, reach, LEFT, RIGHT)
    bottom = TOP + ROW * len(shown)
    shapes = [
        rectangle(scale(-1), TOP - 8, scale(1) - scale(-1), bottom - TOP + 8, BAND),
        line(scale(0), TOP - 8, scale(0), bottom, INK, 1.5),
        text(LEFT, TOP - 36, "← " + say("worse"), size=14),
        text(RIGHT, TOP - 36, say("better") + " →", anchor="end", size=14),
        text(scale(0), TOP - 18, say("no practical difference"), anchor="middle", fill=GREY, size=13),
    ]
    for number, (row, difference) in enumerate(shown):
        shapes.extend(_row(say, row, difference, scale, TOP + ROW * number + ROW / 2))
    shapes.append(
        text(
            scale(0),
            bottom + 22,
            say("grey band: smaller than the smallest difference that matters"),
            anchor="middle",
            fill=GREY,
            size=13,
        )
    )
    title = say(
        "Differences of {story} with {reference}", story=findings.stories[story].label, reference=findings.stories[0].label
    )
    return drawing(
        WIDTH, bottom + 34, shapes, name=f"differences-{story}", title=title, description=" ".join(points(say, findings, story))
    )


def _row(say: Texts, row: Row, difference: Difference, scale: Scale, y: float) -> list[Markup]:
    value, low, high = _oriented(row, difference)
    colour = {"better": BLUE, "worse": VERMILLION}.get(difference.judgement, INK)
    lines = wrapped(kpi_name(say, row), 46)
    shapes = [text(0, y + 5 - 9 * (len(lines) - 1) + 18 * n, part, size=14) for n, part in enumerate(lines)]
    shapes.append(line(LEFT, y + ROW / 2, RIGHT, y + ROW / 2, "#dddddd"))
    if difference.judgement == "unbalanced":
        return [*shapes, text(RIGHT + 34, y + 5, judged(say, difference.judgement), size=13)]
    if not math.isnan(low):
        shapes.append(line(scale.inside(low), y, scale.inside(high), y, colour, 3))
        shapes.extend(_end(scale, end, y, colour) for end in (low, high))
    if not math.isnan(value):
        shapes.append(_marker(difference.judgement, scale.inside(value), y, colour))
        if not scale.low <= value <= scale.high:
            shapes.append(_end(scale, value, y, colour, beyond=14))
    amount = estimated(say, difference, row.unit, signed=True, points=True)
    shapes.append(text(RIGHT + 34, y - 3, amount, size=14, bold=True))
    shapes.append(text(RIGHT + 34, y + 15, judged(say, difference.judgement), size=13))
    return shapes


def _end(scale: Scale, value: float, y: float, colour: str, beyond: int = 0) -> Markup:
    """A bar at the end of an interval, or an arrow where it runs off the chart."""
    x = scale.inside(value)
    if value < scale.low:
        return polygon([(x - beyond - 8, y), (x - beyond + 2, y - 6), (x - beyond + 2, y + 6)], colour)
    if value > scale.high:
        return polygon([(x + beyond + 8, y), (x + beyond - 2, y - 6), (x + beyond - 2, y + 6)], colour)
    return line(x, y - 7, x, y + 7, colour, 2)


def _marker(judgement: str, x: float, y: float, colour: str) -> Markup:
    """A square for worse, a disc for better, an open ring for the rest, so that no colour is needed."""
    if judgement == "worse":
        return rectangle(x - 7, y - 7, 14, 14, colour)
    open_ring = judgement not in ("better", "worse")
    return element("circle", cx=x, cy=y, r=7, fill="#ffffff" if open_ring else colour, stroke=colour, stroke_width=2.5)


def _oriented(row: Row, difference: Difference) -> tuple[float, float, float]:
    """Value, low and high in margins, better being positive."""
    sign = -1.0 if row.lower_is_better else 1.0
    margin = difference.margin or 1.0
    ends = sorted((sign * difference.low / margin, sign * difference.high / margin))
    return sign * difference.value / margin, ends[0], ends[1]


def _reach(row: Row, difference: Difference) -> float:
    sizes = [abs(size) for size in _oriented(row, difference) if not math.isnan(size)]
    return max(sizes, default=0.0) * 1.08
