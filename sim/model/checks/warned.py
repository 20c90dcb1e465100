"""What a warning is. It refuses nothing: a person looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.text.pairs import Language, Text


@dataclass(frozen=True)
class Warned:
    """A stable code, the path in the file, and what is told of it; ``law`` is the law that may forbid it."""

    code: str
    path: str
    said: Text
    law: str = ""

    def text(self, language: Language = "en") -> str:
        return self.said.said(language)

    def __str__(self) -> str:
        return f"{self.path}: {self.text()}"
