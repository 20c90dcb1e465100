"""Everything works without a mouse, and shows where the keyboard is."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from sim.text.texts import Texts
from sim.ui.pages import dials
from tests.browser.conftest import Visit
from tests.browser.outcome import IMPRESSION_WITHIN, progress, stop_button, wait_until_stopped
from tests.browser.visiting import keyed, slider

FAR = 60
"""So many times Tab is pressed before something counts as not to be reached."""


def walk_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until ``wanted`` has the focus."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by {FAR} times Tab")


def seen_with_focus(page: Page, shown: Locator) -> bool:
    """Does what is on the screen around ``shown`` change when the focus leaves it?"""
    box = shown.bounding_box()
    assert box is not None
    around = {"x": max(0, box["x"] - 8), "y": max(0, box["y"] - 8), "width": box["width"] + 16, "height": box["height"] + 16}
    page.wait_for_timeout(400)
    focused = page.screenshot(clip=around)  # type: ignore[arg-type]
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(400)
    return page.screenshot(clip=around) != focused  # type: ignore[arg-type]


def test_the_pages_are_reached_with_tab_and_opened_with_enter(visit: Visit) -> None:
    say, page = Texts("nl"), visit().open()
    link = page.get_by_role("link", name=say(dials.PAGE.title))
    walk_to(page, link)
    assert seen_with_focus(page, link)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(say(dials.PAGE.title))


def test_the_language_is_chosen_with_the_keyboard(visit: Visit) -> None:
    page = visit().open()
    chosen = page.get_by_role("radio", name="Nederlands")
    walk_to(page, chosen)
    assert seen_with_focus(page, keyed(page, "lang"))
    chosen.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="English")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("What happens if getting married goes digital?")


def test_the_slider_of_the_assumption_follows_the_arrow_keys(visit: Visit) -> None:
    page = visit().open()
    handle = slider(page, "hinge")
    walk_to(page, handle)
    before = handle.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    expect(handle).not_to_have_attribute("aria-valuetext", before or "")
    expect(page.get_by_text("Bij 1,10").first).to_be_visible()
    expect(handle).to_be_focused()
    assert seen_with_focus(page, keyed(page, "hinge"))


def test_a_dial_is_turned_and_the_run_stopped_with_the_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("dials", working=True)
    dial = slider(page, "dial-volledig-digitaal-steering")
    walk_to(page, dial)
    page.keyboard.press("ArrowLeft")
    expect(progress(visitor, "nl")).to_be_visible(timeout=IMPRESSION_WITHIN)
    button = stop_button(visitor)
    walk_to(page, button)
    page.keyboard.press("Enter")
    wait_until_stopped(visitor, "nl")


def test_single_letters_do_nothing(visit: Visit) -> None:
    page = visit().open()
    for key in ("r", "c"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert page.get_by_role("dialog").count() == 0
