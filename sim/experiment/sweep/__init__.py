"""Many designs at once: a scenario at every combination of levels, and the figures asked. Not here: what it is told as."""
