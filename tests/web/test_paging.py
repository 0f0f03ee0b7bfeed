"""Which page of a long list is asked for; what is no page of it is no page at all."""

import pytest
from django.http import Http404, QueryDict

from engine.web.paging import page_asked, paging


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", "٣", "1 ", "1234567"])
def test_what_is_no_number_of_a_page_is_no_page(text: str) -> None:
    query = QueryDict(mutable=True)
    query["page"] = text
    with pytest.raises(Http404):
        page_asked(query, "page")


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_the_last_page_has_what_is_left(total: int, pages: int) -> None:
    assert paging("page", pages, total, 50).pages == pages
    with pytest.raises(Http404):
        paging("page", pages + 1, total, 50)


def test_two_lists_of_a_page_turn_by_themselves() -> None:
    query = QueryDict("page=2&refused=3")
    assert (page_asked(query, "page"), page_asked(query, "refused"), page_asked(query, "other")) == (2, 3, 1)
