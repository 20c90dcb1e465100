"""A scenario and what is written in it, in words. Not here: why it is refused."""
