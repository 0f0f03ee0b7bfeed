"""One person's Monday morning: the overview, the queue, a search, an avvik, a word on it, and a script that asks the API."""

import json
import time
from dataclasses import dataclass, field
from random import Random
from re import findall

from benchmarks.monday.browser import Answer, Browser, signed_in_as
from benchmarks.monday.site import PASSWORD, Worker

CONFLICT, WRITTEN = 409, 302
CONTESTED = 5
"""So many avvik at the top of the queue are worked by everybody; who is overtaken is told so."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A refusal, lawful where the log has an entry of somebody else after `seen`."""

    avvik: str
    seen: int


@dataclass
class Morning:
    """What somebody did, and what they were told."""

    worker: Worker
    browser: Browser
    organisation: str
    random: Random
    pause: float = 0
    """The mean number of seconds in which they read a page."""
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    """Avvik and text of each comment that the page said was written."""
    overtaken: list[Overtaken] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What must never happen: an error, or somebody else's page."""

    def sign_in(self) -> None:
        form = self.browser.get("the sign-in form", "/sign-in/").body
        answer = self.browser.post("sign-in", "/sign-in/", {"login": self.worker.email, "password": PASSWORD}, form)
        if answer.status != WRITTEN:
            self.wrong.append(f"{self.worker.email} was not let in: {answer.status}")

    def work(self, times: int) -> None:
        for _ in range(times):
            self._look_around()
        self.browser.close()

    def _look_around(self) -> None:
        where = f"organisation={self.organisation}"
        page = self._open("overview", f"/?{where}")
        may_see_avvik = 'href="/avvik/"' in page
        if may_see_avvik:
            queue = self.random.choice(("new", "worse", "unseen", "overdue", "effect"))
            self._open(f"queue: {queue}", f"/avvik/?{where}&queue={queue}")
            self._open("queue: mine", f"/avvik/?{where}&queue=mine")
            self._open("queue: search", f"/avvik/?{where}&text=vaktplan")
            listed = self._open("queue: all open", f"/avvik/?{where}")
            self._work_on(findall(r'href="/avvik/(A-[0-9]+)/"', listed))
        self._script(f"/api/overview?{where}&period=2026-09")
        if may_see_avvik:
            self._script(f"/api/avvik?{where}&state=ny&limit=50")

    def _work_on(self, listed: list[str]) -> None:
        shared = self.random.random() < 0.3
        avvik = self.random.choice(listed[:CONTESTED] if shared else listed) if listed else "A-000001"
        page = self._open("an avvik", f"/avvik/{avvik}/")
        if "/comment/" in page:
            self._comment(avvik, page)
        if "/assign/" in page and self.random.random() < 0.5:
            choices = findall(r'<option value="([^"@]+@[^"]+)"', page.partition('id="assign_to"')[2])
            self._move(avvik, "assign", {"to": self.random.choice(choices)})
        if "/cause/" in page and self.random.random() < 0.3:
            self._move(avvik, "cause", {"cause": "capacity", "text": "For få på vakt."})

    def _comment(self, avvik: str, page: str) -> None:
        text = f"Sett på {self.random.getrandbits(64):016x}."
        if self._sent(avvik, "comment", {"text": text}, page).status == WRITTEN:
            self.acknowledged.append((avvik, text))

    def _move(self, avvik: str, move: str, fields: dict[str, str]) -> None:
        page = self._open("an avvik", f"/avvik/{avvik}/")
        if f"/{move}/" in page:
            self._sent(avvik, move, fields, page)

    def _sent(self, avvik: str, move: str, fields: dict[str, str], page: str) -> Answer:
        self._read()
        seen = findall(r'name="seen" value="([0-9]+)"', page)[0]
        answer = self.browser.post(f"write: {move}", f"/avvik/{avvik}/{move}/", {"seen": seen, **fields}, page)
        if answer.status == CONFLICT:
            self.overtaken.append(Overtaken(avvik, int(seen)))
        elif answer.status != WRITTEN:
            self.wrong.append(f"{move} on {avvik}: {answer.status}")
        return answer

    def _open(self, page: str, address: str) -> str:
        self._read()
        answer = self.browser.get(page, address)
        if answer.status != 200:
            self.wrong.append(f"{address}: {answer.status}")
        elif signed_in_as(answer.body) != self.worker.name:
            self.wrong.append(f"{address}: the page of {signed_in_as(answer.body) or 'nobody'}")
        return answer.body

    def _script(self, address: str) -> None:
        page = "api" + address.partition("?")[0].removeprefix("/api")
        answer = self.browser.get(page, address, {"Authorization": f"Bearer {self.worker.token}"})
        if answer.status != 200:
            self.wrong.append(f"{address}: {answer.status}")
        else:
            json.loads(answer.body)

    def _read(self) -> None:
        if self.pause:
            time.sleep(self.random.expovariate(1 / self.pause))
