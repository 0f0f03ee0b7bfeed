"""Pages of a list: each goes on where the last one ended, whoever writes meanwhile, at a cost that does not grow."""

from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from engine.people import Role
from fixtures.many_avvik import fill
from tests.web.api.calls import BATCH, Script, said, script
from tests.web.site import Site, role

LISTS = (
    *("organisations", "units", "metrics", "rules", "verdicts", "avvik", "deliveries", "aml/counts"),
    *("aml/breaches", "aml/cases", "exemptions", "maintenance", "storms", "avvik/A-000001/entries"),
)
WHY = {"Access-Reason": "månedlig gjennomgang"}


def of(name: str) -> str:
    return f"{name}?" if name == "organisations" or name.endswith("entries") else f"{name}?organisation=hemit&"


def walked(caller: Script, address: str) -> list[Any]:
    """Every item, page after page, by the addresses that the pages give."""
    items: list[Any] = []
    following: str | None = f"/api/{address}"
    while following is not None:
        page = said(caller.get(following.removeprefix("/api/"), **WHY))
        items += page["items"]
        following = page["next"]
    return items


@pytest.mark.parametrize("name", LISTS)
def test_page_after_page_has_every_row_once_in_the_order_of_the_whole(site: Site, name: str) -> None:
    caller = script(site, role(Role.QUALITY), role(Role.HR))
    whole = said(caller.get(f"{of(name)}limit=500", **WHY))
    assert whole["next"] is None
    few = max(1, len(whole["items"]) // 3)
    assert walked(caller, f"{of(name)}limit={few}") == whole["items"]
    assert walked(caller, of(name)) == whole["items"]
    if name not in ("exemptions", "maintenance", "storms", "aml/counts"):
        assert whole["items"]


def test_what_is_written_between_two_pages_makes_no_row_come_twice_or_not_at_all(site: Site) -> None:
    """Newest first: by offset, the last row of the first page would come again."""
    caller = script(site, role(Role.QUALITY))
    before = [each["id"] for each in said(caller.get("deliveries?organisation=hemit&limit=500"))["items"]]
    first = said(caller.get("deliveries?organisation=hemit&limit=2"))
    assert caller.push(BATCH).status_code == 201
    rest = walked(caller, first["next"].removeprefix("/api/"))
    assert [each["id"] for each in (*first["items"], *rest)] == before


def test_a_cursor_goes_on_with_its_own_question_alone(site: Site) -> None:
    caller = script(site, role(Role.QUALITY))
    following = said(caller.get("avvik?organisation=hemit&limit=1"))["next"].removeprefix("/api/")
    assert caller.get(following.replace("limit=1", "limit=2")).status_code == 200
    for wrong in (
        f"{following}&state=ny",
        following.replace("avvik?", "verdicts?"),
        f"{following}x",
        "avvik?organisation=hemit&cursor=x",
    ):
        response = caller.get(wrong)
        assert (response.status_code, said(response)["errors"][0]["pointer"]) == (422, "/cursor")


def test_a_cursor_of_somebody_who_sees_more_shows_no_more(site: Site) -> None:
    quality, leader = script(site, role(Role.QUALITY)), script(site, role(Role.LEADER, unit="drift"))
    following = said(quality.get("verdicts?organisation=hemit&limit=1"))["next"].removeprefix("/api/")
    assert {each["unit"] for each in walked(leader, following)} == {"drift"}


@pytest.mark.parametrize("name", ["avvik", "verdicts", "deliveries"])
def test_a_page_asks_the_database_as_much_of_many_rows_as_of_few(site: Site, name: str) -> None:
    caller = script(site, role(Role.QUALITY))
    address = f"{of(name)}limit=3"
    caller.get(address)
    alias = site.parts.store._database.alias
    counts = []
    for is_first in (True, False):
        with CaptureQueriesContext(connections[alias]) as asked:
            assert caller.get(address).status_code == 200
        counts.append(len(asked))
        if is_first:
            fill(site.parts.store, site.parts.shelf.book(), "hemit", 50)
            assert all(caller.push(BATCH, f"k{number}").status_code == 201 for number in range(5))
    assert counts[0] == counts[1] < 20


def test_filters_give_the_avvik_that_are_asked_for(site: Site) -> None:
    caller = script(site, role(Role.QUALITY))
    whole = walked(caller, "avvik?organisation=hemit")
    one = whole[0]

    def ids(query: str) -> set[str]:
        return {each["id"] for each in walked(caller, f"avvik?organisation=hemit&{query}")}

    for name in ("state", "condition", "severity", "rule", "unit"):
        assert ids(f"{name}={one[name]}") == {each["id"] for each in whole if each[name] == one[name]}
    assert one["id"] in ids(f"text={one['id'].lower()}")
    assert ids("text=finnes-ikke") == set()
    assert ids("owner=P1%40hemit.no") == set()
    path = f"avvik/{one['id']}"
    moved = said(caller.post(f"{path}/assign", {"to": "p1@hemit.no", "expected_last_seq": one["last_seq"]}))
    assert ids("owner=P1%40hemit.no") == {one["id"]}
    assert ids("queue=new") == {each["id"] for each in whole if each["state"] == "ny" and each["condition"] == "aktiv"} - {
        one["id"]
    }
    assert ids(f"changed_after={moved['last_seq'] - 1}") == {one["id"]}
    assert ids(f"changed_after={moved['last_seq']}") == set()
    at = said(caller.get(f"{path}/entries?limit=500"))["items"][-1]["at"].replace("+", "%2B")
    assert ids(f"changed_since={at}") == {one["id"]}
    assert ids("changed_since=2000-01-01T00:00:00Z") == {each["id"] for each in whole}
    assert ids("changed_since=2100-01-01T00:00:00Z") == set()


def test_what_changes_while_it_is_read_comes_again_at_the_end(site: Site) -> None:
    """So that whoever keeps a copy never misses a change."""
    caller = script(site, role(Role.QUALITY))
    first = said(caller.get("avvik?organisation=hemit&changed_after=0&limit=1"))
    one = first["items"][0]
    caller.post(f"avvik/{one['id']}/comment", {"text": "sett på", "expected_last_seq": one["last_seq"]})
    rest = walked(caller, first["next"].removeprefix("/api/"))
    assert rest[-1]["id"] == one["id"]
    assert [each["last_seq"] for each in rest] == sorted(each["last_seq"] for each in rest)


def test_each_look_at_persons_is_logged_with_the_rows_that_were_shown(site: Site) -> None:
    hr = script(site, role(Role.HR))
    for name in ("breaches", "cases"):
        page = said(hr.get(f"aml/{name}?organisation=hemit&limit=1", **WHY))
        look = site.parts.persons.access_log()[-1]
        assert (look.what, look.rows, look.why) == (name, len(page["items"]), WHY["Access-Reason"])
        assert page["next"]


def test_a_leader_gets_the_rows_of_the_own_unit_alone(site: Site) -> None:
    whole = walked(script(site, role(Role.HR)), "aml/breaches?organisation=hemit")
    drift, adm = (
        walked(script(site, role(Role.LEADER, unit=unit)), "aml/breaches?organisation=hemit&limit=2")
        for unit in ("drift", "adm")
    )
    assert len(drift) > len(adm) > 0
    assert sorted(each["employee"] for each in (*drift, *adm)) == sorted(each["employee"] for each in whole)
    cases = [
        walked(script(site, role(Role.LEADER, unit=unit)), "aml/cases?organisation=hemit&limit=1") for unit in ("drift", "adm")
    ]
    assert sorted(each["id"] for part in cases for each in part) == [
        each["id"] for each in walked(script(site, role(Role.HR)), "aml/cases?organisation=hemit")
    ]
