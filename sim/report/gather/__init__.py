"""Turns results of experiments into told values. Not here: layout."""
