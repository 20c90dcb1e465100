"""One measurement in a process of its own: ``python -m benchmarks.one ENGINE WEEKS`` prints a line of JSON.

Seconds are of processor time: one replication uses one core, and what else the machine does is nobody's speed.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

from benchmarks.__main__ import BASELINE


def main() -> None:
    engine, weeks = sys.argv[1], int(sys.argv[2])
    began = time.process_time()
    from sim.engine.simulate import compile_scenario, simulate
    from sim.model.loading import load

    imported = time.process_time()
    short: dict[str, Any] = {"period.prelude": 0, "period.weeks": 1, "period.warm_up": 0, "period.follow_up": 0}
    simulate(compile_scenario(load(BASELINE, overrides=short)), seed=1, replication=0, engine=engine)
    first = time.process_time()
    result: dict[str, Any] = {"engine": engine, "weeks": weeks, "import_s": imported - began, "first_s": first - imported}
    if weeks:
        compiled = compile_scenario(load(BASELINE, overrides={"period.prelude": 0, "period.weeks": weeks}))
        start = time.process_time()
        tables = simulate(compiled, seed=1, replication=0, engine=engine)
        seconds = time.process_time() - start
        result |= {"contacts": len(tables.contacts), "seconds": seconds, "contacts_per_s": len(tables.contacts) / seconds}
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))


if __name__ == "__main__":
    main()
