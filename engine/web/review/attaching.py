"""A file on its way into the log: small enough, of a kind that may be attached, and let in by the scanner."""

from engine.avvik.attachment import Attachment, file_name, kind_of
from engine.errors import MoveRefused
from engine.language import mark
from engine.settings import Settings
from engine.web.review.scanner import is_clean


def require_size(size: int, settings: Settings) -> None:
    """MoveRefused for a file that is larger than the settings allow."""
    if size > settings.attachment_megabytes << 20:
        raise MoveRefused(mark("the file is larger than {most} MB"), most=settings.attachment_megabytes)


def checked(name: str, data: bytes, settings: Settings) -> Attachment:
    """The file as it may be attached, or MoveRefused for one that is too large, of another kind, or not clean."""
    require_size(len(data), settings)
    kind = kind_of(data)
    if kind is None:
        raise MoveRefused(
            mark(
                "the file is none of these: PDF, PNG, JPEG, Word, Excel or PowerPoint without macros, OpenDocument, plain text"
            )
        )
    if not is_clean(settings.scanner, data):
        raise MoveRefused(mark("the scanner did not let the file in"))
    return Attachment(name=file_name(name, kind), data=data, kind=kind)
