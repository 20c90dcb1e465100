"""Sentences made of told values. Not here: HTML."""
