"""What a reader needs to know of a file: a source profile has it, and so has a record source."""

from collections.abc import Collection
from typing import Protocol


class Notation(Protocol):
    """How a file is written."""

    @property
    def encoding(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def comments(self) -> bool: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def header_row(self) -> int: ...
    @property
    def columns(self) -> Collection[str]:
        """The headings that are expected."""
        ...
