"""The dashboard as a whole: language, navigation, and the pages in their order."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

import streamlit as st

from sim.experiment.running.warming import warming
from sim.text.pairs import Language
from sim.text.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts, language_of
from sim.ui.components.document import set_document
from sim.ui.page import Page
from sim.ui.pages import about, closer, dials, own_town, staffing, start, stories

ICON = Path(__file__).with_name("icon.png")
"""A file of our own: a Material icon as the icon of the page would be asked of a server elsewhere."""
PAGES: tuple[Page, ...] = (start.PAGE, dials.PAGE, closer.PAGE, staffing.PAGE, stories.PAGE, own_town.PAGE, about.PAGE)
NAMES: dict[Language, str] = {"nl": "Nederlands", "en": "English"}


def main() -> None:
    st.set_page_config(page_title="Sweetspot", page_icon=ICON, layout="wide")
    warming().begin()
    lang = _language()
    set_document(lang)
    say = Texts(lang)
    pages = [
        st.Page(partial(page.show, say), title=say(page.title), icon=page.icon, url_path=page.path, default=number == 0)
        for number, page in enumerate(PAGES)
    ]
    st.navigation(pages, position="top").run()


def _language() -> Language:
    """What the visitor chose, else what the address says (``?lang=en``), else the language of the browser, else Dutch."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        chosen = st.segmented_control(
            "Taal / Language",
            LANGUAGES,
            format_func=NAMES.__getitem__,
            default=_preferred(),
            key="lang",
            required=True,
            label_visibility="collapsed",
        )
    lang = language_of(chosen)
    if st.query_params.get("lang") != lang:
        st.query_params["lang"] = lang  # a copied link opens in the language it was copied in
    return lang


def _preferred() -> Language:
    for asked in filter(None, (st.query_params.get("lang"), st.context.locale)):
        with suppress(ValueError):
            return language_of(asked)
    return DEFAULT_LANGUAGE
