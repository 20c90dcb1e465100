"""What is compared, and what came out, with its statistics. Not here: running anything."""
