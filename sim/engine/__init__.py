"""From a scenario to a program, with its draws and rules, and the two engines that execute it."""
