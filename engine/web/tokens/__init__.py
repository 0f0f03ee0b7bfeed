"""A person's own tokens: made, shown once, ended."""
