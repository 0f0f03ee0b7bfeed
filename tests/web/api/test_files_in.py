"""Files by the API: as `malvakt ingest` takes them, once per key, looked at first where that is asked, fetched by who may."""

from io import BytesIO
from pathlib import Path

import pytest

from engine.people import Role, Scope
from tests.web.api.calls import Script, said, script
from tests.web.site import Site, role

TIDY = (
    b"organisation;unit;metric;dimension;period;value;numerator;denominator;n;status\n"
    b"hemit;hemit;sick_leave_total;;2016;4,8;;;;final\n"
)
WRONG = TIDY.replace(b"hemit;hemit", b"hemit;nobody")
WHERE = "deliveries?organisation=hemit&name=tidy.csv"
ONE = "deliveries/{}?organisation=hemit"


@pytest.fixture
def owner(site: Site) -> Script:
    return script(site, role(Role.DATA_OWNER))


def test_a_file_is_taken_in_once_however_often_it_is_sent(owner: Script) -> None:
    first = owner.send(WHERE, TIDY, "text/csv", Idempotency_Key="k1")
    assert first.status_code == 201, first.content
    again = owner.send(WHERE, TIDY, "text/csv", Idempotency_Key="k1")
    assert (again.status_code, again.content, again["Idempotent-Replayed"]) == (201, first.content, "true")
    known = owner.send(WHERE, TIDY, "text/csv", Idempotency_Key="k2")
    assert (known.status_code, said(known)["new"]) == (200, 0)
    assert owner.send(WHERE, TIDY + b"\n", "text/csv", Idempotency_Key="k1").status_code == 409
    assert owner.send(WHERE, TIDY, "text/csv").status_code == 428


def test_a_form_and_a_body_are_the_same_delivery(owner: Script) -> None:
    file = BytesIO(TIDY)
    file.name = "tidy.csv"
    form = owner.form("deliveries?organisation=hemit", {"file": file}, Idempotency_Key="k1")
    assert form.status_code == 201, form.content
    body = owner.send(WHERE, TIDY, Idempotency_Key="k2")
    assert (body.status_code, said(body)["delivery"]) == (200, said(form)["delivery"])


def test_a_workbook_comes_by_its_own_profile(owner: Script) -> None:
    files = sorted((Path(__file__).parents[3] / "fixtures").rglob("*.xlsx"))
    assert owner.send("deliveries?organisation=hemit&name=ukjent.xlsx&preview=true", files[0].read_bytes()).status_code == 422
    refused = owner.send("deliveries?organisation=hemit&name=tidy.csv&source=tidy&preview=true", files[0].read_bytes())
    assert said(refused)["outcome"] == "refused"


def test_a_file_that_is_only_looked_at_leaves_no_trace(owner: Script) -> None:
    before = owner.get("deliveries?organisation=hemit&limit=500").content
    good, bad = (said(owner.send(f"{WHERE}&preview=true", data)) for data in (TIDY, WRONG))
    assert (good["outcome"], good["new"], good["problems"]) == ("accepted", 1, [])
    assert (bad["outcome"], bad["new"], bad["problems"][0]["code"]) == ("refused", 0, "D033")
    assert owner.get("deliveries?organisation=hemit&limit=500").content == before


def test_a_refused_file_lies_in_quarantine_with_every_problem(owner: Script) -> None:
    response = owner.send(WHERE, WRONG, Idempotency_Key="k1")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    told = said(response)
    assert (told["code"], told["errors"][0]["place"]) == ("delivery_refused", "tidy.csv:2 «unit»")
    kept = said(owner.get(ONE.format(told["delivery"])))
    assert (kept["outcome"], kept["judging"], len(kept["problems"])) == ("refused", None, len(told["errors"]))


def test_the_original_is_fetched_by_who_may_and_never_opened(site: Site, owner: Script) -> None:
    name = said(owner.send(WHERE, TIDY, Idempotency_Key="k1"))["delivery"]
    address = f"deliveries/{name}/original?organisation=hemit"
    response = owner.get(address)
    assert response.content == TIDY
    assert response["Content-Disposition"] == 'attachment; filename="tidy.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert script(site, role(Role.READER)).get(address).status_code == 404
    assert script(site, role(Role.ADMIN)).get(address).status_code == 404
    assert owner.get(address.replace("hemit", "helse-nord-ikt")).status_code == 404


@pytest.mark.parametrize(
    ("query", "data", "kind", "status"),
    [
        ("", b"", "text/csv", 400),
        ("", TIDY, "application/x-www-form-urlencoded", 415),
        ("", TIDY, "application/json", 415),
        ("", b"x", "multipart/form-data", 400),
        ("", b"--x\r\n", "multipart/form-data; boundary=x", 400),
        ("&name=..%2f..%2fetc", TIDY, "text/csv", 422),
        ("&name=a%00b", TIDY, "text/csv", 422),
        ("&source=nobody", TIDY, "text/csv", 422),
        ("&source=aml-measured", TIDY, "text/csv", 422),
        ("&period=2016-13", TIDY, "text/csv", 422),
        ("&extracted_at=i%20dag", TIDY, "text/csv", 422),
        ("&preview=kanskje", TIDY, "text/csv", 422),
        ("&received_at=2001-01-01", TIDY, "text/csv", 422),
        ("&organisation=helse-nord-ikt", TIDY, "text/csv", 422),
    ],
)
def test_what_is_no_such_delivery_is_refused_without_a_trace(
    owner: Script, query: str, data: bytes, kind: str, status: int
) -> None:
    before = owner.get("deliveries?organisation=hemit&limit=500").content
    response = owner.send(WHERE + query, data, kind, Idempotency_Key="k1")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    assert owner.get("deliveries?organisation=hemit&limit=500").content == before


def test_a_file_that_is_too_large_is_told_so(owner: Script) -> None:
    assert owner.send(WHERE, b" " * ((20 << 20) + 1), Idempotency_Key="k1").status_code == 413


def test_a_token_delivers_its_own_sources_and_scopes_alone(site: Site) -> None:
    own = script(site, role(Role.DATA_OWNER), sources=frozenset({"hemit-nokkeltall"}))
    assert said(own.send(WHERE, TIDY, Idempotency_Key="k1"))["code"] == "source"
    assert said(own.send(f"{WHERE}&preview=true", TIDY))["code"] == "source"
    reading = script(site, role(Role.DATA_OWNER), scopes=frozenset({Scope.READ}))
    assert reading.send(WHERE, TIDY, Idempotency_Key="k1").status_code == 403


def test_a_file_of_another_organisations_figures_is_refused(owner: Script) -> None:
    other = TIDY.replace(b"hemit;hemit", b"helse-nord-ikt;hn-ikt")
    assert owner.send(WHERE, other, Idempotency_Key="k1").status_code == 422
