"""What is said, in Dutch and in English: pairs of short texts, sentences, and numbers with their units.

Not here: anything that knows a citizen.
"""
