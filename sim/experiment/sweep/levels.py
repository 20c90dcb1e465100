"""The levels at which a key of a scenario file is tried, as they are typed or handed over."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sim.experiment.sweep.refused import SweepError
from sim.model.files.tree import find, path_of
from sim.model.files.yaml_file import Entry, typed_value
from sim.text.pairs import marked

MOST_LEVELS = 1_000
"""Of one key: more is a slip of the pen."""
WITHIN = "range"
"""Stands for the low, the middle and the high that the file gives a number; ``range/5`` for five levels from low to high."""
NUMBER, UNIT = r"[-+\d.,]+?", r"[a-z%][a-z %]*?"
SPAN = re.compile(
    rf"\s*(?P<low>{NUMBER})\s*(?P<first>{UNIT})?\.\.\s*(?P<high>{NUMBER})\s*(?P<unit>{UNIT})?\s*/\s*(?P<count>\d+)\s*"
)

NO_LEVELS = marked("{path}: give at least one level, such as {path}=1,2,3 or {path}=1..3/5.")
NO_SPAN = marked(
    "{path}: {text} is no range of levels; write low..high/number, such as 2..8/4 or 2..8 min/4, with two to {most} levels "
    "from a lower to a higher number."
)
NO_RANGE = marked("{path} has no range (low, mid and high) in {file}; write the levels themselves, such as 1,2,3 or 1..3/5.")
NO_LEVEL = marked("{path}: {level} is no number; write levels such as 1,2,3.")
SAME_LEVEL = marked("{path}: the level {level} stands twice; keep one.")


def levels_of(path: str, given: str | Sequence[Any], root: Entry) -> tuple[Any, ...]:
    """The levels of one key, in the form of the file: text as on the command line, or the values themselves.

    Text is a list (``1,2,3``), a range with its number of levels, both ends included (``2..8/4``, ``2..8 min/4``), or
    ``range`` and ``range/5`` where the file ``root`` gives the number a range.

    Raises ``SweepError``, and ``ScenarioError`` for text that is no value of a file.
    """
    if not isinstance(given, Sequence):
        raise SweepError(NO_LEVELS, path=path)
    found = _of_text(path, given, root) if isinstance(given, str) else tuple(given)
    if not found:
        raise SweepError(NO_LEVELS, path=path)
    for place, level in enumerate(found):
        if isinstance(level, float) and not math.isfinite(level):
            raise SweepError(NO_LEVEL, path=path, level=told_level(level))
        if level in found[:place]:
            raise SweepError(SAME_LEVEL, path=path, level=told_level(level))
    return found


def told_level(level: Any) -> str:
    """A level as it is typed."""
    if isinstance(level, float):
        return f"{level:g}"
    return "null" if level is None else str(level).lower() if isinstance(level, bool) else str(level)


def _of_text(path: str, text: str, root: Entry) -> tuple[Any, ...]:
    word, _, count = (part.strip() for part in text.partition("/"))
    if word == WITHIN:
        return _of_range(path, text, count, root)
    if ".." in text:
        return _of_span(path, text)
    return tuple(typed_value(f"[{text}]", f"--over {path}"))


def _of_range(path: str, text: str, count: str, root: Entry) -> tuple[Any, ...]:
    parts = path_of(path)
    entry, done = find(root, parts)
    ends = [entry.mapping[name].plain() for name in ("low", "mid", "high") if done == parts and name in entry.mapping]
    if len(ends) != 3:
        raise SweepError(NO_RANGE, path=path, file=root.file)
    if not count and "/" not in text:
        return tuple(dict.fromkeys(ends))
    return _of_span(path, f"{ends[0]}..{ends[2]}/{count}", text)


def _of_span(path: str, text: str, typed: str = "") -> tuple[Any, ...]:
    """So many levels from low to high, as far from each other; whole numbers stay whole where they can."""
    refused = SweepError(NO_SPAN, path=path, text=typed or text, most=MOST_LEVELS)
    found = SPAN.fullmatch(text)
    if found is None:
        raise refused
    low, high = (_decimal(found[end], refused) for end in ("low", "high"))
    count, unit = int(found["count"]), (found["unit"] or "").strip()
    if not 2 <= count <= MOST_LEVELS or not low < high or (found["first"] or unit).strip() != unit:
        raise refused
    exact = [low + (high - low) * step / (count - 1) for step in range(count)]
    numbers = [int(one) if one == one.to_integral_value() else float(one) for one in exact]
    return tuple(f"{number} {unit}" for number in numbers) if unit else tuple(numbers)


def _decimal(text: str, refused: SweepError) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise refused from None
