"""Reading one YAML file into entries that know where they stand.

Files come from people, by mail and by web form: nothing here trusts them. A file is read only when it is small, text, and one
YAML 1.2 mapping without surprises; otherwise every problem that can be found is reported.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sim.model.files.commas import cut_numbers
from sim.model.files.errors import Problem, ScenarioError, show
from sim.model.values.units import two_readings

LARGEST_FILE = 1_000_000
MOST_VALUES = 100_000
DEEPEST = 100
FILES_REMEMBERED = 64
"""Files of the same content are read once: scenarios that are compared extend the same ones and use the same measures. Entries
are never changed."""
SCALARS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp"))
COLLECTIONS = frozenset({"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
MERGE = "tag:yaml.org,2002:merge"

Scalar: TypeAlias = "str | int | float | bool | date | None"
Content: TypeAlias = "Scalar | Mapping[str, Entry] | tuple[Entry, ...]"


class Doubtful(float):
    """A number without quotes that can be read in two ways, which :mod:`sim.model.files.validation` refuses.

    ``text`` is what stands in the file, which the value has lost.
    """

    text: str

    @classmethod
    def of(cls, value: float, text: str) -> Doubtful:
        made = cls(value)
        made.text = text
        return made


@dataclass(frozen=True, eq=False)
class Entry:
    """A value of a file and its place: the line of its key, or its own line in a list. Compared by identity."""

    value: Content
    file: str
    line: int

    @property
    def mapping(self) -> Mapping[str, Entry]:
        """The entries by key; empty when this is not a mapping."""
        return self.value if isinstance(self.value, Mapping) else {}

    def plain(self) -> Any:
        """The value without places: dicts, lists and scalars."""
        if isinstance(self.value, Mapping):
            return {key: entry.plain() for key, entry in self.value.items()}
        if isinstance(self.value, tuple):
            return [entry.plain() for entry in self.value]
        return self.value


def told_name(path: Path) -> str:
    """What a file is called in all that is told of it; what is no text in its name is a question mark."""
    return os.path.normpath(path).encode("utf-8", "replace").decode()


def file_text(path: Path) -> str:
    """The text of a file, which is small and UTF-8. Raises ``ScenarioError`` when it is not, or cannot be read."""
    file = told_name(path)
    return bytes_text(_content(path, file), file)


def bytes_text(content: bytes, file: str) -> str:
    """The same of the content of a file, such as one that was sent by web form; ``file`` is what problems call it."""
    if len(content) > LARGEST_FILE:
        raise refuse(file, 0, "scenario.file_huge", **_most(LARGEST_FILE))
    if b"\x00" in content:
        raise refuse(file, 0, "scenario.file_binary")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse(file, line, "scenario.file_encoding", reason=f"byte 0x{content[error.start]:02x}") from error
    if not text.strip():
        raise refuse(file, 0, "scenario.file_empty")
    return text


@lru_cache(maxsize=FILES_REMEMBERED)
def read_yaml_text(text: str, file: str) -> Entry:
    """The mapping in the text of a file; ``file`` is what problems call it.

    Raises ``ScenarioError`` with everything found wrong with the text as YAML.
    """
    root = _compose(text, file)
    reader = _Reader(file)
    reader.measure(root)
    entry = reader.entry(root, 1)
    if not isinstance(entry.value, Mapping):
        reader.problems.append(Problem(file, 1, "", "scenario.not_a_mapping", entry.plain()))
    if reader.problems:
        raise ScenarioError(reader.problems)
    return entry


def typed_value(text: str, where: str) -> Any:
    """What somebody typed as the value of a key, in the form of a file: ``12``, ``4 min``, ``{mon-fri: "08:30-17:00"}``.

    ``where`` is what problems call it. Raises ``ScenarioError``.
    """
    found = read_yaml_text(f"value: {text}\n", where).mapping
    if "value" not in found or len(found) != 1:
        raise refuse(where, 0, "scenario.yaml", reason=text)
    value = found["value"].plain()
    return value.isoformat() if isinstance(value, date) else value


def place_of(text: str, key: str) -> tuple[int, int] | None:
    """From where to where the value of a key at the top stands in a text that can be read; None where it is not written there."""
    for name, value in _compose(text, "").value:
        start, end = value.start_mark.index, value.end_mark.index
        if name.value == key and start >= name.end_mark.index and isinstance(value, ScalarNode):
            return start, start + len(text[start:end].rstrip())
    return None


def entry_of(value: Any, file: str, line: int = 0) -> Entry:
    """A plain value as an entry, all of it at one place."""
    if isinstance(value, Mapping):
        return Entry({str(key): entry_of(item, file, line) for key, item in value.items()}, file, line)
    if isinstance(value, list | tuple):
        return Entry(tuple(entry_of(item, file, line) for item in value), file, line)
    return Entry(value, file, line)


def _most(limit: int) -> dict[str, str]:
    """A limit as each language writes it."""
    return {"most": f"{limit:,}", "most_nl": f"{limit:,}".replace(",", ".")}


def refuse(file: str, line: int, code: str, value: Any = None, **details: str) -> ScenarioError:
    """The error of one problem with a file as a whole, to be raised."""
    return ScenarioError([Problem(file, line, "", code, value, details)])


def _content(path: Path, file: str) -> bytes:
    try:
        is_folder = path.is_dir()  # asked, because opening one is a different error on each system
        content = b"" if is_folder else _first_bytes(path)
    except FileNotFoundError as error:
        raise refuse(file, 0, "scenario.file_missing") from error
    except (OSError, ValueError) as error:
        raise refuse(file, 0, "scenario.file_unreadable", reason=getattr(error, "strerror", None) or str(error)) from error
    if is_folder:
        raise refuse(file, 0, "scenario.file_is_folder")
    return content


def _first_bytes(path: Path) -> bytes:
    """No more than shows that a file is too large: it may be endless."""
    with path.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _compose(text: str, file: str) -> Node:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("%YAML") and line.split()[1:2] != ["1.2"]:
            raise refuse(file, number, "scenario.yaml_version", line)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)  # YAML allows it
            node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(str(error.problem or error.context).split())
        raise refuse(file, mark.line + 1 if mark else 0, "scenario.yaml", reason=reason) from error
    except RecursionError as error:
        raise refuse(file, 0, "scenario.yaml_depth", most=str(DEEPEST)) from error
    except Exception as error:  # the parser lets plain errors through on some malformed text
        raise refuse(file, 0, "scenario.yaml", reason=" ".join(str(error).split())[:200]) from error
    if node is None:
        raise refuse(file, 0, "scenario.file_empty")
    return node


class _Reader:
    """Turns the nodes of one file into entries and keeps what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.constructor = YAML(typ="safe", pure=True).constructor

    def measure(self, root: Node) -> None:
        """Refuse nodes that contain themselves, nest too deeply or expand to too many values, without expanding them."""
        sizes: dict[int, int] = {}
        open_nodes: set[int] = set()

        def size(node: Node, depth: int) -> int:
            if id(node) in open_nodes:
                raise refuse(self.file, node.start_mark.line + 1, "scenario.yaml_self_reference")
            if depth > DEEPEST:
                raise refuse(self.file, node.start_mark.line + 1, "scenario.yaml_depth", most=str(DEEPEST))
            if id(node) not in sizes:
                open_nodes.add(id(node))
                sizes[id(node)] = 1 + sum(size(child, depth + 1) for child in _children(node))
                open_nodes.discard(id(node))
            if sizes[id(node)] > MOST_VALUES:
                raise refuse(self.file, node.start_mark.line + 1, "scenario.yaml_expansion", **_most(MOST_VALUES))
            return sizes[id(node)]

        size(root, 0)

    def entry(self, node: Node, line: int, path: str = "") -> Entry:
        if isinstance(node, MappingNode):
            self._check_tag(node, line, path, COLLECTIONS)
            return Entry(self._mapping(node, path), self.file, line)
        if isinstance(node, SequenceNode):
            self._check_tag(node, line, path, COLLECTIONS)
            items = (self.entry(item, item.start_mark.line + 1, f"{path}.{n}") for n, item in enumerate(node.value))
            return Entry(tuple(items), self.file, line)
        return Entry(self._scalar(node, line, path), self.file, line)

    def _check_tag(self, node: Node, line: int, path: str, allowed: frozenset[str]) -> bool:
        tag = str(node.tag)
        if tag not in allowed:
            self.problems.append(Problem(self.file, line, path, "scenario.yaml_tag", None, {"tag": tag}))
        return tag in allowed

    def _scalar(self, node: Node, line: int, path: str) -> Scalar:
        if not self._check_tag(node, line, path, SCALARS):
            return None
        try:
            value: Scalar = self.constructor.construct_object(node, deep=True)
        except Exception as error:  # noqa: BLE001 a date such as 2024-02-31, a number of thousands of digits
            code = "scenario.not_a_date" if str(node.tag).endswith("timestamp") else "scenario.yaml"
            details = {"reason": " ".join(str(error).split())[:200]}
            self.problems.append(Problem(self.file, line, path, code, str(node.value), details))
            return None
        doubtful = isinstance(value, float) and two_readings(str(node.value)) is not None
        return Doubtful.of(value, str(node.value)) if doubtful else value  # type: ignore[arg-type]

    def _mapping(self, node: MappingNode, path: str) -> dict[str, Entry]:
        own: dict[str, Entry] = {}
        inherited: dict[str, Entry] = {}
        rests = self._rests_of_numbers(node, path)
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if id(key_node) in rests:
                continue
            if not isinstance(key_node, ScalarNode):
                self.problems.append(Problem(self.file, line, path, "scenario.key_not_text"))
                continue
            if key_node.tag == MERGE:
                sources = value_node.value if isinstance(value_node, SequenceNode) else [value_node]
                for source in sources:
                    if not isinstance(source, MappingNode):
                        self.problems.append(Problem(self.file, line, path, "scenario.merge_not_a_mapping"))
                        continue
                    inherited = dict(self.entry(source, line, path).mapping) | inherited
                continue
            # The key as it is written: 'no' and 12 are names here, not a boolean and a number.
            key = str(key_node.value)
            here = f"{path}.{key}" if path else key
            if key in own:
                details = {"name": show(key), "first": str(own[key].line)}
                self.problems.append(Problem(self.file, line, here, "scenario.duplicate_key", None, details))
                continue
            own[key] = self.entry(value_node, line, here)
        return inherited | own

    def _rests_of_numbers(self, node: MappingNode, path: str) -> set[int]:
        """The keys that are no keys: each is the rest of a number that a comma cuts, which is told as a problem."""
        rests: set[int] = set()
        for cut in cut_numbers(node):
            key = cut.pairs[0][0]
            place = f"{path}.{key.value}" if path else str(key.value)
            self.problems.append(
                Problem(self.file, key.start_mark.line + 1, place, "scenario.comma_in_braces", None, cut.details)
            )
            rests |= {id(rest) for rest in cut.rests}
        return rests


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []
