"""The versions of everything that decides the numbers."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

import sim

PACKAGES = ("numpy", "numba", "simpy", "scipy")


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Pairs (name, version) of Sweetspot, Python and the packages that compute."""
    found = [("sweetspot", sim.__version__), ("python", platform.python_version())]
    return tuple(found + [(package, metadata.version(package)) for package in PACKAGES])
