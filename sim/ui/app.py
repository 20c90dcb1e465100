"""The dashboard as a whole: language, navigation, and the pages in their order."""

from __future__ import annotations

from functools import partial

import streamlit as st

from sim.report.texts import LANGUAGES, Lang, Texts, language_of
from sim.ui.page import Page
from sim.ui.pages import about

PAGES: tuple[Page, ...] = (about.PAGE,)
NAMES: dict[Lang, str] = {"nl": "Nederlands", "en": "English"}


def main() -> None:
    """Draws the page that the visitor is on."""
    st.set_page_config(page_title="Sweetspot", page_icon=":material/balance:", layout="wide")
    say = Texts(_language())
    pages = [
        st.Page(partial(page.show, say), title=say(page.title), icon=page.icon, url_path=page.path, default=number == 0)
        for number, page in enumerate(PAGES)
    ]
    st.navigation(pages, position="top").run()


def _language() -> Lang:
    """What the visitor chose, else the language of the browser where we have it, else Dutch."""
    try:
        preferred = language_of(st.context.locale)
    except ValueError:
        preferred = language_of("nl")
    chosen = st.segmented_control(
        "Taal / Language",
        LANGUAGES,
        format_func=NAMES.__getitem__,
        default=preferred,
        key="lang",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    return language_of(chosen)
