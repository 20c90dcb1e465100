"""The exit codes of ``sweetspot``, as its help tells them."""

from __future__ import annotations

DONE, WRONG_SCENARIO, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
