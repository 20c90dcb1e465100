"""The project as a wheel, built from the sources of this checkout without a download."""

from __future__ import annotations

import os
from contextlib import chdir
from pathlib import Path

import hatchling.build

ROOT = Path(__file__).resolve().parents[1]


def wheel(folder: Path) -> Path:
    """The wheel, made in this folder."""
    with chdir(ROOT):
        return folder / hatchling.build.build_wheel(os.fspath(folder))
