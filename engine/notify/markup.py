"""HTML that escapes everything: a text becomes markup only through `tag`, so that nobody's words can be read as code."""

from html import escape
from typing import Final

_NO_END: Final = frozenset({"meta", "br"})


class Markup(str):
    """HTML that is finished. A str that is not Markup is text, and is escaped wherever it is put."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str) -> Markup:
    """An element. Attribute names lose a trailing underscore, and other underscores become hyphens: class_, http_equiv."""
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{given}>" if name in _NO_END else f"<{name}{given}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))
