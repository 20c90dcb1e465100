"""Measuring processes: each figure is of a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from benchmarks.places import ROOT


def printed(module: str, *arguments: object) -> dict[str, Any]:
    """What one measuring process printed as JSON in its last line."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def timed(code: str, environment: Mapping[str, str] | None = None) -> dict[str, float]:
    """Seconds of processor and clock from the start of Python to the end of ``code``, and those that it printed (``part_s``)."""
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | (environment or {}),
    )
    wall, after = time.perf_counter() - began, os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    found = {"processor_s": spent, "wall_s": wall}
    try:
        return found | {"part_s": float(done.stdout)}
    except ValueError:  # it printed something else, or nothing
        return found
