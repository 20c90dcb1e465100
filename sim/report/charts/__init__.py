"""What is drawn, and the drawing of it as SVG. Not here: what a result means."""
