"""The parts that pages of the dashboard are made of. Each draws findings; none works anything out but where to draw it."""
