"""Blocks in a page of the documentation that are written from results, between two marks; the rest is written by hand.

``<!-- found: NAME -->`` begins the block of that name, ``<!-- /found -->`` ends it.
"""

from __future__ import annotations

import re

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
