"""How the state of a delivery is shown, and how it came."""

from collections.abc import Iterable, Mapping

from engine.expected import STATES, State
from engine.facts import Way
from engine.language import Language, mark, translate
from engine.web.parts import parts

SIGNS = {
    State.LATE: "✗",
    State.GRACE: "!",
    State.WAITED_FOR: "○",
    State.IN_TIME: "✓",
    State.CAME_LATE: "✗",
    State.UNASKED: "·",
}
WAYS = {
    Way.COMMAND: mark("by command"),
    Way.FOLDER: mark("by the watched folder"),
    Way.PAGE: mark("in the pages"),
    Way.API: mark("by the API"),
    Way.OWN: mark("measured here"),
}


def stands(state: State, language: Language) -> tuple[str, str]:
    """The sign and the word."""
    return SIGNS[state], translate(STATES[state], language)


def how(way: Way | None, sender: str, language: Language, names: Mapping[str, str]) -> str:
    """«i sidene, av Kari Nordmann». Empty for what came before ways were written down. `names` as of `names_of`."""
    if way is None:
        return ""
    told = translate(WAYS[way], language)
    name = names.get(_account(sender))
    return translate(mark("{how}, by {who}"), language).format(how=told, who=name) if name else told


def names_of(senders: Iterable[str]) -> Mapping[str, str]:
    """Account → name of those who sent something themselves; one query, however many there are."""
    return parts().people.names({*map(_account, senders)} - {""})


def _account(sender: str) -> str:
    """Empty for a token: it stands for a system, and its own page says whose it is."""
    kind, _, account = sender.partition(":")
    return account if kind == "account" else ""
