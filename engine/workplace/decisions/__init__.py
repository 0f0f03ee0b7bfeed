"""What people decide about the guard itself, as one person may see it and have a hand in it."""
