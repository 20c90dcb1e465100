"""Warns of what may be meant otherwise, and never refuses."""
