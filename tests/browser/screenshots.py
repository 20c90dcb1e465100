"""Makes the pictures of the documentation again: ``python -m tests.browser.screenshots``.

They show the stored answer: the first screen of the dashboard, and the first page of the report.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.browser.chromium import chromium
from tests.browser.server import ROOT, serving
from tests.browser.test_report import reading
from tests.browser.visiting import PROJECTOR, visiting

IMAGES = ROOT / "docs" / "images"
PAPER = (1100, 1560)


def main() -> None:
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        with serving() as server, visiting(browser, server.address, PROJECTOR) as visitor:
            visitor.open("", "nl").screenshot(path=IMAGES / "dashboard.png")
        with reading(browser, Path(folder), "nl", PAPER) as page:
            page.screenshot(path=IMAGES / "report.png")


if __name__ == "__main__":
    main()
