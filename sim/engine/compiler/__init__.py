"""The one room that knows Numba: how functions become machine code. Not here: anything about citizens."""
