"""The pages over the demo's data: made once per process, copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings as django
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from typer.testing import CliRunner

from engine.avvik import life
from engine.avvik.attachment import Attachment, FileKind
from engine.cli import app
from engine.language import Language
from engine.people import Role, Scope
from engine.periods import Period
from engine.publishing import Order, finalise
from engine.report.formats import Format
from engine.store import address, open_store
from engine.store.database import APPS, Database, use_as_default
from engine.store.people.models import Account
from engine.store.people.store import open_people
from engine.store.people.tokens import Asked
from engine.web.configuration import OWN_APPS
from tests.configured import FOLDER, SETTINGS
from tests.deliveries import book
from tests.report.samples import reports
from tests.web.decided import keep_decisions
from tests.web.evidence import keep_evidence
from tests.web.site import (
    ACCOUNT,
    AVVIK,
    BY_OPERATOR,
    ORGANISATION,
    OTHER,
    OTHERS_ACCOUNT,
    OTHERS_AVVIK,
    OTHERS_SYSTEM,
    SYSTEM,
    Site,
    role,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def demo_file() -> Path:
    """The demo's database with the pages' tables."""
    file = FOLDER / "demo.sqlite3"
    where = ["--rules", str(ROOT / "rules"), "--fixtures", str(ROOT / "fixtures"), "--database", f"sqlite:///{file}"]
    result = CliRunner().invoke(app, ["demo", "--json", *where])
    assert result.exit_code == 0, result.output
    _finalise(f"sqlite:///{file}")
    keep_decisions(f"sqlite:///{file}")
    database = Database(address.parse(f"sqlite:///{file}"), [*APPS, *OWN_APPS])
    database.migrate()
    keep_evidence(f"sqlite:///{file}")
    with database.connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    _attach(f"sqlite:///{file}")
    _people(f"sqlite:///{file}")
    call_command("collectstatic", interactive=False, verbosity=0)
    return file


def _attach(url: str) -> None:
    """A file for each of two avvik, so that somebody can try to fetch the other's."""
    store = open_store(url)
    for name, organisation in ((AVVIK, ORGANISATION), (OTHERS_AVVIK, OTHER)):
        avvik = store.one_avvik(name)
        assert avvik.subject.organisation == organisation
        file = Attachment(name="notat.txt", data=b"notat", kind=FileKind.TEXT)
        store.attach(name, life.attach(avvik, "kari@hemit.no", file)[0], file.data, BY_OPERATOR.at)
    store.close()


def _people(url: str) -> None:
    """Somebody in each organisation, so that an administrator can try to touch the other's."""
    people = open_people(url)
    for account, token, organisation in ((ACCOUNT, SYSTEM, ORGANISATION), (OTHERS_ACCOUNT, OTHERS_SYSTEM, OTHER)):
        with mock.patch.object(Account._meta.get_field("id"), "_get_default", lambda account=account: account):
            person = people.add(f"{organisation}@reader.no", "Per Leser", BY_OPERATOR)
        people.give(person.email, role(Role.READER, organisation), BY_OPERATOR)
        asked = Asked(name=organisation, scopes=frozenset({Scope.READ}), grant=role(Role.READER, organisation))
        with mock.patch("engine.store.people.models.new_id", return_value=token):
            people.issue(None, asked, BY_OPERATOR)
    people._database.close()


@pytest.fixture
def site(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    url = f"sqlite:///{shutil.copy(demo_file, tmp_path / 'pages.sqlite3')}"
    use_as_default(url)
    monkeypatch.setattr(django, "MALVAKT", SETTINGS.model_copy(update={"database_url": url, "rules": ROOT / "rules"}))
    cache.clear()  # the counts of tries
    yield Site()
    connections["default"].close()


def _finalise(url: str) -> None:
    """Each organisation's report as a final edition, in the format that is made fastest."""
    store = open_store(url)
    for organisation, period in (("hemit", Period.parse("2015")), ("helse-nord-ikt", Period.parse("2023-03"))):
        order = Order(organisation=organisation, report=reports().of(organisation, period), period=period, language=Language.NB)
        finalise(store, book(), order, who="Kari", at=datetime(2023, 4, 20, tzinfo=UTC), accepted="y", formats=[Format.HTML])
