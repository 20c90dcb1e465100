"""What a screen shows first. Not here: widgets."""
