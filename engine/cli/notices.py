"""Words for what a round could tell nobody."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.cli.options import Desk
from engine.language import mark, translate

if TYPE_CHECKING:
    from engine.notify.matter import Matter


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
