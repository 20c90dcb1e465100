"""The machine that figures were measured on, and the memory of this process."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.cpp import compiler

PACKAGES = ("numpy", "numba", "llvmlite", "simpy", "ciw")


def described() -> dict[str, str]:
    """Processor, memory and versions; nothing that names the machine or its owner."""
    return {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()}, {platform.machine()}",
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
        "C++ compiler": _compiler_version(),
    }


def processor() -> str:
    """Model of the processor, as the system calls it."""
    found = Path("/proc/cpuinfo")
    lines = found.read_text(encoding="utf-8").splitlines() if found.exists() else []
    named = {line.partition(":")[0].strip(): line.partition(":")[2].strip() for line in lines}
    if "model name" not in named:
        return platform.processor() or platform.machine()
    numbers = f"family {named['cpu family']}, model {named['model']}" if "cpu family" in named else ""
    return f"{named['model name']} ({numbers})" if numbers else named["model name"]


def busy() -> float:
    """How many processes wanted a core in the last minute."""
    return os.getloadavg()[0]


def memory_bytes() -> int:
    """What this process has in memory now (Linux; elsewhere 0)."""
    return _status("VmRSS")


def peak_bytes() -> int:
    """The most it had so far (Linux, where that of its parent does not count; elsewhere 0)."""
    return _status("VmHWM")


def _status(name: str) -> int:
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def _compiler_version() -> str:
    found = compiler()
    if found is None:
        return "none: the C++ rows are missing"
    return subprocess.run([found, "--version"], check=True, capture_output=True, text=True).stdout.splitlines()[0]
