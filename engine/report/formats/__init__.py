"""The formats that a report is read in: one file each; what it must keep is told in engine/report/document.py.

Heavy libraries are imported inside `render`, because the registry is loaded by whoever asks which formats there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from engine.report.document import Document
from engine.report.formats import docx, html, pdf, xlsx


class Format(StrEnum):
    """The word after --format is the name of the file."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Renderer:
    suffix: str
    """With its point: .html."""
    media_type: str
    render: Callable[[Document], bytes]
    """The whole file; the same document gives the same bytes."""


RENDERERS: dict[Format, Renderer] = {
    Format.HTML: Renderer(".html", "text/html; charset=utf-8", html.render),
    Format.PDF: Renderer(".pdf", "application/pdf", pdf.render),
    Format.DOCX: Renderer(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.render),
    Format.XLSX: Renderer(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.render),
}
