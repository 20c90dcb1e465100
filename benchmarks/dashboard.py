"""Measure what a visitor of the dashboard waits for, and write benchmarks/dashboard.md.

Run with ``python -m benchmarks.dashboard`` on a computer that does nothing else; it takes about ten minutes and drives the
browser of the system (:mod:`tests.browser.chromium`).
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, expect

from benchmarks.machine import processor
from sim.experiment.running.store import VARIABLE as STORE
from sim.text.texts import Texts
from tests.browser.chromium import chromium
from tests.browser.outcome import impression, stop_button
from tests.browser.server import Server, serving
from tests.browser.visiting import READY, Visitor, slider, visiting

PAGE = Path(__file__).with_name("dashboard.md")
SAY = Texts("nl")
OPENINGS, SLIDES, VISITS = 5, 10, 50
FINAL_WITHIN = 1_200_000
DIAL, DESIGN = "reassurance", "volledig-digitaal"


@contextmanager
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    with visiting(browser, server.address) as found:
        yield found


def opening(browser: Browser, server: Server) -> float:
    """From the address to a verdict that can be read."""
    with visitor(browser, server) as found:
        heading = found.page.get_by_role("heading", level=2).first
        began = time.perf_counter()
        found.page.goto(f"{server.address}/?lang=nl")
        heading.wait_for()
        return time.perf_counter() - began


def sliding(browser: Browser, server: Server) -> list[float]:
    """From an arrow key on the slider of the assumption to the sentence of the new setting."""
    taken = []
    with visitor(browser, server) as found:
        page = found.open()
        handle = slider(page, "hinge")
        sentence = page.get_by_text(re.compile(r"^Bij \d")).first
        for step in range(SLIDES):
            before = sentence.inner_text()
            began = time.perf_counter()
            handle.press("ArrowRight" if step % 2 == 0 else "ArrowLeft")
            expect(sentence).not_to_have_text(before)
            taken.append(time.perf_counter() - began)
            found.settle()
    return taken


def dialling(browser: Browser, server: Server) -> dict[str, float]:
    """The page of dials opened; from a turned dial to the first impression, the provisional answer and the final one."""
    with visitor(browser, server) as found:
        page = found.page
        began = time.perf_counter()
        page.goto(f"{server.address}/dials?lang=nl")
        page.get_by_role("heading", level=2).first.wait_for()
        opened = time.perf_counter() - began
        found.settle()
        slider(page, f"dial-{DESIGN}-{DIAL}").press("End")
        began = time.perf_counter()
        impression(found, "nl")
        first = time.perf_counter() - began
        page.get_by_text(SAY("Provisional."), exact=True).wait_for(timeout=FINAL_WITHIN)
        provisional = time.perf_counter() - began
        stop_button(found).wait_for(state="detached", timeout=FINAL_WITHIN)
        final = time.perf_counter() - began
    return {
        "the page of dials to its stored answer": opened,
        "a turned dial to the first impression": first,
        "a turned dial to the provisional answer": provisional,
        "a turned dial to the final answer": final,
    }


def memory(server: Server) -> float:
    """Megabytes that the server holds in memory now (Linux)."""
    pages = int(Path(f"/proc/{server.process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def visits(browser: Browser, server: Server) -> list[float]:
    """Memory before, after the first, and after each ten of the visits to the first page; each visitor closes the page."""
    held = [memory(server)]
    for number in range(1, VISITS + 1):
        with visitor(browser, server) as found:
            found.open()
        if number == 1 or number % 10 == 0:
            held.append(memory(server))
    return held


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} s ({min(values):.1f} to {max(values):.1f} s, {len(values)} times)"


def main() -> None:
    load = os.getloadavg()[0]
    expect.set_options(timeout=READY)
    with TemporaryDirectory() as store, chromium() as browser:
        os.environ[STORE] = store  # where no question was answered before
        with serving() as server:
            write(browser, server, load)


def write(browser: Browser, server: Server, load: float) -> None:
    """Measures everything and writes the page."""
    first = opening(browser, server)
    held = visits(browser, server)
    openings = [opening(browser, server) for _ in range(OPENINGS)]
    slides = sliding(browser, server)
    dials = dialling(browser, server)
    after = memory(server)
    lines = [
        "# What the dashboard takes",
        "",
        f"Written by `python -m benchmarks.dashboard`. Python {platform.python_version()}, {os.cpu_count()} cores",
        f"({processor()}), server and browser on the same machine; its load before the start was {load:.1f}.",
        "",
        "| what | time |",
        "| --- | --- |",
        f"| opening to the verdict, first visitor of the server | {first:.1f} s |",
        f"| opening to the verdict, later visitors | {spread(openings)} |",
        f"| slider of the assumption to its new sentence | {spread(slides)} |",
        *(f"| {what} | {taken:.1f} s (once) |" for what, taken in dials.items()),
        "",
        "| memory of the server | MB |",
        "| --- | ---: |",
        f"| after the first visitor | {held[0]:.0f} |",
        f"| {VISITS} visits later, each a new browser that closes the page | {held[-1]:.0f} |",
        f"| after a dial was turned and worked out to the end | {after:.0f} |",
        "",
        f"In between, after 1, 10, 20 ... visits: {', '.join(f'{value:.0f}' for value in held[1:])} MB.",
    ]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
