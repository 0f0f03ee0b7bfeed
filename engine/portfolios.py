"""What the projects reported, read from the organisation's records for its report."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.report.projects import Portfolio
    from engine.report.schema import Report
    from engine.rulebook.book import Rulebook
    from engine.settings import Settings


def portfolio_of(book: "Rulebook", settings: "Settings", organisation: str, report: "Report") -> "Portfolio | None":
    """The portfolio, or None where the report has none or no project report lies in the folder of records.

    Raises DeliveryRefused for files with problems: a project that is passed over would look like one that is well.
    """
    from engine.periods import Grain, Period
    from engine.report.projects import Portfolio, ProjectReport, Risk

    spec = report.projects
    if spec is None:
        return None
    sources = book.records[organisation]
    rows = _rows(book, settings, organisation, spec.over)
    if not rows:
        return None
    risks = _rows(book, settings, organisation, spec.risks) if spec.risks else []
    grain: Grain = report.grain
    light = sources[spec.over].kept[spec.light][1]
    return Portfolio(
        reports=tuple(
            ProjectReport(
                project=str(row[spec.project]),
                period=Period.containing(row[spec.at], grain),
                light=str(row[spec.light]),
                progress=_decimal(row.get(spec.progress or "")),
            )
            for row in rows
        ),
        risks=tuple(
            Risk(
                project=str(row[spec.project]),
                period=Period.containing(row[spec.at], grain),
                text=str(row[spec.risk]),
                level=str(row[spec.level]),
                measure=str(row[spec.measure] or ""),
            )
            for row in risks
        ),
        lights=tuple(dict.fromkeys(light.map.values() or light.words)),
        red=spec.red,
    )


def _rows(book: "Rulebook", settings: "Settings", organisation: str, source: str) -> list[dict[str, Any]]:
    """The source's records in the order of their content; none where no file lies there."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    from engine.intake.records.shelf import gather
    from engine.settings import secrets

    declared = book.records[organisation][source]
    folder = settings.records
    if declared.files and not any(file.is_file() for glob in declared.files for file in folder.glob(glob)):
        return []
    table = gather(declared, folder=folder, cache=settings.cache / "records" / organisation, secrets=secrets())
    rows = [row for path in table.paths() for row in pq.read_table(path).to_pylist()]
    return sorted(rows, key=lambda row: repr(sorted(row.items(), key=lambda cell: cell[0])))


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
