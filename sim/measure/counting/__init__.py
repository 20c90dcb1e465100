"""What is counted of a run, by name, and the one compiled pass over its rows that counts it. Not here: what is told of it."""
