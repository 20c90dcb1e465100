"""Reading numbers, times, shares and rates as they are written in scenario files.

Times are microseconds, the unit of the engines (SEMANTICS "Time and order").
"""

from __future__ import annotations

import re
from typing import Any

from sim.model.reasons import WrongValue

MICROSECOND = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
YEAR_DAYS = 365.25

UNITS = {
    "s": SECOND,
    "sec": SECOND,
    "second": SECOND,
    "seconds": SECOND,
    "min": MINUTE,
    "minute": MINUTE,
    "minutes": MINUTE,
    "h": HOUR,
    "hour": HOUR,
    "hours": HOUR,
    "day": DAY,
    "days": DAY,
    "week": WEEK,
    "weeks": WEEK,
}
NUMBER = r"-?\d+(?:[_ ]?\d{3})*(?:\.\d+)?"
QUANTITY = re.compile(rf"^\s*({NUMBER})\s*([a-z%]+(?: [a-z]+)*)?\s*$")
RATE = re.compile(rf"^\s*({NUMBER})\s*(?:per\s+({NUMBER})?\s*(inhabitants?))?\s*per\s+(hour|day|week|year)\s*$")
PLAIN_NUMBER = re.compile(rf"^\s*{NUMBER}\s*$")
LONGEST_TEXT = 80
LARGEST_NUMBER = 1e12
LONGEST_TIME = 1000 * YEAR_DAYS * DAY
PER_YEAR = {"hour": YEAR_DAYS * 24, "day": YEAR_DAYS, "week": YEAR_DAYS / 7, "year": 1.0}


def _match(pattern: re.Pattern[str], value: Any) -> re.Match[str] | None:
    """The match of a text of sensible length; matching a very long one would take very long."""
    return pattern.match(value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None


def _number(text: str) -> float:
    return float(text.replace("_", "").replace(" ", ""))


def read_duration(value: Any) -> float:
    """Microseconds of a text such as ``4 min``, ``290 s``, ``2.5 days``; 0 needs no unit."""
    if not isinstance(value, bool) and value in (0, "0"):
        return 0.0
    match = _match(QUANTITY, value)
    if match is None or match[2] not in UNITS:
        raise WrongValue("duration", value=repr(value))
    duration = _number(match[1]) * UNITS[match[2]]
    if abs(duration) > LONGEST_TIME:
        raise WrongValue("too_long", value=repr(value))
    return duration


def read_positive_duration(value: Any) -> float:
    duration = read_duration(value)
    if duration < 0:
        raise WrongValue("negative_duration", value=repr(value))
    return duration


def read_share(value: Any) -> float:
    """A share between 0 and 1, written ``0.25`` or ``25%``."""
    share = read_number(value[:-1]) / 100 if isinstance(value, str) and value.strip().endswith("%") else read_number(value)
    if not 0 <= share <= 1:
        raise WrongValue("share", value=repr(value))
    return share


def read_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise WrongValue("number", value=repr(value))
    if isinstance(value, str):
        if _match(PLAIN_NUMBER, value) is None:
            raise WrongValue("number", value=repr(value))
        value = _number(value.strip())
    if not abs(value) <= LARGEST_NUMBER:
        raise WrongValue("large_number", value=str(value)[:40], most=f"{LARGEST_NUMBER:g}")
    return float(value)


def read_count(value: Any) -> float:
    number = read_number(value)
    if number < 0:
        raise WrongValue("negative", value=repr(value))
    return number


def read_rate(value: Any) -> tuple[float, bool]:
    """Cases per year (per inhabitant where so written), and whether it is per inhabitant."""
    match = _match(RATE, value)
    if match is None:
        raise WrongValue("rate", value=repr(value))
    amount = _number(match[1]) * PER_YEAR[match[4]]
    if not 0 <= amount <= LARGEST_NUMBER:
        raise WrongValue("rate_limits", value=repr(value), most=f"{LARGEST_NUMBER:g}")
    if match[3] is None:
        return amount, False
    inhabitants = _number(match[2] or "1")
    if inhabitants <= 0:
        raise WrongValue("no_inhabitants", value=repr(value))
    return amount / inhabitants, True


def read_working_days(value: Any) -> float:
    match = _match(QUANTITY, value)
    if match is None or match[2] not in ("working day", "working days"):
        raise WrongValue("working_days", value=repr(value))
    days = _number(match[1])
    if not 0 <= days <= LONGEST_TIME / DAY:
        raise WrongValue("term_limits", value=repr(value))
    return days
