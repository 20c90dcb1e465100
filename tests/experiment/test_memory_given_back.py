from __future__ import annotations

import platform
import subprocess
import sys

import pytest

FREED_BUT_KEPT = """
from pathlib import Path
from sim.experiment.running.memory import give_back_memory

def megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

pieces = [bytearray(100_000) for _ in range(2_000)]
last = bytearray(100_000)  # keeps the end of the heap in use
held = megabytes()
pieces.clear()
kept = megabytes()
give_back_memory()
print(held - kept, kept - megabytes())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library keeps freed memory and can be asked for it")
def test_freed_memory_goes_back_to_the_system() -> None:
    program = [sys.executable, "-c", FREED_BUT_KEPT]
    done = subprocess.run(program, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    by_itself, given_back = map(float, done.stdout.split())
    assert by_itself < 100.0 < given_back
