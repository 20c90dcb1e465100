"""Chart of a sensitivity, a tornado: how far each assumption moves one difference, the largest swing on top."""

from __future__ import annotations

from markupsafe import Markup

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
    rectangle,
    text,
    ticks,
    wrapped,
)
from sim.report.told.findings import SensitivityTold, SwingTold
from sim.report.words.kpis import minus
from sim.report.words.sensitivity import deciding
from sim.text.texts import Texts
from sim.text.units import written

WIDTH, LEFT, RIGHT, TOP = 1100, 330, 890, 84
ROW, LINE, LONGEST = 50, 17, 40
"""Height of a row of at most two lines and of each line of a label, and the characters in it."""
BAR = 18
ROOM = 0.24
"""The part of the width kept free at either side, for the values at the ends of the bars."""


def tornado_chart(say: Texts, found: SensitivityTold, number: int = 0) -> Markup:
    """A bar per assumption from its low (blue, open ring) to its high (orange, disc); empty without any."""
    if not found.swings:
        return Markup("")
    question = found.question
    means = [difference.value for swing in found.swings for difference in (swing.at_low, swing.at_high)]
    low, high = min(*means, found.as_assumed.value, 0.0), max(*means, found.as_assumed.value, 0.0)
    if question.margin:
        low, high = min(low, -question.margin), max(high, question.margin)
    room = ROOM * ((high - low) or 1.0)
    x = Scale(low - room, high + room, LEFT, RIGHT)
    row = max([ROW, *(LINE * len(wrapped(swing.label, LONGEST)) + 10 for swing in found.swings)])
    bottom = TOP + row * len(found.swings)
    shapes = [text(0, 20, minus(say, question), size=14, bold=True), *_key(say)]
    if question.margin:
        shapes.append(rectangle(x(-question.margin), TOP - 8, x(question.margin) - x(-question.margin), bottom - TOP + 8, BAND))
    shapes.append(line(x(0), TOP - 8, x(0), bottom, INK, 1.5))
    shapes.append(line(x(found.as_assumed.value), TOP - 8, x(found.as_assumed.value), bottom, GREY, 1.5, "3 3"))
    shapes.append(text(x(found.as_assumed.value), TOP - 14, say("as assumed"), anchor="middle", size=13, fill=GREY))
    for place, swing in enumerate(found.swings):
        shapes.extend(_row(say, swing, x, TOP + row * place, row))
    for value in ticks(x.low, x.high, 6):
        shapes.append(line(x(value), bottom, x(value), bottom + 5))
        amount = written(say, value, question.unit, signed=True, bare=True)
        shapes.append(text(x(value), bottom + 22, amount, anchor="middle", size=13))
    if question.margin:
        words = say("grey band: smaller than the smallest difference that matters")
        shapes.append(text((LEFT + RIGHT) / 2, bottom + 44, words, anchor="middle", fill=GREY, size=13))
    return drawing(
        WIDTH, bottom + 56, shapes, name=f"tornado-{number}", title=minus(say, question), description=deciding(say, found)
    )


def _key(say: Texts) -> list[Markup]:
    low, high = say("assumption at its low"), say("assumption at its high")
    return [
        _ring(8, 45),
        text(20, 50, low, size=13),
        _disc(8 + 24 + 8 * len(low), 45),
        text(20 + 24 + 8 * len(low), 50, high, size=13),
    ]


def _row(say: Texts, swing: SwingTold, x: Scale, top: float, height: float) -> list[Markup]:
    y, lines = top + height / 2, wrapped(swing.label, LONGEST)
    first = y + 5 - LINE / 2 * (len(lines) - 1)
    shapes = [text(0, first + LINE * n, part, size=14) for n, part in enumerate(lines)]
    shapes.append(line(0, top + height, WIDTH, top + height, "#dddddd"))
    ends = [(x(swing.at_low.value), swing.low, BLUE), (x(swing.at_high.value), swing.high, VERMILLION)]
    left, right = sorted(ends, key=lambda end: end[0])
    shapes.append(rectangle(left[0], y - BAR / 2, right[0] - left[0], BAR, "#c9d6df"))
    shapes += [_ring(ends[0][0], y), _disc(ends[1][0], y)]
    shapes.append(text(left[0] - 13, y + 5, left[1], anchor="end", size=13, fill=GREY))
    shapes.append(text(right[0] + 13, y + 5, right[1], size=13, fill=GREY))
    words = say("changes the verdict") if swing.decides else ""
    shapes.append(text(RIGHT + 14, y - 3 if swing.unsourced else y + 5, words, size=13, bold=True))
    if swing.unsourced:
        shapes.append(text(RIGHT + 14, y + 14 if words else y + 5, say("without a source"), size=13, fill=GREY))
    return shapes


def _ring(x: float, y: float) -> Markup:
    return element("circle", cx=x, cy=y, r=6, fill="#ffffff", stroke=BLUE, stroke_width=2.5)


def _disc(x: float, y: float) -> Markup:
    return element("circle", cx=x, cy=y, r=7, fill=VERMILLION)
