"""How long it takes to start: the version, the first import, a first short run from the cache, and one that compiles it all."""

from __future__ import annotations

import tempfile
from typing import Any

from benchmarks.places import BASELINE
from benchmarks.processes import timed

VERSION = "import sys; sys.argv = ['sweetspot', '--version']; from sim.cli import main; main()"
IMPORT = "import sim; sim.load, sim.run, sim.compare"
FIRST_RUN = f"""
import time
from sim.engine.build.scenario import compile_scenario
from sim.model.files.loading import load
short = {{"period.prelude": 0, "period.weeks": 1, "period.warm_up": 0, "period.follow_up": 0}}
scenario = load({str(BASELINE)!r}, overrides=short)
began = time.perf_counter()
from sim.engine.simulate import simulate
simulate(compile_scenario(scenario), seed=1, replication=0)
print(time.perf_counter() - began)
"""
NAMES = {"version": VERSION, "import": IMPORT, "first_run": FIRST_RUN}


def measure(rounds: int) -> dict[str, Any]:
    """Seconds from the start of Python, by round; compiling from nothing is measured once."""
    timed(FIRST_RUN)  # so that the machine code is there
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in NAMES}
    for _ in range(rounds):
        for name, code in NAMES.items():
            taken[name].append(timed(code))
            print(f"{name}: {taken[name][-1]['wall_s']:.2f} s")
    with tempfile.TemporaryDirectory() as cache:
        taken["compiling"] = [timed(FIRST_RUN, {"NUMBA_CACHE_DIR": cache})]
        print(f"compiling from nothing: {taken['compiling'][0]['wall_s']:.0f} s")
    return {"seconds": taken}
