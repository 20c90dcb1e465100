"""Where the scenarios that come with the program are, and what a file calls those that it extends."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
LIBRARY = "library/"
"""Stands before the place of a shipped scenario in the folder of all: ``library/municipalities/voorbeeldstad.yaml``."""
MEASURES = "maatregelen"
"""The folder of the measures that come with the program."""


def scenarios_folder() -> Path:
    """The folder of the shipped scenarios: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / "scenarios"
    return inside if inside.is_dir() else PACKAGE.parent / "scenarios"


def scenario_files() -> list[Path]:
    """The shipped scenarios: the files of the folder that are no measures."""
    folder = scenarios_folder()
    return sorted(file for file in folder.rglob("*.yaml") if file.relative_to(folder).parts[0] != MEASURES)


@cache
def shipped_names() -> tuple[str, ...]:
    """The names of all shipped scenarios and measures, as a file that extends one writes them."""
    folder = scenarios_folder()
    return tuple(sorted(LIBRARY + file.relative_to(folder).as_posix() for file in folder.rglob("*.yaml")))


def shipped_name(file: Path) -> str | None:
    """The name of a file as one of the shipped scenarios; None when it is none of them."""
    try:
        name = LIBRARY + file.resolve().relative_to(scenarios_folder().resolve()).as_posix()
    except (OSError, RuntimeError, ValueError):
        return None
    return name if name in shipped_names() else None
