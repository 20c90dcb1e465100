"""What a value is, and how it is read and limited. Not here: which fields a scenario has."""
