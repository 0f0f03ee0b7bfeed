"""HTML elements from Python values: every plain text is escaped, so that what a user wrote can never become markup."""

from html import escape

from engine.report.formats.words import visible

_VOID = ("img", "meta")
"""Elements that have nothing inside and no end."""


class Markup(str):
    """Finished HTML. Only `element` and `join` make it."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str | int | None) -> Markup:
    """`<name …>children</name>`. An attribute that is None is left out; class_ and aria_label give class and aria-label."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items() if value is not None
    )
    return Markup(f"<{name}{given}>" if name in _VOID else f"<{name}{given}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    return Markup("".join(child if isinstance(child, Markup) else escape(visible(child)) for child in children))
