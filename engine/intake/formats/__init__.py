"""The formats that files arrive in: `format: csv` in a source profile is csv.py here."""

from collections.abc import Mapping
from typing import Protocol

from engine.intake.findings import Findings
from engine.intake.formats import csv, parquet, xlsx
from engine.intake.formats.notation import Notation
from engine.intake.table import Grid


class Reader(Protocol):
    """Bytes to rows. What is wrong with one row or cell is added to the findings; where nothing more can be read,
    DeliveryRefused is raised with them.
    """

    def __call__(self, content: bytes, profile: Notation, findings: Findings, /) -> Grid: ...


READERS: Mapping[str, Reader] = {"csv": csv.read, "parquet": parquet.read, "xlsx": xlsx.read}
