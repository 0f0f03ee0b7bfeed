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
