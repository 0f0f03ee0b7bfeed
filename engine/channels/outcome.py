"""What a channel answers when it could not send: for this message for now, for this message for ever, or for nobody now."""

import re
from typing import Final

from engine.names import printable

_ADDRESS: Final = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
_LONGEST: Final = 200


class NotSent(Exception):
    """`said`: what the other side said, on one line and without anybody's address: it goes on record and into logs."""

    def __init__(self, said: object) -> None:
        self.said = printable(_ADDRESS.sub("<…>", str(said)), _LONGEST)
        super().__init__(self.said)


class Later(NotSent):
    """Temporary and about this message: greylisting, a full mailbox, a connection that broke while it was handed over."""


class Refused(NotSent):
    """Permanent and about this message: no such recipient, contents that are not taken."""


class Unreachable(NotSent):
    """Not about this message: nobody answers, the certificate is not good, the password is wrong."""
