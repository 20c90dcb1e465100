"""Warns of what is allowed but may be unlawful, too short, or outside what is simulated. It never refuses."""
