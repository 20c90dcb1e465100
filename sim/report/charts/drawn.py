"""What a chart shows, apart from how it is drawn: a page draws it as SVG, the dashboard with Altair."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.model.values.calendar import clock
from sim.text.units import Known


@dataclass(frozen=True)
class Curve:
    """A line: a number with its interval at every place; NaN where there is none."""

    name: str
    points: tuple[tuple[float, Known], ...]

    def known(self) -> list[tuple[float, Known]]:
        return [(at, one) for at, one in self.points if not math.isnan(one.value)]


@dataclass(frozen=True)
class Lines:
    """Lines over the same places; ``heading`` says what their numbers are, ``across`` what the places are."""

    title: str
    heading: str
    across: str
    description: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Cell:
    """A number of a half hour of a weekday, and how it is written; ``about`` is what stands beside it."""

    day: int
    half_hour: int
    value: float
    told: str
    about: str = ""


@dataclass(frozen=True)
class Grid:
    """A week: days down, half hours across, in every cell a number."""

    title: str
    description: str
    days: tuple[int, ...]
    half_hours: tuple[int, ...]
    cells: tuple[Cell, ...]

    def rows(self) -> list[tuple[str, list[Cell]]]:
        """The same as a table: the time, and the cells of the days, empty where there is none."""
        found = {(cell.day, cell.half_hour): cell for cell in self.cells}
        return [
            (clock(2 * half_hour), [found.get((day, half_hour), Cell(day, half_hour, math.nan, "")) for day in self.days])
            for half_hour in self.half_hours
        ]
