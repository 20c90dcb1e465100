"""How the days of a municipality unfold: the program, its draws and rules, and the two engines that execute it."""
