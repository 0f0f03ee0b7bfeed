"""Every page and every answer of the API asks the database as often at 10 avvik, 2 units and 2 people as at 10 000, 40 and 40.

The addresses are those of addresses.py and of the API's matrix: what is added there is counted here.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings as django
from django.core.cache import cache
from django.db import connections
from typer.testing import CliRunner

from engine.avvik.entries import Addition
from engine.cli import app
from engine.decisions.storm import hold, over, storms
from engine.errors import Place, Problem
from engine.facts import Declaration, Delivery, Way
from engine.people import Duty, Grant, Role
from engine.periods import Period
from engine.store.database import use_as_default
from fixtures.many_avvik import PEOPLE, fill
from fixtures.many_targets import Large
from tests.configured import SETTINGS
from tests.web.addresses import ADDRESSES, HEMIT_KPI
from tests.web.api.calls import script_of
from tests.web.api.test_matrix import OPERATIONS, call, file_of
from tests.web.conftest import ROOT
from tests.web.site import AVVIK, BY_OPERATOR, ORGANISATION, Site

pytestmark = pytest.mark.load

MOST = 60
"""No page asks more often than this; most ask about fifteen times."""
FEW, MANY = (10, 2, 2), (10_000, 40, 40)
"""Avvik, units and people."""
AT = datetime(2023, 5, 1, tzinfo=UTC)
ROLES = (Role.QUALITY, Role.HR, Role.DATA_OWNER, Role.AUDITOR, Role.ADMIN)
GROWING = {"api-figures"}
"""A batch is judged before it is answered: a round reads and writes by the five hundred rows."""


@dataclass(frozen=True, slots=True)
class Size:
    avvik: int
    units: int
    people: int


def grown(demo: Path, folder: Path, size: Size) -> tuple[str, Path]:
    """The demo's database and rules with so much more in them."""
    folder.mkdir()
    rules = Path(shutil.copytree(ROOT / "rules", folder / "rules"))
    url = f"sqlite:///{shutil.copy(demo, folder / 'pages.sqlite3')}"
    large = Large(ORGANISATION, units=size.units, metrics=1)
    large.write_rules(rules)
    file = folder / "figures.csv"
    file.write_text(large.figures(Random(1), Period.parse("2015-12"), months=3))
    for words in (["ingest", str(file), "--source", "tidy"], ["run", "--as-of", "2016-02-01"]):
        result = CliRunner().invoke(app, [*words, "--rules", str(rules), "--database", url])
        assert result.exit_code == 0, result.output
    return url, rules


@pytest.fixture
def sites(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Iterator[tuple[Size, Site]]]:
    """The small workplace and then the large one, each filled when it is asked for."""

    def one_after_the_other() -> Iterator[tuple[Size, Site]]:
        for name, size in (("few", Size(*FEW)), ("many", Size(*MANY))):
            url, rules = grown(demo_file, tmp_path / name, size)
            use_as_default(url)
            monkeypatch.setattr(django, "MALVAKT", SETTINGS.model_copy(update={"database_url": url, "rules": rules}))
            cache.clear()
            site = Site()
            fill(site.parts.store, site.parts.shelf.book(), ORGANISATION, size.avvik)
            people(site, size)
            decisions(site, size)
            yield size, site

    yield one_after_the_other()
    connections["default"].close()


def people(site: Site, size: Size) -> None:
    for number, email in enumerate(PEOPLE[: size.people]):
        site.parts.people.add(email, f"Person {number}", BY_OPERATOR)
        unit = f"enhet-{number % size.units}"
        site.parts.people.give(email, Grant(role=Role.LEADER, organisation=ORGANISATION, unit=unit), BY_OPERATOR)
        site.parts.people.give(email, Duty(name="hr", organisation=ORGANISATION), BY_OPERATOR)
        _deliver_nothing(site, site.parts.people.person(email).id, number)


def _deliver_nothing(site: Site, sender: str, number: int) -> None:
    """A file by each person, in quarantine."""
    delivery = Delivery(
        declaration=Declaration(source="tidy", organisation=ORGANISATION),
        file_name=f"{number}.csv",
        content=str(number).encode(),
        received_at=AT + timedelta(minutes=number),
        way=Way.PAGE,
        sender=f"account:{sender}",
    )
    site.parts.store.quarantine(delivery, [Problem(Place(delivery.file_name), "I001", "wrong")])


def decisions(site: Site, size: Size) -> None:
    """Held rounds that would each have added to an avvik, all but the last of them over."""
    store = site.parts.store
    added, subjects = Addition(avvik=AVVIK, drafts=()), {AVVIK: store.one_avvik(AVVIK).subject}
    for number in range(2, 2 + size.units):
        name = f"S-{number:04d}"
        held = hold(name, ORGANISATION, [added], subjects, round_number=1, as_of=AT.date(), judged_before=frozenset())
        store.decide(lambda _, held=held: held, AT)
        store.decide(lambda known, name=name: over(next(each for each in storms(known) if each.id == name)), AT)


@contextmanager
def questions() -> Iterator[list[str]]:
    """What the database is asked, by whichever part of the program."""
    found: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        found.append(sql)
        return execute(sql, *given)

    with connections["default"].execute_wrapper(noted):
        yield found


def asked(site: Site) -> Mapping[str, tuple[int, int]]:
    """By address how it was answered, and how often the database was asked for it."""
    person = site.account(*(Grant(role=role, organisation=ORGANISATION) for role in ROLES))
    client, caller = site.client_of(person), script_of(site, person)
    own = {"avvik": AVVIK, "rule": "hemit-sick-leave", "unit": "hemit", "delivery": HEMIT_KPI, "file": file_of(site, AVVIK)}
    things = {ORGANISATION: own}
    found = {}
    for name, each in ADDRESSES.items():
        for address in each.own if name != "account_logout" else ():
            getattr(client, each.method)(address)  # what is read once, such as the rules, is read
            with questions() as queries:
                status = getattr(client, each.method)(address).status_code
            found[f"{each.method} {address}"] = status, len(queries)
    for name in OPERATIONS.keys() - GROWING:
        with questions() as queries:
            status = call(caller, name, ORGANISATION, things)
        found[name] = status, len(queries)
    return found


def test_no_page_asks_more_often_where_there_is_more(sites: Iterator[tuple[Size, Site]]) -> None:
    (_, few), (_, many) = ((size, asked(site)) for size, site in sites)
    assert few.keys() == many.keys()
    assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}
    assert {name: queries for name, (_, queries) in many.items() if queries > MOST} == {}
