"""Tables as files: what a spreadsheet opens shows every text as a text, also one that begins like a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.http import HttpResponse

from engine.language import Language
from engine.numbers import norwegian, plain

Cell = str | int | Decimal | date | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the beginning of a formula or a command; some take the wide signs of East Asia for it too."""


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], language: Language) -> HttpResponse:
    """Semicolons and a byte order mark, so that a Norwegian Excel reads it as it is."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_text(each, language) for each in headings])
    writer.writerows([_text(each, language) for each in row] for row in rows)
    return attachment(("\ufeff" + text.getvalue()).encode(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Figures as numbers, days as dates, everything else as text."""
    import xlsxwriter  # heavy, and asked for seldom

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet, dated = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate([headings, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, dated)
                elif isinstance(cell, int | Decimal):
                    sheet.write_number(at, column, float(cell))
                else:
                    sheet.write_string(at, column, cell or "")
        sheet.freeze_panes(1, 0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attachment(content.getvalue(), f"{name}.xlsx", kind)


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep: the browser neither shows it nor guesses what it is."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": _disposition(name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        },
    )


def _disposition(name: str) -> str:
    from django.utils.http import content_disposition_header

    # Paths and control characters of a name that somebody else chose end here.
    safe = "".join(each if each.isprintable() and each not in '/\\"' else "_" for each in name)
    return content_disposition_header(as_attachment=True, filename=safe[-150:]) or "attachment"


def _text(cell: Cell, language: Language) -> str:
    if isinstance(cell, Decimal):
        return norwegian(cell) if language is Language.NB else plain(cell)
    if isinstance(cell, int | date):
        return str(cell)
    text = cell or ""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
