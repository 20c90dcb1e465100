"""Short texts that stand beside each other in English and in Dutch, where one who writes the one sees the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True)
class Text:
    """A name or a short text in both languages. ``text.said("nl")`` is what it says in Dutch."""

    en: str
    nl: str
    __pydantic_config__: ClassVar = {"extra": "forbid"}
    """For the labels of scenario files, which are such pairs: other keys are refused."""

    @classmethod
    def of(cls, said: Callable[[Language], str]) -> Text:
        """What ``said`` makes of each language."""
        return cls(said("en"), said("nl"))

    def said(self, language: Language) -> str:
        return self.nl if language == "nl" else self.en

    def filled(self, **values: object) -> Text:
        """With its ``{names}`` filled in; a pair is said in the language of what it stands in."""
        return Text.of(
            lambda language: self.said(language).format_map(
                {name: value.said(language) if isinstance(value, Text) else value for name, value in values.items()}
            )
        )


def marked(sentence: str) -> str:
    """The sentence itself; marks it for the catalogue where it stands in a table and is looked up later."""
    return sentence
