"""Chart of a tipping point: how a difference depends on one assumption."""

from __future__ import annotations

import math

from markupsafe import Markup

from sim.report.charts.drawn import Curve, Lines
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
    polyline,
    rectangle,
    text,
    ticks,
)
from sim.report.told.findings import TippingTold
from sim.report.words.kpis import minus
from sim.report.words.turning import amount, tipping, turning_point
from sim.text.texts import Texts
from sim.text.units import written

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 1100, 400, 110, 900, 62, 320


def tipping_drawn(say: Texts, found: TippingTold) -> Lines:
    """The difference of ``found.kpi`` at every setting of the assumption; NaN where there is nothing to compare."""
    return Lines(
        title=say("Tipping point of {label}", label=found.label),
        heading=minus(say, found),
        across=found.label,
        description=tipping(say, found),
        curves=(Curve(found.story, tuple(zip(found.values, found.differences, strict=True))),),
    )


def tipping_chart(say: Texts, found: TippingTold, number: int = 0) -> Markup:
    """The difference of ``found.kpi`` over the range of the assumption, with its interval, zero, and where it turns.

    Only the settings at which there is something to compare; empty without any.
    """
    drawn = tipping_drawn(say, found)
    points = drawn.curves[0].known()
    if not points:
        return Markup("")
    ends = [end for _, difference in points for end in (difference.low, difference.high, difference.value) if not math.isnan(end)]
    least, most = min(0.0, *ends), max(0.0, *ends)
    spread = (most - least) or 1.0
    x = Scale(found.values[0], found.values[-1], LEFT, RIGHT)
    y = Scale(least - 0.08 * spread, most + 0.08 * spread, BOTTOM, TOP)
    margin = found.differences[0].margin
    shapes = [text(0, 20, drawn.heading, size=14, bold=True)]
    if margin:
        shapes.append(rectangle(LEFT, y.inside(margin), RIGHT - LEFT, y.inside(-margin) - y.inside(margin), BAND))
    for value in ticks(y.low, y.high):
        shapes.append(line(LEFT - 5, y(value), LEFT, y(value)))
        shapes.append(
            text(LEFT - 10, y(value) + 5, written(say, value, found.unit, signed=True, bare=True), anchor="end", size=13)
        )
    shapes.append(line(LEFT, y(0), RIGHT, y(0), INK, 1.5))
    shapes.extend(_sides(say, found, y))
    if not any(math.isnan(difference.low) for _, difference in points):
        upper = [(x(value), y(difference.high)) for value, difference in points]
        lower = [(x(value), y(difference.low)) for value, difference in reversed(points)]
        shapes.append(polygon([*upper, *lower], BLUE, 0.18))
    shapes.append(polyline([(x(value), y(difference.value)) for value, difference in points], BLUE, 2.5))
    shapes.extend(element("circle", cx=x(value), cy=y(difference.value), r=4.5, fill=BLUE) for value, difference in points)
    shapes.extend(_turn(say, found, x))
    for value in ticks(found.values[0], found.values[-1], 6):
        shapes.append(line(x(value), BOTTOM, x(value), BOTTOM + 5))
        shapes.append(text(x(value), BOTTOM + 22, amount(say, found, value), anchor="middle", size=13))
    shapes.append(text((LEFT + RIGHT) / 2, BOTTOM + 46, drawn.across, anchor="middle", size=14))
    return drawing(WIDTH, HEIGHT, shapes, name=f"tipping-{number}", title=drawn.title, description=drawn.description)


def _sides(say: Texts, found: TippingTold, y: Scale) -> list[Markup]:
    """What above and below zero mean, at the right, where there is room for it."""
    shapes = []
    if y(0) - TOP > 30:
        shapes.append(text(RIGHT + 12, y(0) - 14, say("{story} more", story=found.story), size=13, fill=GREY))
    if BOTTOM - y(0) > 30:
        shapes.append(text(RIGHT + 12, y(0) + 24, say("{story} less", story=found.story), size=13, fill=GREY))
    return shapes


def _turn(say: Texts, found: TippingTold, x: Scale) -> list[Markup]:
    """Upright lines at the tipping point and at the value assumed."""
    shapes = [line(x.inside(found.mid), TOP, x.inside(found.mid), BOTTOM, GREY, 1.5, "3 3")]
    assumed = say("assumed: {value}", value=amount(say, found, found.mid))
    left_of = found.point is not None and found.mid < found.point
    near_left, near_right = x.inside(found.mid) - LEFT < 130, RIGHT - x.inside(found.mid) < 130
    anchor = "start" if near_left else "end" if near_right or left_of else "start"
    shapes.append(
        text(x.inside(found.mid) + (6 if anchor == "start" else -6), TOP - 4, assumed, anchor=anchor, size=13, fill=GREY)
    )
    if found.point is not None:
        at = x.inside(found.point)
        shapes.append(line(at, TOP - 22, at, BOTTOM, VERMILLION, 2, "8 4"))
        side = "end" if RIGHT - at < 150 else "start"
        label = say("tipping point: {value}", value=turning_point(say, found))
        shapes.append(text(at + (6 if side == "start" else -6), TOP - 18, label, anchor=side, size=14, bold=True))
    return shapes
