"""The patterns: what was observed in reality, whether the model comes out the same, and the table of both.

Here is what is compared and how; what words and pages make of it is in ``words`` and ``page``. Fitting to figures is elsewhere
in :mod:`sim.evidence`: nothing here changes a number of a scenario for good.
"""
