"""The log: how it ends, what was written last, and whether it is whole."""
