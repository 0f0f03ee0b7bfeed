"""Pages over two organisations of twelve units each, whose March figures were swapped: a real round of each is held."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as django
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

from engine import rounds
from engine.store import Store, address, open_store
from engine.store.database import APPS, Database, use_as_default
from engine.web.configuration import OWN_APPS
from tests.configured import SETTINGS
from tests.decisions.organisations import deliver, everywhere, write
from tests.store.samples import NOON, TODAY
from tests.web.site import Site


@dataclass(frozen=True)
class Made:
    file: Path
    rules: Path


@dataclass
class Ward(Site):
    """S-0001 is Helse Nord IKT's, S-0002 Hemit's."""

    store: Store | None = None
    rules: Path = Path()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("ward")
    url = f"sqlite:///{folder / 'ward.sqlite3'}"
    database = Database(address.parse(url), [*APPS, *OWN_APPS])
    database.migrate()
    store = open_store(url)
    for organisation in ("helse-nord-ikt", "hemit"):
        book = write(folder / "rules", organisation)
        for day, (period, value) in enumerate((("2023-02", "4.0"), ("2023-03", "9.0"))):
            deliver(store, period, everywhere(value), organisation=organisation, day=day)
            rounds.run(store, book.of(organisation), as_of=TODAY, at=NOON)
    with database.connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    store.close()
    call_command("collectstatic", interactive=False, verbosity=0)
    return Made(folder / "ward.sqlite3", folder / "rules")


@pytest.fixture
def ward(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ward]:
    url = f"sqlite:///{shutil.copy(made.file, tmp_path / 'pages.sqlite3')}"
    rules = Path(shutil.copytree(made.rules, tmp_path / "rules"))
    use_as_default(url)
    monkeypatch.setattr(django, "MALVAKT", SETTINGS.model_copy(update={"database_url": url, "rules": rules}))
    cache.clear()
    yield Ward(store=open_store(url), rules=rules)
    connections["default"].close()
