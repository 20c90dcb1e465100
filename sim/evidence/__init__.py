"""What we know: published figures, how close the model comes to them, and baselines made from own figures."""
