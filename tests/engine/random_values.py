"""Random numbers and times as scenario files write them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Written = dict[str, Any]
"""A part of a scenario file."""

SHARES = (0, 0.05, 0.3, 0.7, 1)


def shares(*values: float) -> st.SearchStrategy[float]:
    return st.sampled_from(values or SHARES)


def durations(*minutes: int) -> st.SearchStrategy[Any]:
    """A distribution around one of these times, most often exactly one of them."""
    constant = st.sampled_from(minutes).map(lambda value: f"{value} min")
    some = st.sampled_from([value for value in minutes if value > 0])
    return st.one_of(
        constant,
        constant,
        some.map(lambda value: {"exponential": f"{value} min"}),
        some.map(lambda value: {"lognormal": f"{value} min", "cv": 0.8}),
        some.map(lambda value: {"uniform": ["0 min", f"{2 * value} min"]}),
        some.map(lambda value: {"triangular": ["1 min", f"{value} min", f"{3 * value} min"]}),
        some.map(lambda value: {"empirical": ["0 min", f"{value} min", f"{value} min", f"{4 * value} min"]}),
    )


HANDLING = durations(0, 5, 15, 45)
SHORT = durations(0, 1, 15)
PAUSES = durations(0, 15, 60, 1440)
LONG = durations(0, 720, 1440, 4320)
BACK_OFFICE = durations(0, 15, 120, 1200)
