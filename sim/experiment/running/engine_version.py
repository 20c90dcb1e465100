"""What decides the bits of a result beside the scenario and the seed: our own sources, and the packages that compute."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
LAYERS = ("model", "engine", "measure")
MODULES = (
    "found/persons",
    "numbers/asking",
    "numbers/neutral",
    "numbers/world",
    "running/kept",
    "running/part_by_part",
    "running/subject",
    "running/work_unit",
)
"""Modules of :mod:`sim.experiment` between a scenario and what is measured of it."""
TOLD_BY = (".py", ".po", ".html")
PACKAGES = ("numpy", "numba", "llvmlite", "simpy", "scipy")


@cache
def engine_version(package: Path = PACKAGE) -> str:
    """Hash of the sources and versions that decide a result, 16 hexadecimal digits; equal ones give equal bits."""
    digest = hashlib.blake2b(digest_size=8)
    for source in _sources(package):
        digest.update(f"{source.relative_to(package).as_posix()}\0".encode() + source.read_bytes() + b"\0")
    for part in (platform.python_version(), *(version(name) for name in PACKAGES)):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


@cache
def program_version(package: Path = PACKAGE) -> str:
    """Hash of that and of all other sources, catalogues and templates: equal ones give equal words as well."""
    digest = hashlib.blake2b(engine_version(package).encode(), digest_size=8)
    for source in sorted(path for path in package.rglob("*") if path.suffix in TOLD_BY):
        digest.update(f"{source.relative_to(package).as_posix()}\0".encode() + source.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(package: Path) -> Iterator[Path]:
    for layer in LAYERS:
        yield from sorted((package / layer).rglob("*.py"))
    for module in MODULES:
        yield package / "experiment" / f"{module}.py"
