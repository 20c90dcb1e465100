"""The engine of event records, in machine code; files and functions bear the names of their twins. Not here: SimPy."""
