"""Files that come in, read whole: those that a command is given, and those in the inbox."""

from pathlib import Path

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes. A delivery is kept whole in the database; monthly figures are a thousandth of this."""


def read_file(path: Path) -> bytes:
    """The file's content. A pipe or a device has no size to ask for and may have no end, so no more is read than is kept."""
    from engine.errors import UsageError
    from engine.language import mark
    from engine.names import printable

    name = printable(path, 255)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UsageError(mark("{file} cannot be read: {reason}"), file=name, reason=error.strerror or "?") from None
    if len(content) > LARGEST_FILE:
        raise UsageError(mark("{file} is larger than {limit} MB"), file=name, limit=LARGEST_FILE // 1024**2)
    return content
