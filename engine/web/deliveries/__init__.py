"""Deliveries: what is due and late, what came, what was refused and why, and a file on its way in."""
