"""Evidence about persons, apart from everything else: its own tables, its own database where one is set, its own door.

records, breaches and HR's cases under pseudonyms; the link to employee numbers in a table of its own; who looked, and what
was deleted. Every read asks engine.aml.rights and is logged.
"""
