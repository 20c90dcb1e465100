"""Parts of a program that are kept: rosters and opening hours of years take most of compiling, and few numbers are about them.

What is kept is found by the arguments of the function that builds it, which reads nothing else and gets nothing that can
change: no list says which number touches what, and a part that is kept is what would have been built. Nobody can write in it;
a program holds copies.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, cast

from sim.engine.program.program import Array

MOST = 64
"""Of each kind, the last that were asked for: those of some scenarios side by side, and some tens of megabytes for years."""
Read = ParamSpec("Read")
_FORGET: list[Callable[[], None]] = []


def kept(build: Callable[Read, tuple[Array, ...]]) -> Callable[Read, tuple[Array, ...]]:
    """The same function, which builds what it built before only once. All it takes is hashable."""

    @lru_cache(maxsize=MOST)
    @wraps(build)
    def built(*args: Read.args, **kwargs: Read.kwargs) -> tuple[Array, ...]:
        found = build(*args, **kwargs)
        for array in found:
            array.flags.writeable = False
        return found

    _FORGET.append(built.cache_clear)
    return cast("Callable[Read, tuple[Array, ...]]", built)


def forget() -> None:
    """Drops all that is kept, so that the next program is built from nothing."""
    for one in _FORGET:
        one()
