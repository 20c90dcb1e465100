"""The door to the compiler: how functions are compiled, and where their machine code is kept.

Behind it are two ways that give the same bits: our own (:mod:`sim.engine.compiler.linking`, ``views`` and ``fetching``, which
lean on the insides of one version of Numba), and the plain one (``plain``) with ``SWEETSPOT_PLAIN_NUMBA=1``.

Numba only notices that a function is out of date when the function's own file has changed, not when a function it calls
has. The cache folder is therefore named after everything that decides the machine code: the sources of the engine and of
the fields it serves, the versions of the compiler and the processor. A change of any of these starts an empty folder.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import llvmlite.binding as llvm

from sim.engine.compiler.plain import SETTINGS

PACKAGE = Path(str(files("sim")))
SOURCES = ("engine", "model/town", "model/values")
"""Where that which decides the machine code is written: codes, columns and kinds of distribution follow from the model."""
NEWEST_KEPT = 3
"""As many folders of machine code stay for a month: of branches and versions, and of processors that share a disk."""
A_DAY, A_MONTH = 86_400.0, 30 * 86_400.0
OLD = re.compile(r"[0-9a-f]{16}(\.old-\d+)?")
"""A folder of machine code, or one that was being removed by a process that was killed."""

Function = TypeVar("Function", bound=Callable[..., Any])

PLAIN = bool(os.environ.get("SWEETSPOT_PLAIN_NUMBA") or SETTINGS.DISABLE_JIT)
if TYPE_CHECKING or not PLAIN:
    from sim.engine.compiler.fetching import fetch
    from sim.engine.compiler.linking import direct, entry_point, internal, is_kept
    from sim.engine.compiler.views import view
else:
    from sim.engine.compiler.plain import direct, entry_point, fetch, internal, is_kept, view

__all__ = ["cache_folder", "compiled", "direct", "fetch", "fingerprint", "inlined", "internal", "is_kept", "view"]


def compiled(function: Function) -> Function:
    """Compile a scalar or array function at its first call from Python, with arithmetic exactly as written.

    No fast-math (nothing is reordered or fused), division as IEEE 754 has it (1.0 / 0.0 is infinite, no exception), no
    bounds checks, integers wrap around. The machine code is kept in :func:`cache_folder`.
    """
    return entry_point(function, cache_folder(), inline=False)


def inlined(function: Function) -> Function:
    """The same, and compiled functions that call it contain it: for what is drawn millions of times."""
    return entry_point(function, cache_folder(), inline=True)


@cache
def cache_folder() -> Path:
    """The folder of the machine code of these sources on this machine; it exists and can be written.

    It lies in ``NUMBA_CACHE_DIR`` where that is set, else in the user's cache folder (``XDG_CACHE_HOME`` or ``~/.cache``),
    else, where neither can be written, in a folder for temporary files that belongs to this user alone.
    """
    for folder in (_chosen_folder(), _temporary_folder()):
        mine = None if folder is None else folder / fingerprint()
        if folder is None or mine is None:
            continue
        is_new = not mine.exists()
        if _is_writable(mine):
            with suppress(OSError):
                os.utime(mine)  # the day of last use, by which others see whether it may go
            if is_new:
                remove_old_folders(folder, mine)
            return mine
    return Path(tempfile.mkdtemp(prefix="sweetspot-"))


def remove_old_folders(folder: Path, mine: Path) -> list[Path]:
    """Removes machine code of other versions from ``folder``; returns what went.

    What was not used for a month goes, and what was not used for a day when there are ``NEWEST_KEPT`` newer ones. Younger ones
    may belong to a process that runs. A folder is renamed first, so that nobody reads half of one.
    """
    now = time.time()
    try:
        others = [other for other in folder.iterdir() if other != mine and OLD.fullmatch(other.name)]
        by_age = sorted((now - other.stat().st_mtime, other) for other in others if not other.is_symlink())
    except OSError:  # another process is tidying up
        return []
    removed = []
    for rank, (age, other) in enumerate(by_age):
        if age > A_MONTH or (age > A_DAY and rank >= NEWEST_KEPT - 1):
            going = other.with_name(f"{other.name[:16]}.old-{os.getpid()}")
            with suppress(OSError):  # another process was quicker, or it is not ours
                other.rename(going)
                shutil.rmtree(going, ignore_errors=True)
                removed.append(other)
    return removed


def fingerprint(package: Path = PACKAGE) -> str:
    """Hash of all that decides the machine code, 16 hexadecimal digits: every source in ``SOURCES``, in whichever room."""
    digest = hashlib.blake2s(digest_size=8)
    sources = [source for folder in SOURCES for source in (package / folder).rglob("*.py")]
    for name, source in sorted((source.relative_to(package).as_posix(), source) for source in sources):
        digest.update(name.encode() + b"\0" + source.read_bytes() + b"\0")
    versions = [version(package) for package in ("numba", "llvmlite", "numpy")]
    for part in (platform.python_version(), *versions, *_processor(), f"level {SETTINGS.OPT}", "plain" if PLAIN else ""):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def _processor() -> tuple[str, str]:
    """Name and features of the processor that Numba compiles for."""
    name, features = SETTINGS.CPU_NAME, SETTINGS.CPU_FEATURES
    if name is None:
        name = llvm.get_host_cpu_name()
        if features is None:
            features = llvm.get_host_cpu_features().flatten()
    return str(name), str(features or "")


def _chosen_folder() -> Path | None:
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"], "sweetspot")
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "sweetspot")
    except RuntimeError:  # no home folder
        return None


def _temporary_folder() -> Path | None:
    """The same folder for every process of this user; none if somebody else made it, for its content is executed."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir(), f"sweetspot-{user}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    safe = stat.S_ISDIR(found.st_mode) and (os.name == "nt" or (found.st_uid == user and not found.st_mode & 0o022))
    return folder if safe else None


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
