"""How the state of a delivery is shown, and how it came."""

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


def how(way: Way | None, sender: str, language: Language, names: dict[str, str]) -> str:
    """«i sidene, av Kari Nordmann». Empty for what came before ways were written down. `names` remembers who is who."""
    if way is None:
        return ""
    told = translate(WAYS[way], language)
    if sender not in names:
        names[sender] = _name(sender)
    return translate(mark("{how}, by {who}"), language).format(how=told, who=names[sender]) if names[sender] else told


def _name(sender: str) -> str:
    """Of a token nobody's name is told: it stands for a system, and its own page says whose it is."""
    kind, _, account = sender.partition(":")
    found = parts().people.by_id(account) if kind == "account" else None
    return found.name if found else ""
