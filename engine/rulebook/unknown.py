"""Names that nothing in the rules folder has: one sentence for each kind of name, with the one that was probably meant."""

from collections.abc import Iterable

from engine.language import mark
from engine.names import nearest, shown
from engine.rulebook.findings import Code, Finding, KeyPath

_SENTENCES = {
    Code.UNKNOWN_CHECK: (mark("unknown check {name}"), mark("unknown check {name} (did you mean '{nearest}'?)")),
    Code.UNKNOWN_KEY: (mark("unknown key {name}"), mark("unknown key {name} (did you mean '{nearest}'?)")),
    Code.UNKNOWN_UNIT: (mark("unknown unit {name}"), mark("unknown unit {name} (did you mean '{nearest}'?)")),
    Code.UNKNOWN_ORGANISATION: (
        mark("unknown organisation {name}"),
        mark("unknown organisation {name} (did you mean '{nearest}'?)"),
    ),
    Code.UNKNOWN_SOURCE: (mark("unknown source {name}"), mark("unknown source {name} (did you mean '{nearest}'?)")),
    Code.UNKNOWN_METRIC: (mark("unknown metric {name}"), mark("unknown metric {name} (did you mean '{nearest}'?)")),
    Code.UNKNOWN_RULE: (mark("unknown rule {name}"), mark("unknown rule {name} (did you mean '{nearest}'?)")),
    Code.UNKNOWN_DUTY: (
        mark("no rule names {name} as owner or in notify"),
        mark("no rule names {name} as owner or in notify (did you mean '{nearest}'?)"),
    ),
    Code.UNKNOWN_MEMBER: (
        mark("{of} has no member {name}"),
        mark("{of} has no member {name} (did you mean '{nearest}'?)"),
    ),
    Code.VALUE: (
        mark("{name} is none of {choices}"),
        mark("{name} is none of {choices} (did you mean '{nearest}'?)"),
    ),
}


def unknown(
    code: Code, path: KeyPath, name: object, known: Iterable[str], *, at_key: bool = False, **details: object
) -> Finding:
    """The finding for a name that is not among the known ones."""
    if code is Code.UNKNOWN_KEY and str(name).isdecimal():
        # {at_most: 7,5} is at_most: 7 and an empty key 5.
        message = mark("unknown key {name}: the decimal mark is a point (7.5), a comma ends the value")
        return Finding(path, code, message, {"name": shown(name)}, at_key)
    if code is Code.UNKNOWN_KEY and ":" in str(name):
        # {at_most:7} is one key without a value.
        message = mark("unknown key {name}: after the colon stands a space")
        return Finding(path, code, message, {"name": shown(name)}, at_key)
    meant = nearest(name, known)
    without, with_suggestion = _SENTENCES[code]
    message = without if meant is None else with_suggestion
    return Finding(path, code, message, {"name": shown(name), "nearest": meant, **details}, at_key)
