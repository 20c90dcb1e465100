"""From a staff plan to its told values, words and page. Not here: comparisons."""
