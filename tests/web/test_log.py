"""The log's page: the head, the newest entries of the own organisations, and the proof."""

from engine.people import Role
from engine.store.models import Entry
from tests.web.site import OTHER, Site, role
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
