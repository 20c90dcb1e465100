"""How many people are needed when: the plan that meets the norms, found by simulation, and what it costs."""
