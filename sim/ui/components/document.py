"""What Streamlit leaves open of the document itself: its language, and single keys that do something."""

from __future__ import annotations

import streamlit as st

from sim.text.pairs import Language

STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 3.75rem; padding-bottom: 2rem; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: 0.75rem; }
[data-testid="stMainBlockContainer"] h1 { padding: 0 0 1rem; }
[data-testid="stMainBlockContainer"] :is(h2, h3) { padding: 0.5rem 0 1rem; }
[data-testid="stElementContainer"]:has(> [data-testid="stHtml"]) { display: none; }
[data-testid="stCaptionContainer"] { opacity: 0.8; }
[data-testid="stStatusWidget"] button { display: none; }
</style>"""
"""A verdict and its figures must fit on a projector of 1280 x 720 without scrolling; small print must keep 4.5:1 on white; the
only Stop is that of the run, not Streamlit's own, which stops the drawing of the page.
"""
SCRIPT = """<script>
document.documentElement.lang = "{lang}";
if (!window.sweetspotKeys) {{
  window.sweetspotKeys = true;
  document.addEventListener("keydown", (event) => {{
    const typing = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]");
    if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && ["r", "c"].includes(event.key.toLowerCase())) {{
      event.stopImmediatePropagation();
    }}
  }}, true);
}}
</script>"""
"""Sets the language of the page, so that a screen reader speaks it (WCAG 3.1.1), and takes away that the bare keys R (run again)
and C (clear the cache) act anywhere on the page (WCAG 2.1.4).
"""


def set_document(lang: Language) -> None:
    """Once per page; draws nothing."""
    st.html(STYLE)
    st.html(SCRIPT.format(lang=lang), unsafe_allow_javascript=True)
