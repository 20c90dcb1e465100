"""Measures as files of their own, and plans that use them. Not here: the scenario file that comes of it (``loading``)."""
