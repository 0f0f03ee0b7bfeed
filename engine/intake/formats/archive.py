"""The zip around a workbook: what is in it, and its parts unpacked with everything counted and nothing believed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from engine.intake.findings import Code, Findings
from engine.language import mark
from engine.names import shown

MAX_BYTES = 5 * 1024**2
MAX_UNPACKED = 50 * 1024**2
MAX_PARTS = 200
MAX_RATIO = 200
"""Unpacked to packed. Real sheets reach 40."""
_RATIO_FROM = 1024**2
_CHUNK = 64 * 1024

_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, OSError, ValueError)
"""What zipfile raises over damaged files, as 5 000 mutated ones showed."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORBIDDEN = {
    "vbaproject.bin": (Code.MACROS, mark("the workbook has macros; save it as .xlsx without them")),
    "/macrosheets/": (Code.MACROS, mark("the workbook has macros; save it as .xlsx without them")),
    "/externallinks/": (
        Code.EXTERNAL_LINKS,
        mark("the workbook has links to other workbooks; break the links and save it again"),
    ),
    "xl/workbook.bin": (Code.OTHER_FORMAT, mark("this is a binary workbook (.xlsb); save it as .xlsx")),
}


class Archive:
    """The parts of a workbook, unpacked when they are asked for. A part nobody asks for cannot do any harm."""

    def __init__(self, content: bytes, findings: Findings) -> None:
        """Raises DeliveryRefused for what is no workbook, or not one that we read."""
        self._findings = findings
        self._unpacked = 0
        self._read: dict[str, bytes] = {}
        self._zip = _open(content, findings)
        self._parts = self._checked()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises DeliveryRefused when it is absent or damaged, or when too much has been unpacked."""
        if name in self._read:
            return self._read[name]
        info = self._parts.get(name.lower())
        if info is None:
            self._findings.refuse(
                Code.NOT_A_WORKBOOK, mark("the workbook is damaged: its part {name} is missing"), name=shown(name)
            )
        try:
            self._read[name] = self._inflate(info)
        except _DAMAGED:
            self._findings.refuse(
                Code.NOT_A_WORKBOOK, mark("the workbook is damaged: its part {name} cannot be unpacked"), name=shown(name)
            )
        return self._read[name]

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError(info.compress_type)
        unpacked = bytearray()
        with self._zip.open(info) as part:
            while chunk := part.read(_CHUNK):
                unpacked += chunk
                self._unpacked += len(chunk)
                too_much = self._unpacked > MAX_UNPACKED
                if too_much or len(unpacked) > max(_RATIO_FROM, MAX_RATIO * info.compress_size):
                    message = mark("the workbook unpacks to far more than it is; at most {limit} MB are read")
                    self._findings.refuse(Code.UNPACKED_SIZE, message, limit=MAX_UNPACKED // 1024**2)
        return bytes(unpacked)

    def _checked(self) -> Mapping[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS:
            self._findings.refuse(Code.UNPACKED_SIZE, mark("the workbook has more than {limit} parts"), limit=MAX_PARTS)
        names = [info.filename.lower() for info in infos]
        for sign, (code, message) in _FORBIDDEN.items():
            if any(sign in name for name in names):
                self._findings.refuse(code, message)
        # Two parts of one name, and readers disagree on which is meant.
        if len(set(names)) != len(names):
            self._findings.refuse(Code.NOT_A_WORKBOOK, mark("the workbook is damaged: a part of it is there twice"))
        if any(info.flag_bits & 1 for info in infos):
            self._findings.refuse(Code.ENCRYPTED, mark("the workbook is encrypted; save it without a password"))
        if "xl/workbook.xml" not in names:
            self._findings.refuse(Code.OTHER_FORMAT, mark("this is a zip file, but not an Excel workbook (.xlsx)"))
        return dict(zip(names, infos, strict=True))


def _open(content: bytes, findings: Findings) -> zipfile.ZipFile:
    if len(content) > MAX_BYTES:
        findings.refuse(Code.TOO_LARGE, mark("the workbook is larger than {limit} MB"), limit=MAX_BYTES // 1024**2)
    if not content:
        findings.refuse(Code.EMPTY, mark("the file is empty"))
    if content.startswith(_OLE):
        _refuse_ole(content, findings)
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGED:
        findings.refuse(Code.NOT_A_WORKBOOK, mark("this is not an Excel workbook (.xlsx), or it did not arrive whole"))


def _refuse_ole(content: bytes, findings: Findings) -> None:
    """Excel before 2007, and every encrypted workbook, is a file system of its own in a file."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        findings.refuse(Code.ENCRYPTED, mark("the workbook is encrypted; save it without a password"))
    findings.refuse(Code.OTHER_FORMAT, mark("this is a workbook of the old kind (.xls); save it as .xlsx"))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A new zip of exactly these parts, so that the next reader sees what was checked and nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
