"""The log's page: the head, the newest entries of the own organisations, and the proof."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from engine.decisions.exemption import exemptions, register
from engine.people import Role
from engine.store.models import Entry
from engine.web.clock import OSLO
from engine.workplace import Workplace
from tests.web.site import AVVIK, ORGANISATION, OTHER, Site, role
from tests.web.test_aml import text


def test_a_whole_log_says_so_also_against_a_printed_head(site: Site) -> None:
    client = site.client(role(Role.BOARD))
    head = str(site.parts.store.log_head())
    assert head in text(client.get("/log/"))
    assert "Loggen er hel" in text(client.post("/log/", {}))
    assert "Loggen er hel" in text(client.post("/log/", {"anchor": head}))


def test_a_log_that_was_rewritten_says_so(site: Site) -> None:
    head = site.parts.store.log_head()
    forged = f"{head.count}:{'0' * 64}"
    assert "Loggen er endret" in text(site.client(role(Role.AUDITOR)).post("/log/", {"anchor": forged}))


def test_what_is_no_head_is_said(site: Site) -> None:
    page = text(site.client(role(Role.AUDITOR)).post("/log/", {"anchor": "<script>"}))
    assert "64" in page.partition("Kontroller nå")[2]
    assert "Loggen er hel" not in page


def test_only_the_own_organisations_entries_are_listed_and_no_words(site: Site) -> None:
    page = text(site.client(role(Role.ADMIN)).get("/log/"))
    there = {
        f"A-{number:06d}"
        for number in Entry.objects.using("default").filter(avvik__organisation=OTHER).values_list("avvik_id", flat=True)
    }
    assert there
    assert not any(name in page for name in there)


def numbers(page: str) -> list[int]:
    """The numbers of the entries shown, in their order."""
    return [int(each) for each in re.findall(r'<tr><td class="n">(\d+)</td>', page)]


def test_the_log_pages_back_to_its_first_entry_without_a_hole(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("engine.workplace.log", "engine.web.log.view"):
        monkeypatch.setattr(f"{module}.PAGE", 7)
    client, seen, address = site.client(role(Role.QUALITY)), [], "/log/"
    while address:
        page = client.get(address).content.decode()
        seen += numbers(page)
        found = re.search(r'rel="next" href="(\?before=\d+)"', page)
        address = f"/log/{found[1]}" if found else ""
    own = Entry.objects.using("default").filter(avvik__organisation=ORGANISATION).order_by("-seq")
    assert seen == [*own.values_list("seq", flat=True)]


def test_entries_are_found_by_avvik_kind_and_day(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    of_one = Entry.objects.using("default").filter(avvik_id=1)
    assert sorted(numbers(client.get(f"/log/?avvik={AVVIK.lower()}").content.decode())) == sorted(
        of_one.values_list("seq", flat=True)
    )
    attached = of_one.get(kind="attached")
    assert numbers(client.get("/log/?kind=attached").content.decode()) == [attached.seq]
    day = attached.at.astimezone(OSLO).date()
    assert attached.seq in numbers(client.get(f"/log/?day={day}").content.decode())
    assert numbers(client.get(f"/log/?day={day}&kind=closed").content.decode()) == []
    assert f'href="/avvik/{AVVIK}/"' in client.get(f"/log/?avvik={AVVIK}").content.decode()


@pytest.mark.parametrize("bad", ["kind=x", "day=x", "day=0001-01-01", "before=x", "before=-1", "list=x"])
def test_what_is_no_filter_is_no_page(site: Site, bad: str) -> None:
    assert site.client(role(Role.QUALITY)).get(f"/log/?{bad}").status_code == 404


def test_whoever_has_the_log_of_a_unit_sees_that_units_entries_and_no_decisions(site: Site) -> None:
    client = site.client(role(Role.QUALITY, unit="it-service"))
    page = client.get("/log/").content.decode()
    units = Entry.objects.using("default").filter(seq__in=numbers(page)).values_list("avvik__unit", flat=True)
    assert set(units) == {"it-service"}
    assert "list=decisions" not in page
    assert client.get("/log/?list=decisions").status_code == 404


def test_an_administrator_sees_no_entry_about_figures_on_persons(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The auditor does: such figures are for fewer eyes, in the log too."""
    monkeypatch.setattr(Workplace, "is_sensitive", lambda _, found: found.rule.id == "hemit-sick-leave")
    about = {each.seq for each in Entry.objects.using("default").filter(avvik__rule="hemit-sick-leave")}
    assert about
    seen = {who: set(numbers(site.client(role(who)).get("/log/").content.decode())) for who in (Role.ADMIN, Role.AUDITOR)}
    assert not seen[Role.ADMIN] & about
    assert about <= seen[Role.AUDITOR]
    assert seen[Role.ADMIN]


def test_decisions_are_listed_with_their_rule_and_without_their_words(site: Site) -> None:
    store, book = site.parts.store, site.parts.shelf.book()
    today = date(2023, 5, 1)
    store.decide(
        lambda known: register(
            book,
            exemptions(known),
            rule="hemit-backlog",
            reason="Hemmelig grunn",
            approver="per",
            by="kari",
            since=today,
            until=today + timedelta(days=30),
            today=today,
        ),
        datetime(2023, 5, 1, tzinfo=UTC),
    )
    page = site.client(role(Role.AUDITOR)).get("/log/?list=decisions").content.decode()
    assert "U-0001" in page and 'href="/rules/hemit-backlog/"' in page
    assert "Hemmelig" not in page
    assert "U-0001" not in site.client(role(Role.AUDITOR, OTHER)).get("/log/?list=decisions").content.decode()
