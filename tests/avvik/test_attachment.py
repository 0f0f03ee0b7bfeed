"""What a file is, is told by its bytes; what it is called, by a name that is safe everywhere."""

import zipfile
from io import BytesIO
from itertools import count

import pytest

from engine.avvik.attachment import LONGEST_NAME, Attachment, FileKind, file_name, kind_of


def archive(*names: str, first: bytes = b"") -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        if first:
            opened.writestr("mimetype", first)
        for name in names:
            opened.writestr(name, "x")
    return written.getvalue()


OFFICE = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n...", FileKind.PNG),
        (b"\xff\xd8\xff\xe0", FileKind.JPEG),
        (archive(OFFICE, "word/document.xml"), FileKind.DOCX),
        (archive(OFFICE, "xl/workbook.xml"), FileKind.XLSX),
        (archive(OFFICE, "ppt/presentation.xml"), FileKind.PPTX),
        (archive("content.xml", first=FileKind.ODT.media_type.encode()), FileKind.ODT),
        (archive("content.xml", first=FileKind.ODS.media_type.encode()), FileKind.ODS),
        ("Målt på nytt.\n".encode(), FileKind.TEXT),
        (b"<script>alert(1)</script>", FileKind.TEXT),  # saved as text, never shown as a page
    ],
    ids=count(),  # the bytes of an archive hold the time at which it was made
)
def test_a_kind_is_told_by_the_bytes(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) is kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02",
        b"GIF89a\x01\x00",
        "blåbær".encode("latin-1"),
        b"text\x00with nought",
        b"\x1b[31mred",
        archive("a.txt"),
        archive(OFFICE, "xl/workbook.xml", "xl/vbaProject.bin"),
        archive(OFFICE, "word/document.xml")[:60],
        b"PK\x03\x04" + b"\xff" * 100,
    ],
    ids=count(),
)
def test_programs_macros_and_broken_files_are_of_no_kind(data: bytes) -> None:
    assert kind_of(data) is None


def office(types: bytes, *names: str) -> bytes:
    """A Word document whose parts are of these types."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(OFFICE, types)
        for name in ("word/document.xml", *names):
            opened.writestr(name, "x")
    return written.getvalue()


WITH_MACROS = '<Types><Override PartName="/word/harmless.xml" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
MACRO_MAIN = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml" PartName="/word/document.xml"/>'


@pytest.mark.parametrize(
    "data",
    [
        office(WITH_MACROS.encode(), "word/harmless.xml"),
        office(MACRO_MAIN),
        office(WITH_MACROS.encode("utf-16"), "word/harmless.xml"),
        office(WITH_MACROS.encode("utf-16-le"), "word/harmless.xml"),
        office(b"<?xml version='1.0' encoding='utf-7'?>" + WITH_MACROS.replace("vba", "+AHYAYgBh-").encode()),
        office(b"<!DOCTYPE Types [<!ENTITY v 'vba'>]><Types/>"),
        office(WITH_MACROS.replace("vbaP", "vb&#97;P").encode()),
        office(b"<Types/>", "word/VBAPROJECT.BIN"),
        office(b"<Types/>", "word/embeddings/run.exe"),
        office(b"<Types/>" + b" " * (2 << 20)),
        archive(OFFICE, "xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
        archive("content.xml", "Basic/Standard/Module1.xml", first=FileKind.ODT.media_type.encode()),
        archive("content.xml", "Scripts/python/run.py", first=FileKind.ODS.media_type.encode()),
        archive(first=FileKind.ODT.media_type.encode()),
        archive("mimetype", "content.xml"),
        b"PK\x03\x04" + b"\0" * 26 + b"mimetype" + FileKind.ODT.media_type.encode() + b"MZ a program",
    ],
    ids=count(),
)
def test_macros_are_found_whatever_their_part_is_called_and_however_it_is_written(data: bytes) -> None:
    assert kind_of(data) is None


def test_a_part_that_is_there_twice_is_of_no_kind() -> None:
    """One reader takes the first and another the last: what was looked at need not be what is opened."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = archive(OFFICE, OFFICE, "word/document.xml")
    assert kind_of(twice) is None
    assert kind_of(archive(OFFICE, "word/document.xml", "WORD/document.xml")) is None


def test_a_document_that_a_program_made_is_of_its_kind() -> None:
    """No false alarm: what Word's and Excel's libraries write."""
    from docx import Document
    from xlsxwriter import Workbook

    word, sheet = BytesIO(), BytesIO()
    Document().save(word)
    with Workbook(sheet) as book:
        book.add_worksheet()
    assert kind_of(word.getvalue()) is FileKind.DOCX
    assert kind_of(sheet.getvalue()) is FileKind.XLSX


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\måling mars.exe", "måling mars.pdf"),
        ('"><img src=x onerror=alert(1)>.png', "img src=x onerror=alert(1).pdf"),
        ("fakt\u202efdp.exe", "faktfdp.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("...", "vedlegg.pdf"),
        ("", "vedlegg.pdf"),
    ],
)
def test_a_name_is_safe_to_show_and_to_save_under(given: str, safe: str) -> None:
    assert file_name(given, FileKind.PDF) == safe


def test_a_name_has_an_end() -> None:
    assert len(file_name("x" * 5_000, FileKind.TEXT)) == LONGEST_NAME


def test_what_its_entry_says_is_text_alone() -> None:
    words = Attachment(name="a.txt", data=b"abc", kind=FileKind.TEXT).words
    assert (words["name"], words["type"], words["size"]) == ("a.txt", "txt", "3")
    assert words["sha256"].startswith("ba7816bf")
