"""Who must hear and why now: matters, recipients, reasons, one notice per recipient and round, and its words. Pure."""
