"""The page of dials while a question is worked out."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from sim.text.pairs import Language
from sim.text.texts import Texts
from tests.browser.visiting import Visitor, keyed

IMPRESSION_WITHIN = 300_000
"""Milliseconds, with machine code to make on a busy computer."""


def progress(visitor: Visitor, lang: Language) -> Locator:
    """The line that says how far the question is: a first impression may be over before a browser has looked."""
    say = Texts(lang)
    told = (
        say("First impression: {done} of {asked} repeats", done=0, asked=3),
        say("The whole front office: {done} of {asked} repeats", done=0, asked=3),
    )
    return visitor.page.get_by_text(re.compile("^(" + "|".join(re.escape(one.split("0")[0]) for one in told) + ")")).first


def impression(visitor: Visitor, lang: Language) -> Locator:
    """What stands above the first impression, and waits for it."""
    found = visitor.page.get_by_text(Texts(lang)("First impression, the other services left out.")).first
    expect(found).to_be_visible(timeout=IMPRESSION_WITHIN)
    return found


def stop_button(visitor: Visitor) -> Locator:
    """What stops the run."""
    return keyed(visitor.page, "stop").get_by_role("button")


def stop(visitor: Visitor, lang: Language) -> None:
    """Waits for the first impression and stops what comes after it."""
    impression(visitor, lang)
    stop_button(visitor).click()
    wait_until_stopped(visitor, lang)
    visitor.settle()


def wait_until_stopped(visitor: Visitor, lang: Language) -> None:
    """Waits until a run has stopped, and stays so; a fast hand stops it before there is anything to show."""
    say = Texts(lang)
    told = (say("Stopped. What was finished is shown; turn a dial to go on."), say("Stopped; nothing was finished."))
    line = visitor.page.get_by_text(re.compile("^(" + "|".join(map(re.escape, told)) + ")$"))
    expect(line).to_be_visible(timeout=IMPRESSION_WITHIN)
    visitor.page.wait_for_timeout(1000)
    expect(line).to_be_visible()
