"""The engine of event records, in machine code, under the names of its twin but for what
``tests/engine/test_twin_names.py`` lists. Not here: SimPy.
"""
