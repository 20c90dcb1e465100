"""A thing of a town beside another of its kind and like it, but for what is said: `{like: walk_in, constant: 0.2}`."""

from __future__ import annotations

from sim.model.files.errors import Problem
from sim.model.files.plans.reach import reached
from sim.model.files.tree import Path, find, merged, with_key
from sim.model.files.yaml_file import Entry

LIKE = "like"


def is_like(value: Entry) -> bool:
    return LIKE in value.mapping


def places_like(root: Entry, pattern: Path, value: Entry) -> list[Path]:
    """Where the new thing is to stand: beside each of those that it is like."""
    beside = str(value.mapping[LIKE].value)
    return [(*place[:-1], pattern[-1]) for place in reached(root, (*pattern[:-1], beside), there=True)]


def likened(root: Entry, place: Path, value: Entry, problems: list[Problem]) -> Entry:
    """What stands beside the place with what is said instead; null takes out."""
    beside = find(root, (*place[:-1], str(value.mapping[LIKE].value)))[0]
    return merged(beside, with_key(value, LIKE, None), problems, place)
