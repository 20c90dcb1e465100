"""Where the scenarios that come with the program are."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def scenarios_folder() -> Path:
    """The folder of the shipped scenarios: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / "scenarios"
    return inside if inside.is_dir() else PACKAGE.parent / "scenarios"
