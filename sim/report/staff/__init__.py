"""The same for a staff plan, from told values to its page. Not here: comparisons."""
