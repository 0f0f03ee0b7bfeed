"""What the schema cannot see: names that do not exist, targets that contradict each other, figures that nobody counts.

One file per subject. A lint is made once for all items of a kind and then asked about each item; it answers with findings.
"""
