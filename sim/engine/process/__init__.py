"""The engine of SimPy processes, in which a life is told as one function. Not here: Numba."""
