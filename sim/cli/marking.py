"""Marks sentences for the catalogues without importing them, so that ``sweetspot --version`` is quick."""

from __future__ import annotations

VARIABLE = "SWEETSPOT_STORE"
"""The environment variable that places the store, as in :mod:`sim.experiment.running.store`."""


def marked(sentence: str) -> str:
    """The sentence itself."""
    return sentence
