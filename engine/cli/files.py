"""Files that a command is given, read whole."""

from pathlib import Path

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes. A delivery is kept whole in the database; monthly figures are a thousandth of this."""


def read_file(path: Path) -> bytes:
    from engine.errors import UsageError
    from engine.language import mark

    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(mark("{file} is larger than {limit} MB"), file=path, limit=LARGEST_FILE // 1024**2)
        return path.read_bytes()
    except OSError as error:
        raise UsageError(mark("{file} cannot be read: {reason}"), file=path, reason=error.strerror or "?") from None
