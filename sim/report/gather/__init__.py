"""Results to told values. Not here: layout."""
