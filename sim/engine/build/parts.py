"""Parts of a program that are kept: rosters and opening hours of years take most of compiling, and few numbers are about them.

What is kept is found by the arguments of the function that builds it, which reads nothing else and gets nothing that can
change: no list says which number touches what, and a part that is kept is what would have been built. Nobody can write in it;
a program holds copies.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Generic, ParamSpec, TypeVar, cast

import numpy as np

MOST = 64
"""Of each kind, the last that were asked for: those of some scenarios side by side, and some tens of megabytes for years."""
Read = ParamSpec("Read")
Found = TypeVar("Found", bound=tuple[Any, ...])
Value = TypeVar("Value")
_FORGET: list[Callable[[], None]] = []


class Itself(Generic[Value]):
    """A frozen value by what it is and not by what it holds: where one number changes, all that is not on the way to it stays."""

    def __init__(self, value: Value) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.value is self.value


def keeping(most: int) -> Callable[[Callable[Read, Found]], Callable[Read, Found]]:
    """The same function, which builds what it built before only once, of the last ``most``. All it takes is hashable."""

    def keep(build: Callable[Read, Found]) -> Callable[Read, Found]:
        @lru_cache(maxsize=most)
        @wraps(build)
        def built(*args: Read.args, **kwargs: Read.kwargs) -> Found:
            found = build(*args, **kwargs)
            for part in found:
                if isinstance(part, np.ndarray):
                    part.flags.writeable = False
            return found

        _FORGET.append(built.cache_clear)
        return cast("Callable[Read, Found]", built)

    return keep


kept = keeping(MOST)


def forget() -> None:
    """Drops all that is kept, so that the next program is built from nothing."""
    for one in _FORGET:
        one()
