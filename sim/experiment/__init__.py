"""What we learn: replications, paired comparison, gains and losses of persons, what an answer leans on, and staff plans."""
