"""Bytes to text by the declared encoding, strictly. What was saved in another one is recognised, and the advice says which."""

import codecs
import re
from collections.abc import Callable
from unicodedata import normalize

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.language import mark

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TWICE_ENCODED = re.compile("Ã[¥¸¦…˜†©¶¤]|Â\u00a0|â€")
"""æøåÆØÅ éöä, NBSP and dashes that were UTF-8, were read as cp1252 and were saved again."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def decode(content: bytes, encoding: str, findings: Findings) -> str:
    """The text, its letters composed (NFC). Raises DeliveryRefused."""
    try:
        text = DECODERS[encoding](content)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.refuse(Code.ENCODING, _advice(content, encoding), Place(findings.file, line), encoding=encoding)
    _refuse_lost_letters(text, findings)
    return normalize("NFC", text)


def _utf_8(content: bytes) -> str:
    if content.startswith(_UTF_16_MARKS):
        raise UnicodeDecodeError("utf-8", content, 0, 1, "a UTF-16 byte order mark")
    return content.decode("utf-8-sig")


def _cp1252(content: bytes) -> str:
    if content.startswith(_UTF_16_MARKS) or (not content.isascii() and _reads(content, "utf-8")):
        # Norwegian letters in cp1252 are never valid UTF-8, so what is valid UTF-8 was not written as cp1252.
        raise UnicodeDecodeError("cp1252", content, 0, 1, "UTF-8 or UTF-16")
    return content.decode("cp1252")


def _utf_16(content: bytes) -> str:
    if not content.startswith(_UTF_16_MARKS):
        raise UnicodeDecodeError("utf-16", content, 0, 1, "no byte order mark")
    return content.decode("utf-16")


DECODERS: dict[str, Callable[[bytes], str]] = {"utf-8": _utf_8, "cp1252": _cp1252, "utf-16": _utf_16}


def _advice(content: bytes, declared: str) -> str:
    if content.startswith(_UTF_16_MARKS):
        return mark("the file is not {encoding} as the profile declares; it is utf-16 (encoding: utf-16)")
    if declared != "utf-8" and _reads(content, "utf-8"):
        return mark("the file is not {encoding} as the profile declares; it is utf-8 (encoding: utf-8)")
    if declared != "cp1252" and b"\0" not in content and _reads(content, "cp1252"):
        return mark("the file is not {encoding} as the profile declares; a CSV from Excel is often cp1252 (encoding: cp1252)")
    return mark("the file is not {encoding} as the profile declares; save it again as CSV UTF-8")


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_lost_letters(text: str, findings: Findings) -> None:
    """Letters that are already broken in the file: no declaration mends them."""
    if twice := _TWICE_ENCODED.search(text):
        message = mark("{text} stands for a letter that was encoded twice; save the file again from its source as CSV UTF-8")
        findings.refuse(Code.LETTERS_LOST, message, _at(text, twice.start(), findings), text=f"'{twice[0]}'")
    if (lost := text.find("\ufffd")) >= 0:
        message = mark("a letter was lost (U+FFFD) before the file was saved; save it again from its source")
        findings.refuse(Code.LETTERS_LOST, message, _at(text, lost, findings))
    if control := _CONTROL.search(text):
        message = mark("the control character U+{code} stands in the text; the file is damaged or not a text")
        findings.refuse(Code.CONTROL_CHARACTER, message, _at(text, control.start(), findings), code=f"{ord(control[0]):04X}")


def _at(text: str, position: int, findings: Findings) -> Place:
    return Place(findings.file, text.count("\n", 0, position) + 1)
