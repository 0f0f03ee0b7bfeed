"""The reports: read, commented, finalised and fetched."""
