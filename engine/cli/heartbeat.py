"""What a round says to the outside watch, and to the program's own log, once it is over."""

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.cli.options import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.casework import Casework
    from engine.errors import Problem
    from engine.rounds import Round


def after_round(desk: Desk, result: "Round") -> None:
    """Log what the round did, and send a sign of life: fail where a round is held, rules are broken, or none of them ran."""
    from engine.logs import Event, tell

    for each in result.tallies:
        tell(Event.ROUND_ENDED, organisation=each.organisation, as_of=result.as_of, judged=each.judged, rules=each.rules)
        if each.rules and not each.judged:
            tell(Event.RULES_IDLE, logging.WARNING, organisation=each.organisation, rules=each.rules)
    for storm in result.held:
        tell(Event.ROUND_HELD, logging.WARNING, organisation=storm.organisation, about=storm.id, opened=storm.sudden)
    send(desk, alarms(result))


def log_casework(caseworks: "Sequence[Casework]") -> None:
    from engine.logs import Event, tell

    for each in caseworks:
        tell(Event.CASEWORK_ENDED, organisation=each.organisation, found=each.found, changed=each.changed, opened=each.opened)


@contextmanager
def alarming(desk: Desk) -> "Iterator[None]":
    """A round that ends in an error sends the fail signal at once: silence would be noticed only when the watch has waited."""
    from engine.errors import Place, Problem
    from engine.health import MESSAGES, Trouble
    from engine.logs import Event, tell

    try:
        yield
    except Exception as error:
        tell(Event.FAILED, logging.ERROR, kind=type(error).__name__)
        send(desk, [Problem(Place(Trouble.FAILED.value), "O001", MESSAGES[Trouble.FAILED], {"kind": type(error).__name__})])
        raise


def alarms(result: "Round") -> "Sequence[Problem]":
    """What of a round is reason for alarm outside."""
    from engine.errors import Place, Problem
    from engine.health import MESSAGES, Trouble
    from engine.rulebook.findings import is_warning

    def problem(trouble: Trouble, **details: object) -> Problem:
        return Problem(Place(trouble.value), "O001", MESSAGES[trouble], details)

    broken = sum(not is_warning(each) for each in result.problems)
    found = [problem(Trouble.BROKEN_RULES, count=broken)] if broken else []
    if not any(each.rules for each in result.tallies):
        found.append(problem(Trouble.NO_RULES))
    found += [
        problem(Trouble.IDLE, organisation=each.organisation, rules=each.rules)
        for each in result.tallies
        if each.rules and not each.judged
    ]
    found += [problem(Trouble.HELD, organisation=storm.organisation) for storm in result.held]
    return found


def send(desk: Desk, problems: "Sequence[Problem]") -> None:
    """Send the sign where an address is set. That the watch cannot be reached is told, and harms no round."""
    from engine.heartbeat import NotSent, beat

    settings = desk.settings
    if not settings.heartbeat_url:
        return
    try:
        beat(settings.heartbeat_url, problems, plain_http=settings.outside_http, private=settings.outside_private)
    except NotSent as error:
        from engine.cli.output import say
        from engine.language import mark, translate
        from engine.logs import Event, tell

        tell(Event.HEARTBEAT_FAILED, logging.WARNING, kind=type(error).__name__)
        text = translate(mark("⚠ the heartbeat did not arrive: {said}"), desk.language)
        say(text.format(said=error.said), error=True)
