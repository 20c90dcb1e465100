"""Measure speed and memory, keep the figures in benchmarks/results.json and write docs/performance.md.

``python -m benchmarks`` measures everything, in about a quarter of an hour on two cores that do nothing else. Name parts to
measure only those; figures of the others stay as they were. ``page`` measures nothing and writes the page again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from benchmarks import asking, machine, measuring, page, peers, plans, questions, startup, threads, town, whatif
from benchmarks.places import PAGE, RESULTS

Measure = Callable[[int], dict[str, Any]]
PARTS: dict[str, tuple[Measure, int]] = {
    "peers": (peers.measure, 5),
    "town": (town.measure, 3),
    "measuring": (measuring.measure, 3),
    "asking": (asking.measure, 5),
    "plans": (plans.measure, 5),
    "threads": (threads.measure, 3),
    "whatif": (whatif.measure, 2),
    "questions": (questions.measure, 3),
    "startup": (startup.measure, 3),
}
"""What can be measured, and in how many rounds when nothing is said."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)} or page (default: all)")
    parser.add_argument("--rounds", type=int, help="rounds of each part (default: as many as it needs)")
    options = parser.parse_args()
    unknown = set(options.parts) - {*PARTS, "page"}
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; choose from {', '.join(PARTS)} and page")
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds must be at least 1")
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for name in options.parts or PARTS:
        if name == "page":
            continue
        measure, rounds = PARTS[name]
        busy = machine.busy()
        results[name] = measure(options.rounds or rounds) | {"machine": machine.described(), "busy": busy}
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page.written(results), encoding="utf-8")
    print(f"written: {PAGE.name}")


if __name__ == "__main__":
    main()
