"""Writing a file as a whole: who is killed halfway leaves what was there, or nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def write_whole(path: Path, text: str, *, force: bool) -> None:
    """Writes the text; a file that is there already is only replaced with ``force``. Raises ``OSError``."""
    if path.exists() and not force:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    trial = path.with_name(f".{path.name}.new")
    try:
        trial.write_text(text, encoding="utf-8")
        trial.replace(path)
    finally:
        trial.unlink(missing_ok=True)
