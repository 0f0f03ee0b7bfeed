"""What the address of the log asks for: which of its two lists, and which entries."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.http import Http404, QueryDict

from engine.avvik.entries import EntryKind
from engine.store.log import Wanted
from engine.web.asked import whole_number
from engine.web.clock import OSLO

_LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class Asked:
    of_decisions: bool
    wanted: Wanted
    day: date | None
    """A day in Oslo."""

    @property
    def is_filtered(self) -> bool:
        return bool(self.wanted.avvik or self.wanted.kind or self.day)


def asked(query: QueryDict) -> Asked:
    """404 for what is no list, kind, day or number."""
    if query.get("list", "") not in ("", "decisions"):
        raise Http404
    day = _day(query.get("day"))
    wanted = Wanted(
        avvik=query.get("avvik", "").replace("\0", "").strip().upper()[:_LONGEST_NAME],
        kind=_kind(query.get("kind")),
        since=None if day is None else _midnight(day),
        until=None if day is None else _midnight(day + timedelta(days=1)),
        before=_number(query.get("before")),
    )
    return Asked(query.get("list") == "decisions", wanted, day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OSLO).astimezone(UTC)


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None
    if day is not None and not 1900 < day.year < 9000:
        raise Http404
    return day


def _kind(text: str | None) -> EntryKind | None:
    if not text:
        return None
    if text not in [*EntryKind]:
        raise Http404
    return EntryKind(text)


def _number(text: str | None) -> int | None:
    found = whole_number(text) if text else None
    if text and found is None:
        raise Http404
    return found
