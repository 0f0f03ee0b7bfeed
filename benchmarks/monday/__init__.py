"""A Monday morning of many people at once, on the real server: who works there, what each does, and what is counted."""
