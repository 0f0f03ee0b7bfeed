"""HTML elements from Python values: every plain text is escaped, so that what a user wrote can never become markup."""

from html import escape


class Markup(str):
    """Finished HTML. Only `element` and `join` make it."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str | int | None) -> Markup:
    """`<name …>children</name>`. An attribute that is None is left out; class_ and aria_label give class and aria-label."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items() if value is not None
    )
    return Markup(f"<{name}{given}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    return Markup("".join(child if isinstance(child, Markup) else escape(_visible(child)) for child in children))


def _visible(text: str) -> str:
    """Control characters are none of HTML, and right-to-left marks move what stands beside them: both are spelled out."""
    return "".join(letter if letter.isprintable() or letter in "\n\u00a0\u00ad" else f"\\u{ord(letter):04x}" for letter in text)
