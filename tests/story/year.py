"""A year of an organisation as its days go by: what comes, what people do, and the jobs of each night and morning."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine import rounds
from engine.avvik.entries import Draft
from engine.decisions.exemption import register
from engine.decisions.storm import Verb, ruled
from engine.facts import Delivery
from engine.intake import TIDY, declare
from engine.jobs import KINDS
from engine.jobs.job import Job, jobs_of
from engine.people import Duty, Grant, Role
from engine.reception import Reception, take_in
from engine.settings import Settings
from engine.station import Station
from engine.store.outbox.nouns import State
from engine.store.people.events import Change
from engine.store.people.store import open_people
from engine.store.person.evidence import Handover
from engine.timesheets import File, read_all

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures" / "story"
OSLO = ZoneInfo("Europe/Oslo")
ORGANISATION = "nordre"
UNITS = ("drift", "nett", "vakt", "service", "stab", "prosjekt")
_HEADER = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status"


@dataclass(frozen=True)
class Message:
    on: date
    to: str
    reasons: tuple[str, ...]
    subject: str
    text: str


class Year:
    """`day` is today; nothing happens on days that are not lived through."""

    def __init__(self, folder: Path, url: str, first: date) -> None:
        shutil.copytree(FIXTURES / "rules", folder / "rules")
        shutil.copytree(ROOT / "rules" / "aml", folder / "rules" / "aml")
        settings = Settings(
            database_url=url,
            rules=folder / "rules",
            cache=folder / "cache",
            base_url="https://maal.nordre.no",
            smallest_group=3,
            channels=str(folder / "channels.yaml"),
        )
        (folder / "channels.yaml").write_text(f"channels: [{{id: email, kind: file, folder: {folder / 'mail'}}}]\n")
        self.place = Station(settings)
        assert not self.place.rulebook.errors, [problem.line() for problem in self.place.rulebook.errors]
        self.store = self.place.store
        self.day = first
        self._done: dict[str, str] = {}
        """By job the last slot that was done, as the due table keeps it."""
        self._hire()

    def at(self, hour: int) -> datetime:
        return datetime.combine(self.day, datetime.min.time(), OSLO).replace(hour=hour).astimezone(UTC)

    def live_until(self, last: date) -> None:
        """Each day's jobs, as a scheduler that is there runs them; the days between were lived through."""
        while self.day < last:
            self.jobs()
            self.day += timedelta(days=1)

    def jobs(self) -> None:
        """Everything that is due, until nothing is: what one job hands over wakes another."""
        due = True
        while due:
            due = bool(sum(self._do(job) for job in jobs_of(self.place.rulebook, self.place.settings)))

    def _do(self, job: Job) -> bool:
        kind, now = KINDS[job.kind], self.at(9)
        slot = kind.newest(job, self.place, now)
        if slot is None or (not kind.standing and slot.key == self._done.get(job.id)):
            return False
        self._done[job.id] = slot.key
        kind.run(job, self.place, now)
        return True

    def figures(self, period: str, first_line: str, sick_leave: Any = "4,0", status: str = "final") -> Reception:
        """A file of the month's figures comes. `sick_leave`: everywhere the same, or by unit."""
        by_unit = sick_leave if isinstance(sick_leave, dict) else dict.fromkeys(UNITS, sick_leave)
        rows = [f"nordre;nordre;first_line;;{period};{first_line};;;;{status}"]
        rows += [f"nordre;{unit};sick_leave;;{period};{by_unit.get(unit, '4,0')};;;;{status}" for unit in UNITS]
        return self.file("\n".join([_HEADER, *rows, ""]))

    def file(self, content: str) -> Reception:
        name = f"tall-{self.day}.csv"
        declaration = declare(TIDY, name, organisation=ORGANISATION)
        delivery = Delivery(declaration=declaration, file_name=name, content=content.encode(), received_at=self.at(8))
        return take_in(self.store, self.place.rulebook, delivery, TIDY)

    def moves(self, avvik: str, *moves: Any) -> None:
        """What a person does, each upon what the one before has left."""
        for move in moves:
            drafts: tuple[Draft, ...] = move(self.store.one_avvik(avvik))
            self.store.append(avvik, drafts, self.at(10))

    def exempt(self, rule: str, unit: str, until: date) -> None:
        self.store.decide(
            lambda known: register(
                self.place.rulebook,
                self.store.exemptions(),
                rule=rule,
                unit=unit,
                reason="flytting til nytt bygg",
                approver="leif@nordre.no",
                by="hanne@nordre.no",
                since=self.day,
                until=until,
                today=self.day,
            ),
            at=self.at(10),
        )

    def answer(self, storm: str, verb: Verb) -> None:
        _, ruling = ruled(self.store.storms(), storm, verb, by="kari@nordre.no", reason="kolonnene var byttet om")
        tell = self.place.telling.of(ORGANISATION)
        book = self.place.rulebook.of(ORGANISATION)
        rounds.run(self.store, book, as_of=self.day, at=self.at(10), ruling=ruling, tell=tell)

    def work_records(self, month: str, days: range, people: int, long_day: int, long: int) -> None:
        """HR hands over a month of shifts; `long` people worked 14 hours on one of the days."""
        rows = ["employee;start;end;type;unit;source;record_id"]
        for person in range(people):
            for number in days:
                day = date.fromisoformat(f"{month}-{number:02d}")
                if day.weekday() < 5:
                    end = "22:00" if number == long_day and person < long else "15:30"
                    rows.append(f"{1000 + person};{day} 08:00;{day} {end};ordinary;vakt;;{person}-{number}")
        records = read_all([File("vakter.csv", "\n".join([*rows, ""]).encode())])
        first, last = (date.fromisoformat(f"{month}-{number:02d}") for number in (days[0], days[-1]))
        handover = Handover(organisation=ORGANISATION, by="hanne", at=self.at(8), first=first, last=last)
        self.place.persons.take(records, handover)

    def messages(self) -> Iterator[Message]:
        names = {person.id: person.email.partition("@")[0] for person in self.store.people(ORGANISATION)}
        for each in self.place.outbox.queue(*State):
            letter = self.place.outbox.letter(each.number)
            on = each.at.astimezone(OSLO).date()
            yield Message(on, names[each.recipient], each.reasons, letter.subject, letter.text)

    def _hire(self) -> None:
        people = open_people(self.place.settings.database_url)
        change = Change(by="ola", at=self.at(7))
        given = {
            "kari": (Grant(role=Role.QUALITY, organisation=ORGANISATION), Duty(name="kvalitet", organisation=ORGANISATION)),
            "hanne": (Grant(role=Role.HR, organisation=ORGANISATION), Duty(name="personal", organisation=ORGANISATION)),
            "dag": (Grant(role=Role.DATA_OWNER, organisation=ORGANISATION), Duty(name="data", organisation=ORGANISATION)),
            "leif": (Grant(role=Role.LEADER, organisation=ORGANISATION),),
            "berit": (Grant(role=Role.BOARD, organisation=ORGANISATION),),
        }
        for name, gifts in given.items():
            people.add(f"{name}@nordre.no", name.capitalize(), change)
            for gift in gifts:
                people.give(f"{name}@nordre.no", gift, change)
