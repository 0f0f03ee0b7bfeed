"""What the address of the queue asks for. Every filter is in it, so that a view can be sent to somebody else."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from django.http import Http404, QueryDict

from engine.avvik.queues import Queue
from engine.avvik.states import State
from engine.rights import Thing
from engine.rulebook.schema import Severity
from engine.store.review.queue import COUNTED, Order
from engine.web.paging import page_asked
from engine.workplace import Workplace
from engine.workplace.review.queue import PAGE, Asked

_LONGEST_TEXT = 200
_MOST_PAGES = COUNTED // PAGE
_Choice = TypeVar("_Choice", bound=StrEnum)


def asked(place: Workplace, query: QueryDict) -> Asked:
    """404 for an organisation, unit or rule that is none, or none for this person, and for what is no such choice."""
    organisations = place.organisations(Thing.AVVIK)
    organisation = query.get("organisation") or organisations[0]
    if organisation not in organisations:
        raise Http404
    rules = {each.rule.id for each in place.book.of(organisation).rules}
    return Asked(
        organisation=organisation,
        queue=_choice(query, "queue", Queue),
        unit=_known(query.get("unit", ""), place.trees[organisation].__contains__),
        rule=_known(query.get("rule", ""), rules.__contains__),
        severity=_choice(query, "severity", Severity),
        state=_choice(query, "state", State),
        owner=_text(query, "owner"),
        text=_text(query, "text"),
        order=_choice(query, "order", Order) or Order.SEVERITY,
        page=_page(query),
    )


def _choice(query: QueryDict, name: str, kind: type[_Choice]) -> _Choice | None:
    text = query.get(name)
    if not text:
        return None
    if text not in [*kind]:
        raise Http404
    return kind(text)


def _known(name: str, is_known: Callable[[str], bool]) -> str:
    if name and not is_known(name):
        raise Http404
    return name


def _text(query: QueryDict, name: str) -> str:
    """Without the zero bytes that PostgreSQL takes in no text."""
    return query.get(name, "")[:_LONGEST_TEXT].replace("\0", "")


def _page(query: QueryDict) -> int:
    page = page_asked(query, "page")
    if page > _MOST_PAGES:
        raise Http404
    return page
