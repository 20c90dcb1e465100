"""Short texts that stand beside each other in English and in Dutch, where one who writes the one sees the other."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["nl", "en"]
Parts = tuple[str, str]
"""Of what is refused: what is wrong, and what is allowed."""


class Text(NamedTuple):
    """A name or a short text in both languages. ``text.said("nl")`` is what it says in Dutch."""

    en: str
    nl: str

    def said(self, language: Language) -> str:
        return self.nl if language == "nl" else self.en


def marked(sentence: str) -> str:
    """The sentence itself; marks it for the catalogue where it stands in a table and is looked up later."""
    return sentence
