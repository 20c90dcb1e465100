"""What the browser tests forgive: faults of Streamlit itself, each named, with the reason and the date it was last seen.

An entry that no longer occurs can go; nothing of our own belongs here.
"""

from __future__ import annotations

import re

CONSOLE: dict[str, re.Pattern[str]] = {
    # 2026-11-25, 1.67.0: a page that is opened by its own address first looks for the server below that address. It would not
    # if the host page of Streamlit said where the server is, but that is a file of the package.
    "the server is first sought below the address of the page": re.compile(
        r"Failed to load resource: .* 404 .* http://127\.0\.0\.1:\d+/[\w-]+/_stcore/(health|host-config)$"
    ),
}
"""Messages of the console: what it says, then the address it is about."""

AXE: dict[str, tuple[str, ...]] = {
    # 2026-11-25, 1.67.0: the place to drop a file on has a name, but the role of what has none. The button in it, which
    # is what the keyboard and a screen reader reach, is in order.
    "presentation-role-conflict": ('data-testid="stFileUploaderDropzone"',),
}
"""By rule of axe-core, what stands in the HTML of the parts in which it is Streamlit's own."""


def forgiven(message: str) -> bool:
    """Is this message of the console one of Streamlit's own?"""
    return any(pattern.search(message) for pattern in CONSOLE.values())
