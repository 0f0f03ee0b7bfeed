"""Pages of a list. Each begins after the last row of the one before, so that it costs the same however long the list is, and
nobody who writes meanwhile makes a row come twice or not at all.

The cursor is that row's key, sealed: it goes on with the question that it came from, and with no other.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from ninja.errors import ValidationError

from engine.facts import digest
from engine.web.api.caller import Request
from engine.web.api.shapes import Paged

_SALT = "malvakt.api.cursor"
Row = TypeVar("Row")
Key = tuple[Any, ...]
"""Text and whole numbers, as JSON has them."""


@dataclass(frozen=True, slots=True)
class Turn(Generic[Row]):
    """One page that is asked for."""

    request: Request
    asked: Paged
    after: Key | None
    """The key of the last row that was shown; None at the beginning."""

    @property
    def most(self) -> int:
        """How many rows to read: one more than is shown tells that there is another page."""
        return self.asked.limit + 1

    def page(self, found: Sequence[Row], key: Callable[[Row], Key], shape: Callable[[Row], Any]) -> dict[str, Any]:
        """`found`: at most `most` rows after `after`. Only those that are shown are shaped."""
        shown = found[: self.asked.limit]
        following = self._following(key(shown[-1])) if len(found) > len(shown) else None
        return {"items": [shape(each) for each in shown], "limit": self.asked.limit, "next": following}

    def of_all(self, everything: Sequence[Row], key: Callable[[Row], Key], shape: Callable[[Row], Any]) -> dict[str, Any]:
        """Of a list that is short and in memory, whatever its order was: by its keys."""
        rest = sorted((each for each in everything if self.after is None or key(each) > self.after), key=key)
        return self.page(rest[: self.most], key, shape)

    def _following(self, key: Key) -> str:
        cursor = signing.dumps(key, salt=_salt(self.request, self.asked), serializer=_Plain)
        given = {name: text for name, text in self.request.GET.items() if name != "cursor"}
        return f"{self.request.path}?{urlencode({**given, 'cursor': cursor})}"


def turn(request: Request, asked: Paged) -> "Turn[Any]":
    """Refused with 422 for a cursor that is made up, or of another question."""
    if asked.cursor is None:
        return Turn(request, asked, None)
    try:
        return Turn(request, asked, tuple(signing.loads(asked.cursor, salt=_salt(request, asked), serializer=_Plain)))
    except signing.BadSignature:
        raise ValidationError([{"loc": ("query", "cursor"), "type": "cursor"}]) from None


def moment(text: str) -> datetime:
    """A time of a key."""
    return datetime.fromisoformat(text)


class _Plain:
    """JSON in few letters."""

    def dumps(self, key: Key) -> bytes:
        return json.dumps(key, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


def _salt(request: Request, asked: Paged) -> str:
    filters = asked.model_dump(mode="json", exclude={"cursor", "limit"})
    return f"{_SALT}:{digest([request.path, filters])}"
