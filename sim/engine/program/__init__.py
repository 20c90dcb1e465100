"""Declares the records and tables that both engines work on, as data. Not here: filling them."""
