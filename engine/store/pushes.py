"""Batches of figures under the sender's keys: written in the transaction of the delivery, so that neither is kept alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import UserError
from engine.store import models


class KeyTaken(UserError):
    """The sender used this key for another batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """Who sends a batch, under which key, and the hash of what it says."""

    caller: str
    key: str
    body_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: Any
    """JSON."""
    is_repeated: bool = False


def answered(db: str, keyed: Keyed) -> Answer | None:
    """What was answered to this batch before. Raises KeyTaken for another batch under the same key."""
    row = models.Push.objects.using(db).filter(caller=keyed.caller, key=keyed.key).first()
    if row is None:
        return None
    if row.body_hash != keyed.body_hash:
        raise KeyTaken("")
    return Answer(status=row.status, body=row.answer, is_repeated=True)


def once(db: str, keyed: Keyed, act: Callable[[], Answer], at: datetime) -> Answer:
    """Act, and keep the answer. Only inside the writers' transaction, so that of two at once the later finds the answer."""
    before = answered(db, keyed)
    if before is not None:
        return before
    said = act()
    models.Push.objects.using(db).create(
        caller=keyed.caller, key=keyed.key, body_hash=keyed.body_hash, at=at, status=said.status, answer=said.body
    )
    return said
