"""Files of work records arrive: csv, xlsx and parquet become the rows of the kernel, or are refused whole.

read_all   files → WorkRecords, all of them or none; nothing of a refused file is kept or repeated
"""

from engine.timesheets.reading import File, read_all

__all__ = ["File", "read_all"]
