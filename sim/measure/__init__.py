"""What a run looks like: KPIs, norms and cost, measured from the tables alone."""
