"""The Word file, read back as python-docx and LibreOffice read it."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document as Word

from engine.report.formats import docx as report
from tests.report.formats.samples import CHART, DOCUMENT, SHOWN, TABLE


@pytest.fixture(scope="module")
def word() -> Word:
    return docx.Document(io.BytesIO(report.render(DOCUMENT)))


def test_headings_lists_and_captions_are_styles_to_go_on_with(word: Word) -> None:
    styles = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style is not None}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Caption"} <= styles
    assert [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"][:2] == [
        "Til styret",
        "Økonomi",
    ]


def test_the_table_has_its_headings_its_numbers_and_its_name(word: Word) -> None:
    table = word.tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["Post", "Faktisk", "Budsjett", "Faktisk", "Budsjett"]
    assert [cell.text for cell in table.rows[2].cells] == ["Driftsinntekter", "233 246", "−668", "4,6 %*", "144‡1)"]
    assert table.rows[3].cells[1].text == "✗ 65 %"
    xml = table._tbl.xml
    assert xml.count("w:tblHeader") == len(TABLE.header)
    assert 'w:tblCaption w:val="Resultat mars 2023 og hittil i år"' in xml


def test_every_picture_says_what_it_shows(word: Word) -> None:
    assert len(word.inline_shapes) == 4
    assert [shape._inline.docPr.get("descr") for shape in word.inline_shapes] == [CHART.alternative] * 4


def test_what_users_wrote_is_text(word: Word) -> None:
    assert SHOWN in [paragraph.text for paragraph in word.paragraphs]


def test_the_draft_stands_at_the_head_of_every_page_and_the_language_is_norwegian(word: Word) -> None:
    assert "Utkast" in word.sections[0].header.paragraphs[0].text
    assert word.core_properties.language == "nb-NO"


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: that it opens the file was NOT shown"
)
def test_libreoffice_opens_it_and_prints_it(tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(report.render(DOCUMENT))
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=90)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "report.pdf"))
    assert "Driftsinntekter" in text
    assert "17:0123456789abcdef" in text
