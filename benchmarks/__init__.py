"""What the engines cost: time, memory and compiling. Run with ``make bench``."""
