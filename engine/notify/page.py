"""What a message says before it has a form: sections of entries with a heading, a link and lines."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One matter: `link` is empty where the pages have no address."""

    heading: str
    link: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of counts under a heading each; numbers stand in the last column."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    heading: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    rest: str = ""
    """What is said of those that are too many to be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    subject: str
    sections: tuple[Section, ...]
    lead: str = ""
    foot: tuple[str, ...] = field(default=())
    language: str = "nb"
