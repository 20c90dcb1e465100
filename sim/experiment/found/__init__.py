"""What came out, with its statistics. Not here: running anything."""
