"""Numbers of a scenario: which may be changed, changed ones, and what must be equal. Not here: running what comes of it."""
