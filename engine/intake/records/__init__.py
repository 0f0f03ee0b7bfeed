"""Raw records arrive: calls, tickets, probes, shifts. Declared in records.yaml, checked cell by cell, kept as Parquet parts.

    table = gather(source, folder=Path("records"), cache=Path("var/records"))
    table.parts                      # one Parquet file per content and month; the same bytes are never read twice

See docs/measures.md.
"""

from engine.intake.records.shelf import Part, RecordTable, changed_months, gather
from engine.intake.records.source import Column, ColumnType, RecordSource

__all__ = ["Column", "ColumnType", "Part", "RecordSource", "RecordTable", "changed_months", "gather"]
