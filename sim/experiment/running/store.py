"""Nothing twice: what was found is kept in a folder, by a hash of everything that decides it, and found again by that.

An entry is a file. It is written under a temporary name and then renamed, and carries a checksum over its name and its
content: half an entry, a damaged one or one under a wrong name is no entry. So nothing need be synced to the disk, and any
number of processes may use one folder. Entries of other versions of the program have other names, and go when the folder is
full, as what was used longest ago.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Self

from sim.experiment.running.engine_version import engine_version

VARIABLE = "SWEETSPOT_STORE"
OFF = "off"
LIMIT = 2_000_000_000
"""Bytes that a store may take on disk: some thousands of replications of a municipality."""
AFTER_TRIMMING = 0.9
"""Part of the limit that is left when a full store was trimmed, so that it is not full again at once."""
AN_HOUR = 3600.0
MAGIC = b"sweetspot results 1\n"
CHECKSUM = 16
SUFFIX, PARTIAL = ".kept", ".partial"


@dataclass(frozen=True)
class Contents:
    """What is in a store: the number of entries, their bytes, and the days since the one used longest ago was used."""

    entries: int
    size: int
    oldest: float


@dataclass(frozen=True)
class Store:
    """A folder of entries. It travels between processes of one machine."""

    folder: Path
    limit: int = LIMIT

    @classmethod
    def of_user(cls) -> Self | None:
        """Where ``SWEETSPOT_STORE`` says, else in the user's cache folder; None where that is ``off`` or there is no home."""
        return cls.named(os.environ.get(VARIABLE) or None)

    @classmethod
    def named(cls, text: str | None) -> Self | None:
        """The store in the folder ``text``; without one that of the user, None for ``off``."""
        if text is not None:
            return None if text.lower() == OFF else cls(Path(text).expanduser())
        try:
            cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        except RuntimeError:  # no home folder
            return None
        return cls(cache / "sweetspot" / "results")

    def check(self) -> None:
        """Raises ``OSError`` where nothing can be written: a folder of somebody else, a full disk."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=self.folder) as trial:
            trial.write(bytes(65536))

    def has(self, key: str) -> bool:
        """Whether there is an entry, sound or not."""
        return self._path(key).exists()

    def get(self, key: str) -> bytes | None:
        """The content that was put under this key; None where there is none, or it is damaged (then it goes)."""
        path = self._path(key)
        try:
            whole = path.read_bytes()
        except OSError:
            return None
        start = len(MAGIC) + CHECKSUM
        content = whole[start:]
        if whole[:start] != MAGIC + _checksum(key, content):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)  # the time of last use, by which the oldest goes first
        return content

    def put(self, key: str, content: bytes) -> bool:
        """Keeps the content. Returns whether that could be done: a full disk costs time later on, and nothing else."""
        path = self._path(key)
        partial = path.with_name(f"{path.stem}.{os.getpid()}-{time.monotonic_ns()}{PARTIAL}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial.write_bytes(MAGIC + _checksum(key, content) + content)
            partial.replace(path)
        except OSError:
            with suppress(OSError):
                partial.unlink()
            return False
        return True

    def contents(self) -> Contents:
        """How much is kept; 0 entries where the folder is absent."""
        found = [(used, size) for path, used, size in self._files() if path.suffix == SUFFIX]
        oldest = max((time.time() - used for used, _ in found), default=0.0)
        return Contents(len(found), sum(size for _, size in found), oldest / 86_400.0)

    def trim(self) -> int:
        """Removes what was used longest ago when there is more than the limit, and what killed runs left; returns the bytes."""
        found = sorted(self._files(), key=lambda file: file[1])
        size = sum(size for _, _, size in found)
        most = self.limit * AFTER_TRIMMING if size > self.limit else self.limit
        removed = 0
        for path, used, taken in found:
            left_behind = path.suffix == PARTIAL and time.time() - used > AN_HOUR
            if size - removed > most or left_behind:
                with suppress(OSError):  # another process was quicker
                    path.unlink()
                removed += taken
        return removed

    def clear(self) -> None:
        """Removes every entry, and nothing that is not ours."""
        for path, _, _ in list(self._files()):
            with suppress(OSError):
                path.unlink()
        for shelf in (path for path in self.folder.glob("??") if path.is_dir()):
            with suppress(OSError):  # it holds something else
                shelf.rmdir()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{SUFFIX}"

    def _files(self) -> Iterator[tuple[Path, float, int]]:
        """Our files with the time of last use and the size."""
        for path in self.folder.glob("??/*"):
            if path.suffix in (SUFFIX, PARTIAL):
                with suppress(OSError):  # it went in the meantime
                    found = path.stat()
                    yield path, found.st_mtime, found.st_size


def key_of(*parts: object) -> str:
    """The key of what these parts and this version of the program decide, 32 hexadecimal digits."""
    digest = blake2b(engine_version().encode(), digest_size=16)
    for part in parts:
        digest.update(b"\0" + str(part).encode())
    return digest.hexdigest()


def _checksum(key: str, content: bytes) -> bytes:
    return blake2b(key.encode() + b"\0" + content, digest_size=CHECKSUM).digest()
