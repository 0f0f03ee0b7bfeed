"""Many mornings at once while rounds write, and what the log says of them afterwards."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from benchmarks.monday.browser import Browser, Visit
from benchmarks.monday.morning import WRITTEN, Morning
from benchmarks.monday.site import PASSWORD, Site, Worker
from engine.avvik.entries import EntryKind
from engine.store import open_store


@dataclass
class Rounds:
    """Rounds that go on until they are told to stop: each has new figures to judge, so that each writes."""

    site: Site
    done: int = 0
    failed: list[str] = field(default_factory=list)
    _enough: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def going_on(self) -> Iterator["Rounds"]:
        thread = threading.Thread(target=self._go_on)
        thread.start()
        try:
            yield self
        finally:
            self._enough.set()
            thread.join()

    def _go_on(self) -> None:
        random = Random(7)
        while not self._enough.is_set():
            try:
                self.site.deliver(random, months=2)
            except RuntimeError as error:
                self.failed.append(str(error))
            self.done += 1


def choose_passwords(port: int, workers: Sequence[Worker]) -> None:
    """Each by the own one-time link, as the administrator sent it."""
    for worker in workers:
        browser = Browser(port)
        form = browser.get("welcome", worker.link).body
        answer = browser.post("welcome", worker.link, {"password1": PASSWORD, "password2": PASSWORD}, form)
        assert answer.status == WRITTEN, answer.body
        browser.close()


def together(site: Site, port: int, workers: Sequence[Worker], times: int, pause: float = 0, seed: int = 0) -> list[Morning]:
    """Everybody signs in at once, then goes through the morning so many times. Each seed gives other words."""
    mornings = [
        Morning(worker, Browser(port), site.large.organisation, Random(f"{seed} {worker.email}"), pause) for worker in workers
    ]
    with ThreadPoolExecutor(len(mornings)) as threads:
        for done in [threads.submit(_spend, each, times) for each in mornings]:
            done.result()
    return mornings


def _spend(morning: Morning, times: int) -> None:
    morning.sign_in()
    morning.work(times)


def visits(mornings: Sequence[Morning]) -> list[Visit]:
    return [visit for each in mornings for visit in each.browser.visits]


def findings(site: Site, mornings: Sequence[Morning]) -> list[str]:
    """What went wrong: errors, others' pages, lost or doubled words, refusals without a reason, a broken log."""
    store = open_store(site.url)
    avvik = {each.id: each for each in store.avvik(site.large.organisation)}
    written = Counter(
        (each.id, entry.who, entry.words.get("text", ""))
        for each in avvik.values()
        for entry in each.entries
        if entry.kind is EntryKind.COMMENT
    )
    wrong = [problem for each in mornings for problem in each.wrong]
    for each in mornings:
        for name, text in each.acknowledged:
            times = written[name, each.worker.email, text]
            if times != 1:
                wrong.append(f"{name}: an acknowledged comment stands {times} times in the log")
        for refused in each.overtaken:
            later = [entry for entry in avvik[refused.avvik].entries if entry.seq > refused.seen]
            if all(entry.who == each.worker.email for entry in later):
                wrong.append(f"{refused.avvik}: refused though nobody else had written after {refused.seen}")
    wrong += [f"written {count} times: {what}" for what, count in written.items() if count > 1]
    wrong += [problem.text() for problem in store.verify_log()]
    store.close()
    return wrong
