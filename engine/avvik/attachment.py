"""What may be attached to an avvik, told by its bytes: a name can say anything.

Office files with macros, pages and programs are none of these kinds, so they are refused.
"""

import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from io import BytesIO

LONGEST_NAME = 120
_WORD_SIZE = 80
"""Bytes: the first part of an OpenDocument file is its media type and no more."""


class FileKind(StrEnum):
    """A kind by its usual ending."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    TEXT = "txt"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: f"{_OFFICE}wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    FileKind.PPTX: f"{_OFFICE}presentationml.presentation",
    FileKind.ODT: f"{_OPEN_DOCUMENT}text",
    FileKind.ODS: f"{_OPEN_DOCUMENT}spreadsheet",
    FileKind.TEXT: "text/plain; charset=utf-8",
}
_SIGNATURES = ((b"%PDF-", FileKind.PDF), (b"\x89PNG\r\n\x1a\n", FileKind.PNG), (b"\xff\xd8\xff", FileKind.JPEG))
_OFFICE_PARTS = (
    ("word/document.xml", FileKind.DOCX),
    ("xl/workbook.xml", FileKind.XLSX),
    ("ppt/presentation.xml", FileKind.PPTX),
)
_OPEN_KINDS = (FileKind.ODT, FileKind.ODS)
_LONGEST_TYPES = 1 << 20
_PROGRAM_TYPES = (b"macro", b"vba", b"activex", b"<!doctype", b"<!entity", b"&#")
"""In the types of an Office file's parts: macros, macro sheets and controls; and ways to write such a word otherwise."""
_ENCODING = re.compile(rb"encoding\s*=\s*([^\s?>]+)")
"""Another encoding is one more such way."""
_PROGRAM_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/", "xl/dialogsheets/")
_PROGRAM_ENDINGS = ("vbaproject.bin", ".jar", ".exe", ".dll", ".js", ".vbs", ".ps1", ".bat", ".cmd", ".scr", ".lnk")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on its way into the log."""

    name: str
    data: bytes
    kind: FileKind

    @property
    def words(self) -> dict[str, str]:
        """What its entry says. All of it is under the seal: the hash of a small file tells what is in it to who can guess."""
        return {
            "name": self.name,
            "type": self.kind.value,
            "size": str(len(self.data)),
            "sha256": sha256(self.data).hexdigest(),
        }


def kind_of(data: bytes) -> FileKind | None:
    """None for what is empty or of no kind that may be attached."""
    found = next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)
    if found is not None:
        return found
    if data.startswith(b"PK\x03\x04"):
        return _in_archive(data)
    return FileKind.TEXT if _is_text(data) else None


def file_name(given: str, kind: FileKind) -> str:
    """A name that is safe to show and to save under: no folders, nothing invisible, and the ending that its bytes have."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')
    stem = shown.rpartition(".")[0] or shown
    stem = " ".join(stem.split()).strip(". ")[: LONGEST_NAME - len(kind.value) - 1]
    return f"{stem or 'vedlegg'}.{kind.value}"


def _in_archive(data: bytes) -> FileKind | None:
    """None for what is broken, for what has the same part twice, of which a reader may take either, and for macros."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name.casefold() for name in archive.namelist()]
            if len(set(names)) < len(names) or any(map(_is_program, names)):
                return None
            return _open_document(archive) or _office(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, NotImplementedError, OSError):
        return None


def _open_document(archive: zipfile.ZipFile) -> FileKind | None:
    """Its first part says what it is, in bytes that are not packed."""
    first = archive.infolist()[0]
    if first.filename != "mimetype" or first.file_size > _WORD_SIZE or "content.xml" not in archive.namelist():
        return None
    said = archive.read(first)
    return next((kind for kind in _OPEN_KINDS if kind.media_type.encode() == said.strip()), None)


def _office(archive: zipfile.ZipFile) -> FileKind | None:
    """A part is what [Content_Types].xml says that it is, whatever its name: macros are looked for there too."""
    names = {each.filename: each for each in archive.infolist()}
    types = names.get("[Content_Types].xml")
    if types is None or types.file_size > _LONGEST_TYPES:
        return None
    said = archive.read(types).removeprefix(b"\xef\xbb\xbf").lower()
    encodings = {found.strip(b"'\"") for found in _ENCODING.findall(said)}
    if b"\0" in said or encodings - {b"utf-8", b"us-ascii"} or any(word in said for word in _PROGRAM_TYPES):
        return None
    return next((kind for part, kind in _OFFICE_PARTS if part in names), None)


def _is_program(name: str) -> bool:
    """The parts in which Office and OpenDocument keep programs by their usual names."""
    return name.startswith(_PROGRAM_FOLDERS) or name.endswith(_PROGRAM_ENDINGS)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and all(letter in "\t\n\r\f" or unicodedata.category(letter) != "Cc" for letter in text)
