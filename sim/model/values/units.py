"""Reading numbers, times, shares and rates as they are written in scenario files.

Times are microseconds, the unit of the engines (docs/model.md, "Time and order").
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from sim.model.values.reasons import WrongValue

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
TWO_READINGS = re.compile(r"[-+]?0*[1-9]\d*\.\d{3}")
"""A whole part of at least 1, a dot and three decimals: 48.000 is forty-eight thousand in Dutch and forty-eight in English."""
AMOUNT_WITH_UNIT = re.compile(r"\s*(-?\d+(?:[.,]\d+)?)\s*([^\W\d_][\w .]*?)\s*")
LONGEST_TEXT = 80
LARGEST_NUMBER = 1e12
LONGEST_TIME = 1000 * YEAR_DAYS * DAY
WORKING_DAYS = ("working day", "working days")
MEANT = {
    meant: tuple(others.split(", "))
    for meant, others in {
        "s": "sec., secs, seconde, seconden",
        "min": "m, min., mins, minuut, minuten",
        "hours": "hr, hrs, uur, uren, u",
        "days": "d, dag, dagen",
        "weeks": "w, wk, wks, weken",
        "working days": "workday, workdays, workingday, workingdays, business day, business days, werkdag, werkdagen",
    }.items()
}
"""Units as people write them, by the one that is meant."""
WORDS_OF_RATES = {"inwoner": "inhabitants", "inwoners": "inhabitants", "jaar": "year", "uur": "hour", "dag": "day"}
PER_YEAR = {"hour": YEAR_DAYS * 24, "day": YEAR_DAYS, "week": YEAR_DAYS / 7, "year": 1.0}


def _told(value: Any) -> str:
    """A value as it is written in a file, between quotes where it is no number."""
    return f"'{value}'" if isinstance(value, date) else repr(value)


def _match(pattern: re.Pattern[str], value: Any) -> re.Match[str] | None:
    """The match of a text of sensible length; matching a very long one would take very long."""
    return pattern.match(value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None


def _number(text: str) -> float:
    check_one_reading(text)
    return float(text.replace("_", "").replace(" ", ""))


def two_readings(text: str) -> tuple[str, str] | None:
    """A number that Dutch and English read differently, written in both ways: without a dot, and with other decimals."""
    plain = text.strip().replace("_", "").replace(" ", "")
    if not TWO_READINGS.fullmatch(plain):
        return None
    whole, decimals = plain.removeprefix("+").split(".")
    rest = decimals.rstrip("0") or "0"
    return whole + decimals, f"{whole}.{rest if len(rest) < len(decimals) else decimals + '0'}"


def check_one_reading(text: str) -> None:
    """Raises ``WrongValue`` for a number of :func:`two_readings`."""
    readings = two_readings(text)
    if readings is not None:
        raise WrongValue("two_readings", value=repr(text.strip()), whole=readings[0], decimal=readings[1])


def _meant(value: Any, units: Iterable[str]) -> tuple[str, ...]:
    """What a text with an unknown unit may mean, with the nearest of these units; nothing where that cannot be told."""
    match = AMOUNT_WITH_UNIT.fullmatch(value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None
    if match is None:
        return ()
    amount, written, known = match[1].replace(",", "."), " ".join(match[2].lower().split()), list(units)
    if two_readings(amount):
        return ()
    found = next((unit for unit, others in MEANT.items() if written in others), written)
    if found == "working days" and found not in known:
        found = "days"
    near = [found] if found in known else difflib.get_close_matches(found, known, n=1, cutoff=0.6)
    return tuple(f"{amount} {unit}" for unit in near)


def _meant_rate(value: Any) -> tuple[str, ...]:
    """The rate that a text with words of another language or a slip of the pen may mean."""
    known = ("per", "inhabitants", *PER_YEAR)

    def word(match: re.Match[str]) -> str:
        text = match[0].lower()
        near = difflib.get_close_matches(text, known, n=1, cutoff=0.6)
        return WORDS_OF_RATES.get(text, near[0] if near else text)

    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return ()
    text = re.sub(r"[^\W\d_]+", word, value.replace("/", " per ")).strip()
    return (text,) if RATE.match(text) and text != value else ()


def read_duration(value: Any) -> float:
    """Microseconds of a text such as ``4 min``, ``290 s``, ``2.5 days``; 0 needs no unit."""
    if not isinstance(value, bool) and value in (0, "0"):
        return 0.0
    match = _match(QUANTITY, value)
    if match is None or match[2] not in UNITS:
        raise WrongValue("duration", near=_meant(value, UNITS), value=_told(value))
    duration = _number(match[1]) * UNITS[match[2]]
    if abs(duration) > LONGEST_TIME:
        raise WrongValue("too_long", value=_told(value))
    return duration


def read_positive_duration(value: Any) -> float:
    duration = read_duration(value)
    if duration < 0:
        raise WrongValue("negative_duration", value=_told(value))
    return duration


def read_share(value: Any) -> float:
    """A share between 0 and 1, written ``0.25`` or ``25%``."""
    share = read_number(value[:-1]) / 100 if isinstance(value, str) and value.strip().endswith("%") else read_number(value)
    if not 0 <= share <= 1:
        raise WrongValue("share", value=_told(value))
    return share


def read_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise WrongValue("number", value=_told(value))
    if isinstance(value, str):
        if _match(PLAIN_NUMBER, value) is None:
            raise WrongValue("number", value=_told(value))
        value = _number(value.strip())
    if not abs(value) <= LARGEST_NUMBER:
        raise WrongValue("large_number", value=str(value)[:40], most=f"{LARGEST_NUMBER:g}")
    return float(value)


def read_count(value: Any) -> float:
    number = read_number(value)
    if number < 0:
        raise WrongValue("negative", value=_told(value))
    return number


def read_rate(value: Any) -> tuple[float, bool, bool]:
    """Cases per year (per inhabitant where so written), whether it is per inhabitant, and whether it is written per year."""
    match = _match(RATE, value)
    if match is None:
        raise WrongValue("rate", near=_meant_rate(value), value=_told(value))
    amount = _number(match[1]) * PER_YEAR[match[4]]
    if not 0 <= amount <= LARGEST_NUMBER:
        raise WrongValue("rate_limits", value=_told(value), most=f"{LARGEST_NUMBER:g}")
    if match[3] is None:
        return amount, False, match[4] == "year"
    inhabitants = _number(match[2] or "1")
    if inhabitants <= 0:
        raise WrongValue("no_inhabitants", value=_told(value))
    return amount / inhabitants, True, match[4] == "year"


def read_term(value: Any) -> tuple[float, bool]:
    """A duration in microseconds, or a number of working days; and whether it is in working days."""
    match = _match(QUANTITY, value)
    if match is not None and match[2] in WORKING_DAYS:
        days = _number(match[1])
        if not 0 <= days <= LONGEST_TIME / DAY:
            raise WrongValue("term_limits", value=_told(value))
        return days, True
    is_zero = value in (0, "0") and not isinstance(value, bool)
    if not is_zero and (match is None or match[2] not in UNITS):
        raise WrongValue("term", near=_meant(value, (*UNITS, *WORKING_DAYS)), value=_told(value))
    return read_positive_duration(value), False
