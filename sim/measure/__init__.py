"""What a run looks like: KPIs, norms and cost, from its tables and its scenario. Nothing is simulated here."""
