"""Fills the program of a scenario: every name a number, every range a value. Not here: simulating it."""
