"""Where work runs, and the store of what was run before. Not here: what is asked."""
