"""Whether what simulating and measuring call was compiled already."""

from __future__ import annotations

from sim.engine.compiled.days import run_days
from sim.engine.compiled.parts import rename
from sim.engine.compiled.tables import put_in_place
from sim.engine.compiler.jit import is_kept
from sim.measure.counting.log import count

LAST = (run_days, put_in_place, count, rename)
"""What takes longest to compile, and what is compiled last in each of the parts of a run."""


def is_warm() -> bool:
    """Is the machine code there that simulating with the compiled engine, and measuring, needs?"""
    return all(is_kept(function) for function in LAST)
