"""Plain values of a report. Not here: sentences."""
