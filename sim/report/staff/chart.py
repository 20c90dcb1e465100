"""Heat map of shortage and surplus: people needed against today's roster, per weekday and half hour."""

from __future__ import annotations

import itertools

import numpy as np
from markupsafe import Markup

from sim.measure.layout import Array
from sim.report.charts.drawn import Cell, Grid
from sim.report.charts.svg import BLUE, GREY, INK, VERMILLION, drawing, rectangle, text
from sim.report.staff.words import WEEKDAYS, clock_text, hours_text, needed_and_today
from sim.text.texts import Texts

LEFT, TOP, CELL_WIDTH, CELL_HEIGHT = 120, 74, 46, 30
SHORT = ("#FDE3D0", "#F5B27F", VERMILLION)
SPARE = ("#DCEBF5", "#92C1E0", BLUE)
EVEN = "#f2f2f2"
"""From little to much: vermillion where people are short, blue where there are more than needed. Both of the palette of
Okabe and Ito (2008), told apart by every common kind of colour blindness, and the number stands in each cell."""
STEPS = (0.5, 1.5)


def staff_drawn(say: Texts, needed: Array, present: Array, team: str) -> Grid:
    """Today's people less those needed in each cell: + is surplus, - is shortage, = is as needed; hours of nobody have none."""
    busy = (needed > 0) | (present > 0)
    days, places = np.flatnonzero(busy.any(axis=1)).tolist(), np.flatnonzero(busy.any(axis=0)).tolist()
    half_hours = range(places[0], places[-1] + 1) if places else range(0)
    difference = present - needed
    short, spare = (float(np.maximum(sign * difference, 0).sum()) / 2 for sign in (-1, 1))
    return Grid(
        title=say("Today's roster against what is needed: {team}", team=team),
        description=say(
            "{short} hours a week short, {spare} hours a week more than needed.",
            short=hours_text(say, short),
            spare=hours_text(say, spare),
        ),
        days=tuple(days),
        half_hours=tuple(half_hours),
        cells=tuple(
            Cell(
                *place,
                float(difference[place]),
                difference_text(say, float(difference[place])),
                needed_and_today(say, needed[place], present[place]),
            )
            for place in itertools.product(days, half_hours)
            if busy[place]
        ),
    )


def staff_chart(say: Texts, drawn: Grid, number: int = 0) -> Markup:
    """The same as a heat map."""
    across = {half_hour: LEFT + CELL_WIDTH * place for place, half_hour in enumerate(drawn.half_hours)}
    down = {day: TOP + CELL_HEIGHT * place for place, day in enumerate(drawn.days)}
    shapes = [text(0, 18, drawn.title, size=14, bold=True), *_key(say)]
    for half_hour, x in across.items():
        if half_hour % 2 == 0:
            shapes.append(text(x, TOP - 8, clock_text(half_hour), size=12, fill=GREY))
    for day, y in down.items():
        shapes.append(text(LEFT - 10, y + 20, say(WEEKDAYS[day]), anchor="end", size=13))
        for cell in drawn.cells:
            if cell.day == day:
                shapes.extend(_cell(cell, across[cell.half_hour], y))
    return drawing(
        LEFT + CELL_WIDTH * len(across) + 10,
        TOP + CELL_HEIGHT * len(down) + 10,
        shapes,
        name=f"staff-{number}",
        title=drawn.title,
        description=drawn.description,
    )


def colours(difference: float) -> tuple[str, str]:
    if abs(difference) < 0.05:
        return EVEN, INK
    shade = sum(abs(difference) > step for step in STEPS)
    fill = (SPARE if difference > 0 else SHORT)[shade]
    return fill, "#ffffff" if shade == 2 and difference > 0 else INK


def difference_text(say: Texts, difference: float) -> str:
    """``+2``, ``−0,5``, ``=``."""
    if abs(difference) < 0.05:
        return "="
    whole = abs(difference - round(difference)) < 0.05
    return say.number(difference, 0 if whole else 1, signed=True)


def _cell(cell: Cell, x: float, y: float) -> list[Markup]:
    fill, ink = colours(cell.value)
    return [
        rectangle(x, y, CELL_WIDTH - 2, CELL_HEIGHT - 2, fill),
        text(x + (CELL_WIDTH - 2) / 2, y + 19, cell.told, anchor="middle", fill=ink, size=13),
    ]


def _key(say: Texts) -> list[Markup]:
    shapes: list[Markup] = []
    x = float(LEFT)
    for fill, words in (
        (SHORT[1], say("− people short")),
        (EVEN, say("= as needed")),
        (SPARE[1], say("+ more than needed")),
    ):
        shapes += [rectangle(x, 30, 16, 16, fill), text(x + 22, 43, words, size=13)]
        x += 40 + 8.0 * len(words)
    return shapes
