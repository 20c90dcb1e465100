"""From a wheel the dashboard is the same: it looks as it should, and sends nothing anywhere."""

from __future__ import annotations

import zipfile
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.server import serving
from tests.browser.visiting import visiting
from tests.wheel import wheel

BLUE = "rgb(1, 104, 155)"
"""`primaryColor` in .streamlit/config.toml."""


def test_from_a_wheel_it_looks_the_same_and_sends_nothing_anywhere(browser: Browser, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel(tmp_path)) as archive:
        archive.extractall(tmp_path)
    with serving(tmp_path) as server, visiting(browser, server.address) as visitor:
        page = visitor.open()
        expect(page.get_by_role("heading", level=1)).to_have_css("font-size", "32px")
        expect(page.get_by_role("radio", name="Nederlands")).to_have_css("color", BLUE)
