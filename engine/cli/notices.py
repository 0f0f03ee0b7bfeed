"""What commands need in order to tell people: the routes' crowd, the channels, and words for what could not be told."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.cli.options import Desk
from engine.language import mark, translate

if TYPE_CHECKING:
    from engine.channels.loader import Channels
    from engine.notify.matter import Matter
    from engine.store.outbox.store import Outbox
    from engine.telling import Telling

_HERE: Final = ("http://127.0.0.1", "http://localhost")
"""Addresses that lead nobody anywhere who reads them in a mail."""


def telling(desk: Desk) -> "Telling":
    from engine.telling import Telling

    address = desk.settings.base_url
    return Telling(
        book=desk.rulebook,
        address="" if address.startswith(_HERE) else address,
        personal=channels(desk).personal,
    )


def channels(desk: Desk) -> "Channels":
    """What the operator has set up. Raises RuleFileError for a file that cannot be used."""
    from engine.channels.loader import load, none
    from engine.channels.outside import Outside
    from engine.settings import secrets

    given = desk.settings
    if not given.channels:
        return none()
    hosts = frozenset(name.strip().lower() for name in given.outside_hosts.split(",") if name.strip())
    outside = Outside(hosts=hosts, plain_http=given.outside_http, private=given.outside_private)
    return load(Path(given.channels), secrets(), outside)


def outbox(desk: Desk) -> "Outbox":
    """The outbox, in the database as it is."""
    from engine.store.outbox.store import open_outbox

    return open_outbox(desk.settings.database_url)


def show_unheard(matters: "Iterable[Matter]", desk: Desk) -> None:
    """Loudly, because nobody else will say it: there is an avvik and no person to hear of it."""
    from engine.cli.output import say

    names = [matter.name for matter in matters]
    if names:
        message = mark(
            "{count} avvik reach nobody, because no account has the duties and roles that routes.yaml names: {names}. "
            "Give somebody a duty (`malvakt user`), or see who would hear with `malvakt notify preview`."
        )
        shown = ", ".join(names[:10]) + (" …" if len(names) > 10 else "")
        say(translate(message, desk.language).format(count=len(names), names=shown), error=True)
