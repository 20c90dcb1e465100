"""Small functions that write SVG: shapes, text, scales. Nothing here knows what is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

BLUE, VERMILLION, GREEN, PURPLE, INK, GREY, BAND = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#1a1a1a", "#595959", "#e8edf1"
SERIES = (INK, BLUE, VERMILLION, GREEN, PURPLE)
DASHES = ("", "7 3", "2 3", "9 3 2 3", "1 2")


@dataclass(frozen=True)
class Scale:
    """A straight line from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(self.start + share * (self.end - self.start), 1)

    def inside(self, value: float) -> float:
        """Pixels of ``value``, kept within the ends."""
        return self(min(max(value, self.low), self.high))


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between ``low`` and ``high``, about ``about`` of them."""
    if not high > low:
        return [low]
    raw = (high - low) / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]


def element(name: str, content: Markup | str = "", **attributes: object) -> Markup:
    """One element; attribute names lose a trailing underscore and turn others into hyphens; None is left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None
    )
    tag = Markup(name)  # noqa: S704 - names of elements are written in this project
    return Markup("<{}{}>{}</{}>").format(tag, written, content, tag)


def line(x1: float, y1: float, x2: float, y2: float, colour: str = GREY, width: float = 1, dash: str = "") -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, stroke_dasharray=dash or None)


def rectangle(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    return element("rect", x=x, y=y, width=round(max(width, 0), 1), height=round(max(height, 0), 1), fill=fill)


def text(
    x: float, y: float, content: str, *, anchor: str = "start", fill: str = INK, size: int = 14, bold: bool = False
) -> Markup:
    weight = "600" if bold else None
    return element("text", escape(content), x=x, y=y, text_anchor=anchor, fill=fill, font_size=size, font_weight=weight)


def polyline(points: Sequence[tuple[float, float]], colour: str, width: float = 2.2, dash: str = "") -> Markup:
    joined = " ".join(f"{x},{y}" for x, y in points)
    return element("polyline", points=joined, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash or None)


def polygon(points: Sequence[tuple[float, float]], fill: str, opacity: float = 1.0) -> Markup:
    return element("polygon", points=" ".join(f"{x},{y}" for x, y in points), fill=fill, fill_opacity=opacity)


def drawing(width: int, height: int, shapes: Sequence[Markup], *, name: str, title: str, description: str) -> Markup:
    """A whole picture that a screen reader can name: ``title`` and ``description``; ``name`` is unique on the page."""
    head = element("title", escape(title), id=f"{name}-title") + element("desc", escape(description), id=f"{name}-description")
    return element(
        "svg",
        head + Markup("").join(shapes),
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-description",
        xmlns="http://www.w3.org/2000/svg",
    )


def wrapped(content: str, width: int) -> list[str]:
    """``content`` in lines of at most ``width`` characters, broken between words."""
    lines: list[str] = []
    for word in content.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines or [""]
