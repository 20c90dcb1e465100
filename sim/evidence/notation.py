"""Reading numbers as people type them, in Dutch or English; each reader raises ``ValueError`` for what it cannot read."""

from __future__ import annotations

import re

from sim.model.values.calendar import QUARTERS_PER_DAY, WEEKDAYS
from sim.model.values.units import two_readings

LONGEST = 120
"""Characters of one answer; more is not looked at."""
GROUPED = re.compile(r"[1-9]\d{0,2}(?:([., ])\d{3})(?:\1\d{3})*")
WHOLE = re.compile(r"(\d{1,12})(?:[.,]0{1,2})?")
DECIMAL = re.compile(r"(\d{1,9})(?:[.,](\d{1,6}))?")
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
AMOUNT = re.compile(r"(\d{1,5}(?:[.,]\d{1,3})?)\s*(s|sec|seconden?|seconds?|min|minuten|minuut|minutes?)")
MINUTES_AND_SECONDS = re.compile(r"(\d{1,3})\s*(?:min|minuten|minutes?|m)\s*(?:en|and)?\s*(\d{1,2})\s*(?:s|sec|seconden|seconds)")
NAMES_OF_DAYS = (
    WEEKDAYS,
    ("ma", "di", "wo", "do", "vr", "za", "zo"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
)
DAY_NAMES: dict[str, int] = {name: day for names in NAMES_OF_DAYS for day, name in enumerate(names)}
TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
SPAN = re.compile(rf"{TIME}\s*-\s*{TIME}")
DAYS = re.compile(r"([a-z]+)(?:\s*-\s*([a-z]+))?")

Spans = tuple[tuple[int, int], ...]
WeekSpans = dict[int, Spans]
"""Weekday (0 = Monday) to its open spans, in quarter-hours since midnight, half-open."""


class TwoReadingsError(ValueError):
    """A number such as 48.000, which is forty-eight thousand or forty-eight; ``readings`` are both, with a decimal point."""

    def __init__(self, readings: tuple[str, str]) -> None:
        super().__init__()
        self.readings = readings


def check_one_reading(text: str) -> None:
    """Raises :class:`TwoReadingsError` for a number that can be read in two ways."""
    readings = two_readings(text)
    if readings is not None:
        raise TwoReadingsError(readings)


def cleaned(text: str) -> str:
    """Lower case, one kind of space and dash, at most :data:`LONGEST` characters."""
    if len(text) > LONGEST:
        raise ValueError
    for dash in "–—−":
        text = text.replace(dash, "-")
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()).lower()


def read_count(text: str) -> int:
    """``61000``, ``61,0``, ``61,000``, ``61 000`` or ``1.061.000``."""
    text = cleaned(text)
    check_one_reading(text)
    if match := WHOLE.fullmatch(text):
        return int(match[1])
    if GROUPED.fullmatch(text):
        return int(re.sub(r"[., ]", "", text))
    raise ValueError


def read_decimal(text: str) -> float:
    """``12,5`` or ``12.5``; no thousands."""
    return _decimal(cleaned(text).removesuffix("fte").rstrip())


def _decimal(text: str) -> float:
    check_one_reading(text)
    match = DECIMAL.fullmatch(text)
    if match is None:
        raise ValueError
    return float(f"{match[1]}.{match[2] or 0}")


def read_share(text: str) -> float:
    """``45%``, ``45 %``, ``45``, ``0,45`` or ``0.45`` as 0.45. A bare ``1`` could be both 1% and all, so it is refused."""
    text = cleaned(text)
    percent = text.endswith("%")
    value = _decimal(text.removesuffix("%").rstrip())
    if not percent and value == 1.0:
        raise ValueError
    value = value / 100 if percent or value > 1 else value
    if not 0 <= value <= 1:
        raise ValueError
    return value


def read_talk_time(text: str) -> float:
    """Seconds of ``4:52``, ``0:04:52``, ``292 s``, ``4,9 min`` or ``4 min 52 s``; a bare number could be both."""
    text = cleaned(text)
    if match := CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        if seconds > 59:
            raise ValueError
        return float(hours * 3600 + minutes * 60 + seconds)
    if match := MINUTES_AND_SECONDS.fullmatch(text):
        return float(int(match[1]) * 60 + int(match[2]))
    if match := AMOUNT.fullmatch(text):
        check_one_reading(match[1])
        return float(match[1].replace(",", ".")) * (1.0 if match[2].startswith("s") else 60.0)
    raise ValueError


def read_week_hours(text: str) -> WeekSpans:
    """``ma-vr 8:30-17:00; do 17:00-20:00``, in Dutch or English days; parts are separated by ``;`` or a comma before a day."""
    found: dict[int, list[tuple[int, int]]] = {}
    parts = re.split(r";|,(?=\s*[a-z])", cleaned(text))
    pending: list[int] = []
    for part in (part.strip() for part in parts):
        head = re.match(r"[a-z][a-z\s-]*", part)
        if head is None:
            raise ValueError
        pending += _days(head[0].strip())
        rest = part[head.end() :].strip()
        if not rest:  # "di, do 9:00-12:00": the hours follow
            continue
        spans = [_span(span.strip()) for span in re.split(r",|\+| en | and ", rest)]
        for day in pending:
            found.setdefault(day, []).extend(spans)
        pending = []
    if pending or not found:
        raise ValueError
    return {day: _joined(spans) for day, spans in sorted(found.items())}


def _days(text: str) -> list[int]:
    match = DAYS.fullmatch(text)
    if match is None or match[1] not in DAY_NAMES or (match[2] or match[1]) not in DAY_NAMES:
        raise ValueError
    first, last = DAY_NAMES[match[1]], DAY_NAMES[match[2] or match[1]]
    if last < first:
        raise ValueError
    return list(range(first, last + 1))


def _span(text: str) -> tuple[int, int]:
    match = SPAN.fullmatch(text.removesuffix("uur").rstrip())
    if match is None:
        raise ValueError
    opens, closes = _quarter(match[1], match[2]), _quarter(match[3], match[4])
    if closes <= opens:
        raise ValueError
    return opens, closes


def _quarter(hours: str, minutes: str | None) -> int:
    total = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or total % 15 or total > QUARTERS_PER_DAY * 15:
        raise ValueError
    return total // 15


def _joined(spans: list[tuple[int, int]]) -> Spans:
    """In order, those that touch made one; those that overlap are refused."""
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(spans):
        if joined and opens < joined[-1][1]:
            raise ValueError
        if joined and opens == joined[-1][1]:
            joined[-1] = (joined[-1][0], closes)
        else:
            joined.append((opens, closes))
    return tuple(joined)
