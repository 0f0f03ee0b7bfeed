"""How a file is written: what a reader of a format must be told of it, and no more."""

from collections.abc import Container
from typing import Protocol


class Written(Protocol):
    """A source profile says it of figures; whoever reads another kind of table says it of that."""

    @property
    def encoding(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def comments(self) -> bool:
        """True where lines above the headings may begin with #."""
        ...

    @property
    def sheet(self) -> str | None: ...
    @property
    def header_row(self) -> int:
        """Counted from 1."""
        ...

    @property
    def columns(self) -> Container[str]:
        """The headings that may stand in the file."""
        ...
