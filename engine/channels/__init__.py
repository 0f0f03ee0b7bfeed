"""How messages leave the house: one file per kind of channel, and the file in which the operator sets them up.

The word in `kind:` is the name of the file.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol

from engine.channels import alertmanager, apprise, email, file, webhook
from engine.channels.config import ChannelConfig
from engine.channels.outside import Occasion, Outside
from engine.notify.notice import Letter

__all__ = ["KINDS", "ChannelConfig", "Kind", "Occasion", "Outside"]


class Send(Protocol):
    def __call__(self, config: Any, letter: Letter, occasion: Occasion, /) -> None:
        """Hand the letter over; returns when it was taken. Raises Later, Refused or Unreachable."""


class Kind(Protocol):
    """What a file of a kind has: the keys of its item, and how it sends."""

    @property
    def Config(self) -> type[ChannelConfig]: ...  # noqa: N802 (a class)

    @property
    def send(self) -> Send: ...


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {"email": email, "apprise": apprise, "webhook": webhook, "alertmanager": alertmanager, "file": file}
)
PERSONAL: Final = "email"
"""The kind that reaches each person by themselves; the others are places where everybody reads."""
