"""What arrived, as pages show it: in stretches, for whom it concerns, with how it came."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine.current import says_something
from engine.errors import Place, Problem
from engine.facts import Declaration, Delivery, Figure, Series, Status, Way
from engine.periods import Period
from engine.store import Delivered, Refused, Store

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def figure(organisation: str = "o", period: str = "2025-12", **said: object) -> Figure:
    return Figure(series=Series(organisation, "m", organisation), period=Period.parse(period), **said)


def delivery(at: int, organisation: str = "o", way: Way | None = None, sender: str = "") -> Delivery:
    return Delivery(
        declaration=Declaration(source="s", organisation=organisation),
        file_name=f"{at}.csv",
        content=f"{at}{organisation}".encode(),
        received_at=BEGIN + timedelta(hours=at),
        way=way,
        sender=sender,
    )


SAYING = [
    figure(value=Decimal(0)),
    figure(numerator=Decimal(1), denominator=Decimal(2)),
    figure(words="nei"),
    figure(),
    figure(value=Decimal(1), status=Status.INVALID),
    figure(n=Decimal(3)),
]


@pytest.mark.parametrize("said", SAYING)
def test_an_arrival_is_what_the_judging_reads_as_one(store: Store, said: Figure) -> None:
    store.receive(delivery(1), [said])
    assert bool(store.arrivals("o")) is says_something(said)


def test_arrivals_are_of_the_organisation_and_the_sources_that_are_asked_for(store: Store) -> None:
    store.receive(
        delivery(1, way=Way.API, sender="token:1"), [figure(value=Decimal(1)), figure(period="2025-11", value=Decimal(1))]
    )
    found = store.arrivals("o", {"s"})
    assert {(str(each.period), each.way, each.sender) for each in found} == {
        ("2025-12", Way.API, "token:1"),
        ("2025-11", Way.API, "token:1"),
    }
    assert store.arrivals("other") == store.arrivals("o", {"t"}) == ()


def test_the_list_is_cut_into_stretches_the_newest_first(store: Store) -> None:
    for at in range(5):
        store.receive(delivery(at, way=Way.FOLDER), [figure(value=Decimal(at))])
    first, second, third = (store.accepted_page("o", at, 2) for at in (0, 2, 4))
    assert [each.file_name for part in (first, second, third) for each in part.rows] == [f"{at}.csv" for at in (4, 3, 2, 1, 0)]
    assert {part.total for part in (first, second, third)} == {5}
    assert {(each.figures, each.way) for each in first.rows} == {(1, Way.FOLDER)}


def test_a_file_that_names_its_organisations_itself_is_in_the_lists_of_those_it_names(store: Store) -> None:
    unnamed = delivery(1, organisation="")
    store.receive(unnamed, [figure("a", value=Decimal(1)), figure("b", value=Decimal(2))])
    assert [store.accepted_page(name, 0, 9).total for name in ("a", "b", "c")] == [1, 1, 0]
    found = store.one_delivery(unnamed.id)
    assert found is not None
    assert (type(found[0]), found[1]) == (Delivered, {"a", "b"})


def test_the_quarantine_has_a_file_that_names_nobody_for_those_alone_who_may_see_all(store: Store) -> None:
    problem = Problem(Place("x"), "I001", "wrong")
    for each in (delivery(1), delivery(2, organisation="")):
        store.quarantine(each, [problem])
    assert store.quarantine_page("o", 0, 9, with_unnamed=False).total == 1
    assert [each.file_name for each in store.quarantine_page("o", 0, 9, with_unnamed=True).rows] == ["2.csv", "1.csv"]
    found = store.one_delivery(delivery(2, organisation="").id)
    assert found is not None
    assert (type(found[0]), found[1]) == (Refused, frozenset())
    store.receive(delivery(1), [figure(value=Decimal(1))])
    assert store.quarantine_page("o", 0, 9, with_unnamed=False).total == 0
    assert store.one_delivery("nobody") is None


@pytest.mark.parametrize("with_unnamed", [True, False])
def test_the_one_list_has_the_rows_of_the_two_page_by_page(store: Store, with_unnamed: bool) -> None:
    for at in range(4):
        store.receive(delivery(at, organisation="o" if at % 2 else ""), [figure(value=Decimal(at))])
        store.quarantine(delivery(10 + at, organisation="o" if at % 2 else ""), [Problem(Place("x"), "I001", "wrong")])
    rows = [*store.accepted_page("o", 0, 9).rows, *store.quarantine_page("o", 0, 9, with_unnamed=with_unnamed).rows]
    found: list[Delivered | Refused] = []
    while part := store.newest_deliveries("o", _last(found), 2, with_unnamed=with_unnamed):
        found += part
    assert [each.id for each in found] == [each.id for each in sorted(rows, key=lambda each: each.received_at, reverse=True)]


def _last(found: list[Delivered | Refused]) -> tuple[datetime, str] | None:
    return (found[-1].received_at, found[-1].id) if found else None
