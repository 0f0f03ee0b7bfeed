"""Twenty people's Monday morning at once on the real server while rounds write: nobody is refused without a reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.monday.crowd import Rounds, choose_passwords, findings, together, visits
from benchmarks.monday.site import Site
from fixtures.many_targets import Large
from tests.conftest import COUNTED, Server

pytestmark = [pytest.mark.load, pytest.mark.timeout(300)]


def test_nothing_fails_nothing_is_lost_and_nobody_gets_anothers_page(
    database_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Every page is the own one, every comment that was acknowledged stands in the log once, and the log is whole."""
    site = Site(tmp_path, database_url, Large(units=5, metrics=4), months=12)
    workers = site.make(people=20, avvik=400)
    rounds = Rounds(site)
    with site.served() as port:
        choose_passwords(port, workers)
        with rounds.going_on():
            mornings = together(site, port, workers, times=2, pause=0.2)
    written = sum(len(each.acknowledged) for each in mornings)
    counts = {"requests": len(visits(mornings)), "comments": written, "rounds": rounds.done}
    record_property(COUNTED, (f"{database_url.split(':')[0]}, {len(workers)} people", counts))
    assert [*findings(site, mornings), *rounds.failed] == []
    assert rounds.done > 0
    assert written > len(workers) / 2, "hardly anything was written that could be lost"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_connections_that_the_server_has_dropped_are_made_anew(database_url: str, tmp_path: Path, server: Server) -> None:
    """The pages keep theirs open: after a restart of the database nobody may get an error because of that."""
    site = Site(tmp_path, database_url, Large(units=2, metrics=2), months=3)
    workers = site.make(people=3, avvik=20)
    with site.served() as port:
        choose_passwords(port, workers)
        before = together(site, port, workers, times=1, seed=1)
        server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'")
        after = together(site, port, workers, times=1, seed=2)
    assert findings(site, [*before, *after]) == []
