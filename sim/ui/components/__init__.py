"""The parts that pages of the dashboard are made of. Each draws findings."""
