"""Avvik as one person may see and work them: the queue, one avvik with its grounds, and the moves that are theirs to make."""
