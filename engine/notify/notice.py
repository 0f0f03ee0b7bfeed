"""A notice: rendered once, put into the outbox with its cause, and sent as it was rendered, however often it must be tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.language import Language
from engine.notify.matter import Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a channel sends. The same letter always bears the same key and Message-ID: who gets it twice can tell."""

    key: str
    message_id: str
    references: tuple[str, ...] = ()
    """What it belongs to, so that mail programs show an avvik's messages together."""
    address: str = ""
    """The recipient's e-mail address; empty for a place."""
    subject: str
    text: str
    html: str
    data: Mapping[str, Any] = field(default_factory=dict)
    """The same for programs, as JSON."""
    at: datetime
    language: Language = Language.NB


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A letter with whom it is for, by which channel, and what they will have heard with it."""

    organisation: str
    recipient: str
    channel: str
    heard: tuple[Heard, ...]
    letter: Letter

    @property
    def key(self) -> str:
        return self.letter.key
