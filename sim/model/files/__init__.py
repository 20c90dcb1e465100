"""Reads a scenario file, or refuses it and says what to change; and what may be written where. Not here: warnings."""
