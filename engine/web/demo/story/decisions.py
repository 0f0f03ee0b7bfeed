"""Exemptions and planned maintenance, decided as the command line and the pages decide them."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from engine.decisions.decision import Decision, DecisionDraft
from engine.decisions.exemption import exemptions, register
from engine.decisions.maintenance import announce, windows
from engine.rulebook.book import Rulebook
from engine.store import Store
from engine.web.demo.story.happening import Happening
from engine.web.demo.story.script import Ahead, ExemptionStep

OSLO: Final = ZoneInfo("Europe/Oslo")
_HOUR = 22
"""Maintenance begins when most have gone home."""


def decided(store: Store, book: Rulebook, steps: Iterable[ExemptionStep]) -> Iterator[Happening]:
    for step in steps:
        yield Happening(step.at, partial(store.decide, partial(_registered, book, step), step.at))


def ahead(store: Store, book: Rulebook, said: Ahead, now: datetime) -> Iterator[Happening]:
    """An exemption that holds on the day of the visit, and a window that is still to come."""
    today = now.astimezone(OSLO).date()
    step = ExemptionStep(
        at=now,
        by=said.exemption.by,
        approver=said.exemption.approver,
        rule=said.exemption.rule,
        since=today + timedelta(days=said.exemption.since),
        until=today + timedelta(days=said.exemption.until),
        reason=said.exemption.reason,
    )
    yield from decided(store, book, [step])
    yield Happening(now, partial(store.decide, partial(_announced, book, said, now), now))


def _registered(book: Rulebook, step: ExemptionStep, known: Iterable[Decision]) -> DecisionDraft:
    return register(
        book,
        exemptions(known),
        rule=step.rule,
        unit=step.unit,
        reason=step.reason,
        approver=step.approver,
        by=step.by,
        since=step.since,
        until=step.until,
        today=step.at.astimezone(OSLO).date(),
    )


def _announced(book: Rulebook, said: Ahead, now: datetime, known: Iterable[Decision]) -> DecisionDraft:
    window = said.maintenance
    day = now.astimezone(OSLO) + timedelta(days=window.start)
    start = day.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    return announce(
        book,
        windows(known),
        organisation=window.organisation,
        service=window.service,
        start=start,
        end=start + timedelta(hours=window.hours),
        reason=window.reason,
        by=window.by,
        at=now,
    )
