"""The fields of a scenario: population, channels, services and what else a town has. Not here: files and lines."""
