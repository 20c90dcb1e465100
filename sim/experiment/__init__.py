"""What we learn: replications, comparison by paired replications, gains and losses of persons, tipping points."""
