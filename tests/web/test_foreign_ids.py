"""What a form or a body names is asked for again: ids of another organisation in hidden fields write nothing, anywhere."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from engine.people import Grant, Role
from tests.web.site import ACCOUNT, AVVIK, ORGANISATION, OTHER, OTHERS_ACCOUNT, OTHERS_AVVIK, Site, role

QUALITY, OWNER = role(Role.QUALITY), role(Role.DATA_OWNER)
HEADINGS = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status"
FOREIGN_ROW = f"{OTHER};{OTHER};sick_leave_total;;2023-02;1,0;;;;final"
OWN_ROW = f"{ORGANISATION};{ORGANISATION};turnover;;2016;5,1;;;;final"


def written(site: Site) -> tuple[object, ...]:
    """All that a forged form could change: the log, the ledger, deliveries, quarantine and accounts."""
    store, people = site.parts.store, site.parts.people
    return (
        store.log_head(),
        store.ledger_head(),
        store.deliveries(),
        store.refused(),
        [(each.id, each.grants, each.duties, each.active) for each in people.everybody()],
        [each.ended_at for each in people.tokens()],
    )


def seen(site: Site, name: str) -> int:
    return site.parts.store.one_avvik(name).entries[-1].seq


def test_of_chosen_avvik_one_of_others_means_that_none_is_assigned(site: Site) -> None:
    client = site.client(QUALITY)
    before = written(site)
    chosen = [f"{name}:{seen(site, name)}" for name in (AVVIK, OTHERS_AVVIK)]
    assert client.post("/avvik/assign/?organisation=hemit", {"avvik": chosen, "to": "hr"}).status_code == 404
    assert written(site)[:2] == before[:2]


def test_an_avvik_is_given_to_nobody_of_another_organisation(site: Site) -> None:
    stranger = site.account(role(Role.QUALITY, OTHER))
    client = site.client(QUALITY)
    before = written(site)
    chosen = {"avvik": f"{AVVIK}:{seen(site, AVVIK)}", "to": stranger.email}
    assert client.post("/avvik/assign/?organisation=hemit", chosen).status_code == 404
    one = {"seen": seen(site, AVVIK), "to": stranger.email}
    assert client.post(f"/avvik/{AVVIK}/assign/", one).status_code == 200
    assert stranger.email not in client.get(f"/avvik/{AVVIK}/").content.decode()
    assert written(site) == before


@pytest.mark.parametrize(
    ("address", "form"),
    [
        (
            "/exemptions/new/?organisation=hemit",
            {"rule": "hnikt-sick-leave", "unit": "", "since": "2023-05-01", "until": "2023-05-02", "approver": "Per Hansen"},
        ),
        (
            "/exemptions/new/?organisation=hemit",
            {"rule": "hemit-sick-leave", "unit": OTHER, "since": "2023-05-01", "until": "2023-05-02", "approver": "Per Hansen"},
        ),
        (
            "/maintenance/new/?organisation=hemit",
            {"service": "orders", "start": "2050-05-01T10:00", "end": "2050-05-01T12:00", "organisation": OTHER},
        ),
        ("/exemptions/U-0002/end/", {}),
        ("/maintenance/V-0002/end/", {}),
        ("/held/S-0002/release/", {}),
    ],
)
def test_decisions_name_nothing_of_another_organisation(site: Site, address: str, form: dict[str, str]) -> None:
    client = site.client(QUALITY)
    before = written(site)
    answer = client.post(address, {"seen": "0", "reason": "Avtalt med systemeier", **form})
    assert answer.status_code in (200, 404)
    assert written(site) == before


@pytest.mark.parametrize(
    ("account", "act"), [(ACCOUNT, "give"), (ACCOUNT, "end"), (OTHERS_ACCOUNT, "give"), (OTHERS_ACCOUNT, "invite")]
)
@pytest.mark.parametrize("where", [OTHER, f"{OTHER}/{OTHER}", f"{OTHER}/drift", "", "*"])
def test_no_role_is_given_or_ended_where_the_administrator_is_none(site: Site, account: str, act: str, where: str) -> None:
    client = site.client(role(Role.ADMIN))
    before = written(site)
    standing = site.parts.people.standing(account)
    assert standing is not None
    form = {"seen": standing.seen, "what": "role:reader", "where": where, "organisation": OTHER, "role": "admin"}
    assert client.post(f"/accounts/{account}/{act}/", form).status_code in (200, 404)
    assert written(site) == before


@pytest.mark.parametrize("extra", [{"is_superuser": "on"}, {"is_staff": "1", "id": "x" * 16}, {"password": "x" * 20}])
def test_a_new_account_takes_the_fields_of_its_form_alone(site: Site, extra: dict[str, str]) -> None:
    client = site.client(role(Role.ADMIN))
    form = {"email": "ny@hemit.no", "name": "Ny", "speaks": "nb", "what": "role:reader", "where": ORGANISATION}
    assert (
        client.post("/accounts/new/", {**form, **extra, "active": "", "employee": "P-1", "grants": "admin"}).status_code == 200
    )
    made = site.parts.people.person("ny@hemit.no")
    assert made.grants == frozenset({Grant(role=Role.READER, organisation=ORGANISATION)})
    assert (made.active, made.employee) == (True, "")
    assert made.id != "x" * 16


def previewed(client: Client, *rows: str, organisation: str = ORGANISATION) -> str:
    file = SimpleUploadedFile("figures-tidy.csv", "\n".join([HEADINGS, *rows, ""]).encode())
    form = {"source": "tidy", "period": "", "extracted_at": "2023-04-13", "status": "", "file": file}
    return client.post(f"/deliveries/new/?organisation={organisation}", form).content.decode()


def seal_in(page: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', page)
    return found.group(1) if found else ""


def test_nobody_delivers_figures_of_an_organisation_in_the_name_of_another(site: Site) -> None:
    client = site.client(OWNER)
    assert seal_in(previewed(client, OWN_ROW))
    assert not seal_in(previewed(client, OWN_ROW, FOREIGN_ROW))
    assert not seal_in(previewed(client, FOREIGN_ROW))
    before = written(site)
    body = f"{HEADINGS}\n{FOREIGN_ROW}\n".encode()
    where = "/api/deliveries?organisation=hemit&extracted_at=2023-04-13&source=tidy&name=x-tidy.csv"
    answer = client.post(where, body, "text/csv", headers={"Idempotency-Key": "a"})
    assert answer.status_code == 422
    assert written(site)[2] == before[2]


def test_what_one_has_previewed_no_other_accepts_nor_in_another_organisation(site: Site) -> None:
    mine = site.client(OWNER, role(Role.DATA_OWNER, OTHER))
    seal = seal_in(previewed(mine, OWN_ROW))
    before = written(site)
    theirs, there = site.client(OWNER), f"/deliveries/new/?organisation={OTHER}"
    for client, address in ((theirs, "/deliveries/new/?organisation=hemit"), (mine, there)):
        answer = client.post(address, {"seal": seal})
        assert answer.status_code == 200
        assert seal not in answer.content.decode()
        assert written(site)[2:4] == before[2:4]
    assert mine.post("/deliveries/new/?organisation=hemit", {"seal": seal, "organisation": OTHER}).status_code == 302
    (new,) = {each.id for each in site.parts.store.deliveries()} - {each.id for each in before[2]}
    assert new in mine.post("/deliveries/new/?organisation=hemit", {"seal": seal})["Location"]


@pytest.mark.parametrize("subject", ["sick_leave_total", "nobody", "../x", "text", ""])
def test_a_text_for_a_report_is_about_what_the_report_has_and_its_writer_may_see(site: Site, subject: str) -> None:
    client = site.client(OWNER)
    before = site.parts.store.words(ORGANISATION)
    answer = client.post("/reports/hemit/arsrapport/2015/words/", {f"text.{subject}": "Ord", f"seen.{subject}": "x"})
    assert answer.status_code == 404
    assert site.parts.store.words(ORGANISATION) == before
