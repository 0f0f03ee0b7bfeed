"""The report on paper, looked at as a reader and as a screen reader would."""

import re

import pypdfium2
import pytest
import typst

from engine.report.formats import pdf
from tests.report.formats.samples import DOCUMENT, FINAL, SHOWN


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.render(DOCUMENT)


@pytest.fixture(scope="module")
def pages(made: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]


def test_it_claims_both_standards_and_carries_tags(made: bytes) -> None:
    """typst checks what it writes against the standards; that it was asked to is seen in the file."""
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"/MarkInfo" in made
    assert re.search(rb"/Lang ?\(nb-NO\)", made)


def test_typst_refuses_the_layout_with_a_picture_that_says_nothing() -> None:
    layout = pdf.LAYOUT.read_text(encoding="utf-8").replace(", alt: it.alternative", "")
    with pytest.raises(typst.TypstError, match="alt text"):
        typst.compile(layout.encode(), sys_inputs=pdf.inputs(DOCUMENT), format="pdf", pdf_standards=["ua-1"])


def test_what_users_wrote_is_shown_letter_by_letter(pages: list[str]) -> None:
    text = re.sub(r"\s+", "", "".join(pages))
    assert re.sub(r"\s+", "", SHOWN) in text


def test_every_page_of_a_draft_says_so_and_none_of_a_final_edition(pages: list[str]) -> None:
    assert all("Utkast" in page for page in pages)
    final = pypdfium2.PdfDocument(pdf.render(FINAL))
    assert not any("Utkast" in page.get_textpage().get_text_range() for page in final)


def test_the_last_page_has_the_logs_head_and_the_rules(pages: list[str]) -> None:
    assert "17:0123456789abcdef" in pages[-1]
    assert "hnikt-first-line" in pages[-1]


def test_pages_are_numbered_and_the_contents_lead_to_them(pages: list[str]) -> None:
    assert [f"{number} / {len(pages)}" in page for number, page in enumerate(pages, start=1)] == [True] * len(pages)
    assert "Innhold" in pages[0]


def test_it_is_set_in_the_fonts_that_come_along(made: bytes) -> None:
    """A report that looks otherwise on a machine with other fonts is another report."""
    fonts = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z-]+)", made))
    assert {b"LiberationSans", b"LiberationSans-Bold"} <= fonts
    assert not any(name.startswith((b"Arial", b"Helvetica", b"NotoSans")) for name in fonts)


def test_without_our_fonts_it_is_set_in_the_librarys_own(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    assert pdf.render(DOCUMENT).startswith(b"%PDF-")
