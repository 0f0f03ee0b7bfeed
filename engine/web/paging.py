"""Long lists by pages: which page the address asks for, and the way to the ones beside it."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, QueryDict

from engine.web.asked import whole_number

_MOST_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list somebody is. `name` is what the address calls it, so that two lists of a page turn by themselves."""

    name: str
    page: int
    pages: int

    @property
    def earlier(self) -> int:
        return self.page - 1

    @property
    def later(self) -> int:
        return self.page + 1


def page_asked(query: QueryDict, name: str) -> int:
    """Counted from 1. 404 for what is no such number."""
    page = whole_number(query.get(name) or "1", _MOST_DIGITS)
    if not page:
        raise Http404
    return page


def paging(name: str, page: int, total: int, size: int) -> Paging:
    """404 for a page after the last."""
    pages = max(1, -(-total // size))
    if page > pages:
        raise Http404
    return Paging(name, page, pages)
