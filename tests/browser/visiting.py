"""A visitor of the dashboard: a fresh browser profile that notes what goes wrong and what leaves this computer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from sim.text.pairs import Language
from tests.browser.allowed import forgiven

Size = tuple[int, int]
PROJECTOR: Size = (1280, 720)
SCREEN: Size = (1920, 1080)
READY = 60_000
"""Milliseconds; a busy computer takes several seconds for a page."""
SETTLED = """(working) => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (app === null || document.querySelector("h1") === null || document.documentElement.lang === "") return false;
  if (working) return true;  // a run draws its progress all the time
  return app.dataset.testScriptState === "notRunning" && document.querySelector('[data-stale="true"]') === null
    && ![...document.querySelectorAll('[data-testid="stSkeleton"]')].some((wait) => wait.checkVisibility())
    && document.getAnimations().every((one) => one.playState !== "running" || one.effect.getTiming().iterations === Infinity)
    && [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].every(
      (chart) => !chart.checkVisibility() || chart.querySelector("svg") !== null);
}"""


@dataclass
class Visitor:
    """``errors`` is what the console said, ``outside`` each address beyond this computer that was asked for."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, path: str = "", lang: Language = "nl", *, working: bool = False) -> Page:
        """Goes to a page by its address and waits until it is drawn; ``working`` if the place of a result may be empty still."""
        self.page.goto(f"{self.address}/{path}?lang={lang}")
        self.settle(working=working)
        return self.page

    def settle(self, *, working: bool = False) -> None:
        """Waits until nothing is drawn any more."""
        self.page.wait_for_function(SETTLED, arg=working, timeout=READY)
        self.page.wait_for_timeout(300)  # charts take their size after they are drawn

    def note(self, message: ConsoleMessage) -> None:
        told = f"{message.text} {message.location.get('url', '')}"
        if message.type in ("error", "warning") and not forgiven(told):
            self.errors.append(told)

    def asked(self, address: str) -> None:
        plain = address.replace("ws://", "http://", 1)
        if not plain.startswith((self.address, "data:", "blob:", "file:")):
            self.outside.append(address)


@contextmanager
def visiting(browser: Browser, address: str, size: Size = PROJECTOR, **profile: object) -> Iterator[Visitor]:
    """A visitor of his own; afterwards nothing may have gone wrong, and nothing may have left this computer.

    ``profile`` goes to Playwright's ``new_context``, such as ``offline=True``.
    """
    options: Mapping[str, object] = {"locale": "nl-NL", "reduced_motion": "reduce", **profile}
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)  # type: ignore[arg-type]
    context.set_default_timeout(READY)
    visitor = Visitor(context.new_page(), address)
    visitor.page.on("console", visitor.note)
    visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    visitor.page.on("request", lambda request: visitor.asked(request.url))
    visitor.page.on("websocket", lambda socket: visitor.asked(socket.url))
    try:
        yield visitor
    finally:
        context.close()
    assert visitor.errors == []
    assert visitor.outside == []


def keyed(page: Page, key: str) -> Locator:
    """The widget of this key."""
    return page.locator(f".st-key-{key}")


def slider(page: Page, key: str) -> Locator:
    """What of the slider of this key takes the focus and the arrow keys."""
    return keyed(page, key).locator("input[type=range]")


def views(visitor: Visitor) -> Iterator[str]:
    """Goes through all that a page can show: each tab in turn, and everything unfolded."""
    page = visitor.page
    tabs: list[Locator | None] = [*page.get_by_role("tab").all()]
    for tab in tabs or [None]:
        if tab is not None:
            tab.click()
            expect(tab).to_have_attribute("aria-selected", "true")
        folded = page.locator("details:not([open]) > summary:visible")
        while folded.count():
            folded.first.click()
        visitor.settle()
        yield "first" if tab is None else tab.inner_text()
