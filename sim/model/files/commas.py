"""Numbers with a comma within braces, where YAML ends the number and takes the rest for a key without a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from sim.model.values.units import two_readings

Pair = tuple[Node, Node]
BEGINNING = re.compile(r"[-+]?[0-9]+")
DIGITS = "0123456789"
REST = re.compile(r"[0-9].*", re.DOTALL)
THOUSANDS = re.compile(r"[0-9]{3}")


@dataclass(frozen=True)
class CutNumber:
    """Pairs of a mapping of which the first has the beginning of a number as its value, and the keys of the others the rest."""

    pairs: tuple[Pair, ...]

    @property
    def rests(self) -> tuple[Node, ...]:
        return tuple(key for key, _ in self.pairs[1:])

    @property
    def details(self) -> dict[str, str]:
        """The name before the number, what is left of it, how it was written, and how it can be written instead."""
        name, value = (str(node.value) for node in self.pairs[0])
        rests = [str(key.value) for key in self.rests]
        unit = rests[0].lstrip(DIGITS)
        digits = rests[0].removesuffix(unit)
        readings = two_readings(f"{value}.{digits}") or (f"{value}.{digits}",)
        meant = ["".join([value, *rests])] if len(rests) > 1 else [reading + unit for reading in readings]
        told = {"name": repr(name), "value": value, "written": repr(",".join([value, *rests]))}
        return told | {"meant": " or ".join(meant), "meant_nl": " of ".join(meant)}


def cut_numbers(node: MappingNode) -> Iterator[CutNumber]:
    """The numbers within these braces that a comma cuts in two, or in groups of thousands."""
    groups: list[list[Pair]] = []
    for pair in node.value if node.flow_style else ():
        if groups and _goes_on(groups[-1], pair):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return (CutNumber(tuple(group)) for group in groups if len(group) > 1)


def _goes_on(group: list[Pair], pair: Pair) -> bool:
    """Is this the rest of the number that the group begins, right behind a comma?"""
    (_, beginning), (key, value) = group[0], pair
    before = beginning if len(group) == 1 else group[-1][0]
    return (
        _is_plain(beginning, BEGINNING)
        and _is_plain(key, REST if len(group) == 1 else THOUSANDS)
        and all(_is_plain(earlier, THOUSANDS) for earlier, _ in group[1:])
        and isinstance(value, ScalarNode)
        and not value.value
        and key.start_mark.index == before.end_mark.index + 1
    )


def _is_plain(node: Node, pattern: re.Pattern[str]) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and pattern.fullmatch(str(node.value)) is not None
