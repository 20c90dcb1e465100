"""What we know: published figures, demand solved from them, and how close the model comes."""
