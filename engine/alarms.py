"""What is said of a round once it is over: to the program's own log, and to the outside watch by a sign of life."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.errors import Place, Problem
from engine.health import MESSAGES, Trouble, troubles
from engine.heartbeat import NotSent, beat
from engine.logs import Event, tell
from engine.settings import Settings
from engine.station import Station
from engine.survey import survey

if TYPE_CHECKING:
    from engine.casework import Casework
    from engine.rounds import Round


def log_round(result: "Round") -> None:
    for each in result.tallies:
        tell(Event.ROUND_ENDED, organisation=each.organisation, as_of=result.as_of, judged=each.judged, rules=each.rules)
        if each.rules and not each.judged:
            tell(Event.RULES_IDLE, logging.WARNING, organisation=each.organisation, rules=each.rules)
    for storm in result.held:
        tell(Event.ROUND_HELD, logging.WARNING, organisation=storm.organisation, about=storm.id, opened=storm.sudden)
    if result.told.unheard:
        tell(Event.UNHEARD, logging.WARNING, found=len(result.told.unheard))


def log_casework(done: "Casework") -> None:
    tell(Event.CASEWORK_ENDED, organisation=done.organisation, found=done.found, changed=done.changed, opened=done.opened)


def sign(place: Station, at: datetime) -> str:
    """Send the sign of life, or a fail signal with everything that is reason for alarm. Returns why it did not arrive.

    It speaks for all organisations, whichever the round was of: one that guards must not outvoice one that does not.
    """
    if not place.settings.heartbeat_url:
        return ""
    health = survey(place.store_as_it_is, place.rulebook, place.outbox, at)
    return _send(place.settings, troubles(health, timedelta(hours=place.settings.round_hours)))


def alarm(settings: Settings, error: Exception) -> str:
    """A round that ends in an error sends the fail signal at once: silence would be noticed only when the watch has waited."""
    kind = type(error).__name__
    return _send(settings, [Problem(Place(Trouble.FAILED.value), "O001", MESSAGES[Trouble.FAILED], {"kind": kind})])


def _send(settings: Settings, problems: Sequence[Problem]) -> str:
    if not settings.heartbeat_url:
        return ""
    try:
        beat(settings.heartbeat_url, problems, plain_http=settings.outside_http, private=settings.outside_private)
    except NotSent as error:
        tell(Event.HEARTBEAT_FAILED, logging.WARNING, kind=type(error).__name__)
        return error.said
    return ""
