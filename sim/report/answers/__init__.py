"""Whole answers, ready to be shown or stored. Not here: widgets."""
