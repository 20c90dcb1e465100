"""The scenario files as they were read, for the record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.model.errors import ScenarioError
from sim.model.yaml_file import read_yaml


@dataclass(frozen=True)
class SourceFile:
    """One file and its text."""

    file: str
    text: str


def source_files(path: Path) -> tuple[SourceFile, ...]:
    """A scenario file and those it extends, nearest first; it was loaded before, so the chain has an end.

    A file that changed in the meantime and can no longer be read ends the list.
    """
    found: list[SourceFile] = []
    try:
        while True:
            found.append(SourceFile(str(path), path.read_text(encoding="utf-8-sig")))
            parent = read_yaml(path).mapping.get("extends")
            if parent is None or not isinstance(parent.value, str) or len(found) > 100:
                break
            path = path.parent / parent.value
    except (OSError, ValueError, ScenarioError):
        pass
    return tuple(found)
