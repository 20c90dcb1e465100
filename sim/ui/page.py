"""What a page of the dashboard is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.text.texts import Texts


@dataclass(frozen=True)
class Page:
    """One page: its name (a msgid), its place in the address bar, its Material icon, and the function that draws it.

    ``show`` gets the texts in the language of the visitor. It draws from what is stored; whatever takes longer than a fifth of
    a second goes to :mod:`sim.ui.jobs`.
    """

    title: str
    path: str
    icon: str
    show: Callable[[Texts], None]
