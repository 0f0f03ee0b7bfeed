"""A file's bytes as UTF-8 for readers of columns. What the decoder would refuse or change is looked for in the bytes first."""

import numpy as np

from engine.intake.findings import Findings
from engine.intake.formats.encodings import DECODERS, decode

MARK = b"\xef\xbb\xbf"
_COMPOSED_BELOW = 0xCC
"""Lead bytes below this begin letters before U+0300, of which no two can be composed to one."""
_SUSPECT = (b"\x82", b"\x83")
"""The second bytes of Â and Ã, with which letters begin that were encoded twice."""
_SPACE, _DELETE = 32, 127
_ALLOWED = tuple(b"\t\n\r")
_AT_ONCE = 2**24


def as_utf_8(content: bytes, encoding: str, findings: Findings) -> bytes:
    """The text that `decode` gives, as UTF-8. Raises DeliveryRefused where it does."""
    text = content.removeprefix(MARK) if encoding == "utf-8" else _recoded(content, encoding)
    return text if text is not None and _is_plain(text) else decode(content, encoding, findings).encode()


def _recoded(content: bytes, encoding: str) -> bytes | None:
    try:
        return DECODERS[encoding](content).encode()
    except UnicodeDecodeError:
        return None


def _is_plain(content: bytes) -> bool:
    """True for sound UTF-8 that the decoder leaves as it is."""
    view = np.frombuffer(content, dtype=np.uint8)
    for start in range(0, len(view), _AT_ONCE):
        part = view[start : start + _AT_ONCE]
        allowed = sum(np.count_nonzero(part == sign) for sign in _ALLOWED)
        if part.max() >= _COMPOSED_BELOW or np.count_nonzero(part < _SPACE) != allowed or (part == _DELETE).any():
            return False
    return content.isascii() or (_is_utf_8(content) and not any(suspect in content for suspect in _SUSPECT))


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
