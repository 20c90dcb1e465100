"""Why a sweep is not begun, or not finished."""

from __future__ import annotations

from typing import Any


class SweepError(ValueError):
    """What was asked cannot be swept. ``sentence`` is a msgid, ``about`` what stands in its places: text, or numbers."""

    def __init__(self, sentence: str, **about: Any) -> None:
        self.sentence, self.about = sentence, about
        super().__init__(sentence.format(**about))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.sentence, self.about)


def _again(sentence: str, about: dict[str, Any]) -> SweepError:
    return SweepError(sentence, **about)
