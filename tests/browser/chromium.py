"""The browser of the system, which the browser tests drive. Playwright downloads none.

``python -m tests.browser.chromium`` prints which one is used, or in one line what to install.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    f"The browser tests need Chromium ({', '.join(NAMES)}): apt-get install chromium fonts-dejavu-core, or your system's way."
)
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Nothing but this computer can be reached, whatever a page asks for."""


def find() -> str | None:
    """Where the browser is; None if there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, running. Raises ``FileNotFoundError`` where there is none."""
    path = find()
    if path is None:
        raise FileNotFoundError(MISSING)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to shut itself in when root starts it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[OFFLINE, *root])
        yield browser
        browser.close()


if __name__ == "__main__":
    found = find()
    if found is None:
        sys.exit(MISSING)
    print(found)  # noqa: T201
