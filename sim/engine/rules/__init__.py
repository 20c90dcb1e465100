"""Pure functions that both engines call. Not here: state, and the order of events."""
