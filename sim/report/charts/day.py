"""Chart of waiting by time of day: one line per story."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from sim.report.charts.drawn import Curve, Lines
from sim.report.charts.svg import DASHES, GREY, SERIES, Scale, drawing, line, polyline, text, ticks, wrapped
from sim.report.told.findings import DayCurve
from sim.text.texts import Texts
from sim.text.units import MISSING

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 1100, 70, 780, 44, 270


def day_drawn(say: Texts, curve: DayCurve, stories: Sequence[str], shown: Sequence[int] | None = None) -> Lines:
    """The mean wait over the hours of a working day, of all stories or of those ``shown``; NaN where nobody waited."""
    numbers = range(len(curve.series)) if shown is None else shown
    means = [f"{stories[story]} {_mean(say, curve.series[story])}" for story in numbers]
    return Lines(
        title=say("Waiting by time of day: {channel}", channel=curve.channel),
        heading=say("Mean wait in minutes"),
        across="",
        description=say("Mean over the day in minutes: {summary}.", summary=say.listed(means)),
        curves=tuple(
            Curve(stories[story], tuple((hour, curve.at(story, place)) for place, hour in enumerate(curve.hours)))
            for story in numbers
        ),
    )


def day_chart(say: Texts, curve: DayCurve, stories: Sequence[str], number: int = 0) -> Markup:
    """Mean wait in minutes over the hours of a working day; a gap where nobody waited."""
    drawn = day_drawn(say, curve, stories)
    heights = [one.value for shown in drawn.curves for _, one in shown.known()]
    x = Scale(min(curve.hours), max(curve.hours), LEFT, RIGHT)
    y = Scale(0.0, max([*heights, 1.0]) * 1.05, BOTTOM, TOP)
    shapes = [text(0, 18, say("Mean wait in minutes: {channel}", channel=curve.channel), size=14, bold=True)]
    for value in ticks(0.0, y.high):
        shapes.append(line(LEFT, y(value), RIGHT, y(value), "#dddddd"))
        shapes.append(text(LEFT - 10, y(value) + 5, say.number(value, 0 if y.high >= 5 else 1), anchor="end", size=13))
    for hour in range(math.ceil(x.low), math.floor(x.high) + 1, 1 if x.high - x.low < 15 else 2):
        shapes.append(text(x(hour), BOTTOM + 20, f"{hour:02d}:00", anchor="middle", size=12, fill=GREY))  # noqa: PERF401
    for index, shown in enumerate(drawn.curves):
        shapes.extend(
            polyline([(x(hour), y(value)) for hour, value in run], SERIES[index % 5], 2.4, DASHES[index % 5])
            for run in _unbroken(shown)
        )
    shapes.extend(_key(stories))
    bottom = max(BOTTOM + 34, TOP + 42 * len(stories))
    return drawing(WIDTH, bottom, shapes, name=f"day-{number}", title=drawn.title, description=drawn.description)


def _key(stories: Sequence[str]) -> list[Markup]:
    shapes: list[Markup] = []
    y = float(TOP)
    for index, story in enumerate(stories):
        shapes.append(line(RIGHT + 24, y, RIGHT + 66, y, SERIES[index % 5], 2.6, DASHES[index % 5]))
        lines = wrapped(story, 28)
        shapes.extend(text(RIGHT + 76, y + 5 + 17 * n, part, size=14) for n, part in enumerate(lines))
        y += 12 + 17 * len(lines)
    return shapes


def _unbroken(curve: Curve) -> list[list[tuple[float, float]]]:
    """The stretches of a line without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for hour, one in curve.points:
        if math.isnan(one.value):
            runs.append([])
        else:
            runs[-1].append((hour, one.value))
    return [run for run in runs if run]


def _mean(say: Texts, series: Sequence[float]) -> str:
    known = [value for value in series if not math.isnan(value)]
    return say.number(sum(known) / len(known), 1) if known else MISSING
