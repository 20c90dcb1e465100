"""One number of a scenario changed, or many. Not here: running what comes of it."""
