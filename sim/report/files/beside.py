"""Hidden folders beside the wanted one while it is written, and sweeping those whose writer was killed.

A writer holds a lock on its folder, which the system lets go of when the writer ends, however it ends. Where the disk has no
such locks the writer is looked for by its number, and what another computer began is left alone for a day.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

A_DAY = 86_400.0
HOST = re.sub(r"[^A-Za-z0-9]", "", platform.node())[:32] or "here"
NAMES = re.compile(
    r"\.(?P<name>.+)\.(?P<purpose>trial|partial|old)-(?:(?P<host>[A-Za-z0-9]+)-)?(?P<number>\d+)(?:-\d+)?", re.DOTALL
)


@contextmanager
def hidden_folder(folder: Path, purpose: str) -> Iterator[Path]:
    """A new folder beside ``folder``, held until the end; gone then, unless it got another name. Raises ``OSError``."""
    for turn in count():
        made = beside(folder, purpose, turn)
        made.mkdir(parents=True)
        with held(made) as is_ours:
            if is_ours is False:  # somebody takes it for one that was left
                continue
            try:
                yield made
            finally:
                shutil.rmtree(made, ignore_errors=True)
        return


@contextmanager
def held(folder: Path) -> Iterator[bool | None]:
    """Holds the folder of this name: True; False when somebody else does or it is gone, None where there are no locks."""
    if fcntl is None:
        yield None
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            found: bool | None = False
        except OSError:
            found = None
        else:
            found = _is_still(folder, handle)
        yield found
    finally:
        os.close(handle)


def sweep(parent: Path) -> None:
    """Removes from ``parent`` what killed runs left there; results they had put aside get their name back."""
    try:
        found = [path for path in parent.iterdir() if path.name.startswith(".") and NAMES.fullmatch(path.name)]
    except OSError:
        return
    for path in found:
        with suppress(OSError):
            _sweep(path)


def beside(folder: Path, purpose: str, turn: int = 0) -> Path:
    """The name of a hidden folder of this process beside another."""
    absolute = folder.absolute()
    return absolute.parent / f".{absolute.name}.{purpose}-{HOST}-{os.getpid()}{f'-{turn}' if turn else ''}"


def _sweep(path: Path) -> None:
    name = NAMES.fullmatch(path.name)
    if name is None or path.is_symlink() or not path.is_dir():
        return
    with held(path) as is_ours:
        if is_ours is False or not _is_left(path, name["host"], int(name["number"]), locked=bool(is_ours)):
            return
        wanted = path.with_name(name["name"])
        if name["purpose"] == "old" and not wanted.exists():
            path.rename(wanted)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path, host: str | None, number: int, *, locked: bool) -> bool:
    """Has the writer of a folder ended? ``locked``: nobody held it, on this computer at least."""
    if host == HOST and (locked or not _is_running(number)):
        return True
    return all(time.time() - one.lstat().st_mtime > A_DAY for one in (path, *path.rglob("*")))


def _is_running(number: int) -> bool:
    """Is there a process of this number? Its own number may have been given to another since."""
    if os.name == "nt":  # asking ends it there
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _is_still(folder: Path, handle: int) -> bool:
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except OSError:
        return False
