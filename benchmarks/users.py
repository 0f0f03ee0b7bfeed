"""Fifty people's Monday morning at once while rounds judge, against one person alone: python -m benchmarks.users [--postgresql]

The pages are served by `malvakt web`, the rounds are `malvakt run`, everything over the network of this machine. `--people N`,
`--times N` (how often each goes through the morning), `--avvik N`, `--pause S` (how many seconds somebody reads a page).
Everything is checked before anything is told: the log, every acknowledged word, whose page it was. No claim is made of seconds:
what counts are errors (none) and how many times as long as alone it takes.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.monday.browser import Visit
from benchmarks.monday.crowd import Rounds, choose_passwords, findings, together, visits
from benchmarks.monday.morning import CONFLICT, Morning
from benchmarks.monday.site import Site
from benchmarks.queue import server
from fixtures.many_targets import Large

ALONE_TIMES = 5


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), ["users"]) as urls:
        # PostgreSQL's own user has to get through to its files.
        Path(folder).chmod(0o755)
        addresses = {"SQLite": f"sqlite:///{folder}/users.sqlite3"}
        if asked.postgresql:
            addresses["PostgreSQL"] = urls[0]
        for name, url in addresses.items():
            home = Path(folder) / name
            home.mkdir()
            _measure(name, Site(home, url, Large()), asked)


def _measure(name: str, site: Site, asked: argparse.Namespace) -> None:
    workers = site.make(asked.people, asked.avvik)
    rounds = Rounds(site)
    with site.served() as port:
        choose_passwords(port, workers)
        together(site, port, workers[:1], 1)  # the first visit reads the rules
        alone = together(site, port, workers[:1], ALONE_TIMES, seed=1)
        with rounds.going_on():
            begun = time.perf_counter()
            crowd = together(site, port, workers, asked.times, asked.pause, seed=2)
            taken = time.perf_counter() - begun
    wrong = [*findings(site, [*alone, *crowd]), *rounds.failed]
    print(f"{name}: {asked.people} people, {asked.avvik} avvik, {rounds.done} rounds meanwhile")
    _table(visits(alone), visits(crowd))
    made = visits(crowd)
    print(f"  {len(made)} requests in {taken:.0f} s, {len(made) / taken:.1f} a second; {_told(crowd)}")
    print(f"  {len(wrong)} wrong" + "".join(f"\n    {each}" for each in wrong[:20]))
    if wrong:
        raise SystemExit(1)


def _table(alone: Sequence[Visit], crowd: Sequence[Visit]) -> None:
    print(f"  {'page':22} {'visits':>6} {'alone p50':>10} {'p50':>8} {'p95':>8} {'longest':>8}   p50 against alone")
    for page in sorted({visit.page for visit in crowd}):
        own = [each.seconds * 1000 for each in alone if each.page == page]
        every = sorted(each.seconds * 1000 for each in crowd if each.page == page)
        p95 = quantiles(every, n=20)[-1] if len(every) > 1 else every[0]
        usual = f"{median(own):7.0f} ms" if own else "         –"
        ratio = f"{median(every) / median(own):.1f} ×" if own else "–"
        print(f"  {page:22} {len(every):6} {usual} {median(every):5.0f} ms {p95:5.0f} ms {every[-1]:5.0f} ms   {ratio}")


def _told(crowd: Sequence[Morning]) -> str:
    written = sum(len(each.acknowledged) for each in crowd)
    conflicts = sum(1 for visit in visits(crowd) if visit.status == CONFLICT)
    return f"{written} comments acknowledged, each once in the log; {conflicts} were overtaken"


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.users")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--avvik", type=int, default=10_000)
    parser.add_argument("--pause", type=float, default=3.0)
    parser.add_argument("--postgresql", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
