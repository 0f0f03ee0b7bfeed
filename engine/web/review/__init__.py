"""The review queue and the page of one avvik: what waits, why it was raised, and every move that somebody may make."""
