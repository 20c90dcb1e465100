"""What the screen says, in Dutch or English. English says what stands in the code, Dutch what ``sim/text/nl.po`` has for it.

The catalogue is read as it is (no compile step), so that a translator can change a sentence and see it at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from sim.text.pairs import Language, Text

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "nl"
LANGUAGE_VARIABLE = "SWEETSPOT_LANG"
CATALOGUE = Path(__file__).with_name("nl.po")
FORMATTED = re.compile(r"\{[a-z_]+\}")


def language_of(text: str | None) -> Language:
    """The language of a code such as ``nl`` or ``en_GB``; without one the environment's, else Dutch.

    Raises ``ValueError`` for another language.
    """
    wanted = (text or os.environ.get(LANGUAGE_VARIABLE) or DEFAULT_LANGUAGE).strip().lower()[:2]
    for lang in LANGUAGES:
        if wanted == lang:
            return lang
    raise ValueError(f"{text or wanted!r}: nl, en")


@cache
def dutch() -> Mapping[str, tuple[str, ...]]:
    """Each English sentence (the singular, where it has a plural) with what Dutch says: the singular, and the plural if any."""
    with CATALOGUE.open("rb") as file:
        messages = read_po(file, locale="nl")
    found: dict[str, tuple[str, ...]] = {}
    for message in messages:
        if message.id and not message.fuzzy and message.string:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return found


@dataclass(frozen=True)
class Texts:
    """Sentences, numbers and dates of one language. ``say = Texts("nl"); say("{n} of {total}", n=3, total=8)``."""

    lang: Language

    def __call__(self, sentence: str | Text, /, **values: Any) -> str:
        """``sentence`` in this language, its ``{names}`` filled in; an unknown sentence stays English."""
        found = sentence.said(self.lang) if isinstance(sentence, Text) else self._looked_up(sentence)[0]
        return _filled(found, self._written(values))

    def plural(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """The sentence that goes with ``count``; ``{count}`` stands for the number."""
        return _filled(self._looked_up(one, many)[0 if count == 1 else -1], self._written({"count": count} | values))

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """``1.234,5`` in Dutch, ``1,234.5`` in English; with a plus or minus sign when ``signed``; -2 decimals are hundreds."""
        rounded = round(float(value), decimals)
        text = format_decimal(abs(rounded), format="#,##0" + ("." + "0" * decimals if decimals > 0 else ""), locale=self.lang)
        sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + text

    def percentage(self, share: float, decimals: int = 0) -> str:
        """``12%`` of a share between 0 and 1, which Dutch and English write alike."""
        return self.number(share * 100, decimals) + "%"

    def day(self, value: date) -> str:
        """``2 maart 2026`` or ``2 March 2026``."""
        return format_date(value, format="d MMMM y", locale=self.lang)

    def moment(self, value: datetime) -> str:
        """``ma 2 maart 2026, 09:05`` or ``Mon 2 March 2026, 09:05``."""
        return f"{format_date(value, format='EEE d MMMM y', locale=self.lang)}, {value:%H:%M}"

    def listed(self, parts: list[str]) -> str:
        """``a, b en c``."""
        if len(parts) < 2:
            return "".join(parts)
        return self("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])

    def _looked_up(self, *sentence: str) -> tuple[str, ...]:
        return sentence if self.lang == "en" else dutch().get(sentence[0], sentence)

    def _written(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {name: self.number(value) if isinstance(value, int) else str(value) for name, value in values.items()}


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    """Replaces ``{name}``; what stands between other braces, or in the values, is left alone."""
    return FORMATTED.sub(lambda match: values.get(match[0][1:-1], match[0]), sentence)
