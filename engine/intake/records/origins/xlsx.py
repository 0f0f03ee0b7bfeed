"""`format: xlsx`: a sheet of a workbook, read behind the same guards as a delivery of figures."""

from engine.intake.findings import Findings
from engine.intake.formats import xlsx
from engine.intake.records.raw import Raw, of_table
from engine.intake.records.source import RecordSource
from engine.intake.table import tabulate


def read(content: bytes, source: RecordSource, findings: Findings) -> Raw:
    """Raises DeliveryRefused for what is no workbook, hides something, or would hurt the one who reads it."""
    return of_table(tabulate(xlsx.read(content, source, findings)))
