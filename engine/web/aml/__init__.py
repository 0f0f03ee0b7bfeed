"""Working time: counts for those who follow up, rows for HR, the leader and the person, and nobody's rows without a reason."""
