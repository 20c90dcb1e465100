"""The plain way to machine code: what any Numba offers, for when ``linking`` and its like do not fit a new one.

The bits are the same. It compiles for minutes, makes slower code, and an index -1 means the last row, which no function asks for.
With ``NUMBA_DISABLE_JIT`` set, Numba hands back the functions as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])
Arrays = TypeVar("Arrays", bound=NamedTuple)

SETTINGS: Any = numba.config
ARITHMETIC: dict[str, Any] = {"nopython": True, "error_model": "numpy", "fastmath": False, "boundscheck": False, "nogil": True}
"""Exactly as written: nothing is reordered or fused, 1.0 / 0.0 is infinite, integers wrap around."""


def stamp(function: Any) -> str:
    """Of all sources in its room: the folder knows the sources of the engine, and not those of what is compiled elsewhere."""
    return stamp_of(Path(function.__code__.co_filename).parent)


@cache
def stamp_of(room: Path) -> str:
    digest = hashlib.blake2s(digest_size=8)
    for source in sorted(room.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def entry_point(function: Function, folder: Path, *, inline: bool) -> Function:  # noqa: ARG001, Numba inlines what it likes to
    """A function that Python calls; its machine code is kept in ``folder``."""
    folder_of_others, SETTINGS.CACHE_DIR = SETTINGS.CACHE_DIR, str(folder / stamp(function))
    try:
        return cast("Function", numba.jit(cache=True, **ARITHMETIC)(function))
    finally:
        SETTINGS.CACHE_DIR = folder_of_others


def internal(function: Function) -> Function:
    """A function that only compiled functions call."""
    return cast("Function", numba.jit(**ARITHMETIC)(function))


def direct(function: Function, *_arguments: Any) -> Function:
    """Numba looks at the arguments at every call."""
    return function


def is_kept(function: Callable[..., Any]) -> bool:
    """Whether there is machine code of an entry point, for arguments of any types."""
    entry: Any = function
    return bool(SETTINGS.DISABLE_JIT or any(Path(entry.stats.cache_path).glob(f"*.{entry.__qualname__}-*.nbc")))


def view(arrays: Arrays, like: Arrays | None = None) -> Arrays:  # noqa: ARG001, the types are found out at every call
    """Compiled code takes the arrays apart, at every call."""
    return arrays


@internal
def fetch(_rows: Any, _row: Any) -> None:
    """Nothing is asked for ahead."""
