"""Reads a scenario file, or refuses it and says what to change. Not here: warnings."""
