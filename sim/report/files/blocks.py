"""Blocks in a page of the documentation that are written from results, between two marks; the rest is written by hand.

``<!-- found: NAME -->`` begins the block of that name, ``<!-- /found -->`` ends it.
"""

from __future__ import annotations

import re
from pathlib import Path

END = "<!-- /found -->"


def filled(page: str, name: str, content: str) -> str:
    """The page with this content in the block. Raises ``ValueError`` for a page that has no such block."""
    start = f"<!-- found: {name} -->"
    found = re.subn(
        f"{re.escape(start)}\n.*?{re.escape(END)}", lambda _: f"{start}\n\n{content.strip()}\n\n{END}", page, flags=re.DOTALL
    )
    if found[1] != 1:
        raise ValueError(f"the page must have one block {start} ... {END}, it has {found[1]}")
    return found[0]


def fill(file: Path, name: str, content: str) -> None:
    """Writes the content in the block of the file."""
    file.write_text(filled(file.read_text(encoding="utf-8"), name, content), encoding="utf-8")
