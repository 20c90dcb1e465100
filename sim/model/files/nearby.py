"""Files that a file names: whether they are there, and which of those that are was meant."""

from __future__ import annotations

from pathlib import Path

from sim.model.files.errors import nearest


def is_there(path: Path) -> bool:
    """Is there something with this path? What cannot be a path leads to nothing."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def files_beside(path: Path, own: str) -> list[str]:
    """The names of the scenario files in the folder of a path, without that of the file that asks (``own``)."""
    try:
        return sorted({file.name for file in path.parent.glob("*.y*ml")} - {Path(own).name})
    except (OSError, ValueError):
        return []


def nearest_files(written: str, path: Path, own: str) -> tuple[str, ...]:
    """The files that look like the one that was ``written``, which leads to ``path``, in the same form."""
    return tuple(Path(written).with_name(name).as_posix() for name in nearest(path.name, files_beside(path, own)))
