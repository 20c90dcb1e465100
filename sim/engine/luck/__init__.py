"""Draws and the arithmetic under them, equal to the bit everywhere. Not here: who draws what."""
