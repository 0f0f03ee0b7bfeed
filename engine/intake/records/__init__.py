"""Raw records arrive: calls, tickets, probes, shifts. Declared in records.yaml, checked cell by cell, kept as Parquet parts.

    from engine.intake.records.shelf import gather
    table = gather(source, folder=Path("records"), cache=Path("var/records"))
    table.parts                      # one Parquet file per content and month; the same bytes are never read twice

See docs/measures.md.
"""
