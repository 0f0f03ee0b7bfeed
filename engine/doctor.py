"""What is wrong with an installation and what to do about it: one small question each, and none stops another."""

import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.channels.loader import Channels
from engine.errors import Place, Problem, UserError
from engine.health import Health, troubles
from engine.jobs import KINDS
from engine.jobs.job import Job, jobs_of
from engine.language import LOCALES, Language, mark
from engine.names import printable
from engine.rulebook.book import Rulebook
from engine.settings import Settings
from engine.store import DueRow, Store
from engine.store.file import damage
from engine.store.outbox.store import Outbox
from engine.store.person.store import PersonStore
from engine.survey import survey

LITTLE_ROOM, NO_ROOM = 1024**3, 100 * 1024**2
"""Bytes free on a disk: from where on it is told, and from where on writing will soon fail."""
CLOCKS_APART = timedelta(minutes=5)
"""So far may the newest entry lie ahead of our clock: two machines' clocks are never quite the same."""
STUCK = timedelta(hours=24)
OFTEN = 3
"""So many times in a row a job fails, or its process dies, before it is wrong and not only worth a look."""


class Gravity(StrEnum):
    WRONG = "wrong"
    """The guard does not guard, or will soon not."""
    LOOK = "look"
    """Somebody should look at it."""


@dataclass(frozen=True, slots=True)
class Finding:
    gravity: Gravity
    problem: Problem
    """What is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One question and what it found; nothing = all is well."""

    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Patient:
    """What is examined."""

    settings: Settings
    book: Callable[[], Rulebook] = field(repr=False)
    store: Store
    outbox: Outbox
    persons: PersonStore
    channels: Callable[[], Channels] = field(repr=False)
    now: datetime
    env_file: Path = Path(".env")

    @cached_property
    def rulebook(self) -> Rulebook:
        return self.book()

    @cached_property
    def health(self) -> Health:
        return survey(self.store, self.rulebook, self.outbox, self.now)


Question = Callable[[Patient], Iterator[Finding]]


def examine(patient: Patient) -> tuple[Checked, ...]:
    """Every question in the order of `QUESTIONS`; one that cannot be answered says why and stops no other."""
    return tuple(Checked(name, tuple(_asked(name, question, patient))) for name, question in QUESTIONS.items())


def _asked(name: str, question: Question, patient: Patient) -> Iterator[Finding]:
    try:
        yield from question(patient)
    except UserError as error:
        yield _wrong(name, mark("this cannot be asked: {said}"), said=printable(error, 300))
    except OSError as error:
        yield _wrong(name, mark("this cannot be asked: {said}"), said=error.strerror or type(error).__name__)


def _rules(patient: Patient) -> Iterator[Finding]:
    book = patient.rulebook
    if book.errors:
        message = mark("{count} mistakes in rule files, the first: {first}; `malvakt rules lint` shows them all")
        yield _wrong("rules", message, count=len(book.errors), first=printable(book.errors[0].line(), 200))
    if not book.rules:
        yield _wrong("rules", mark("not one rule is in force; say where they are with MALVAKT_RULES"))


def _database(patient: Patient) -> Iterator[Finding]:
    if not patient.store.is_current():
        yield _wrong(
            "database", mark("there is no database yet, or it is of an older release: `malvakt run` makes or updates it")
        )
    file = patient.store.file
    said = damage(file) if file is not None and file.exists() else ""
    if said:
        yield _wrong("database", mark("the database is damaged: {said}; restore it from a backup"), said=printable(said, 200))


def _log(patient: Patient) -> Iterator[Finding]:
    for problem in (*patient.store.verify_log(), *patient.store.verify_ledger()):
        yield Finding(Gravity.WRONG, problem)


def _clock(patient: Patient) -> Iterator[Finding]:
    newest = patient.store.newest_entry()
    if newest is not None and newest - patient.now > CLOCKS_APART:
        message = mark("the clock shows {now}, but the newest entry is of {newest}: set the clock before anything is written")
        yield _wrong("clock", message, now=_minute(patient.now), newest=_minute(newest))


def _disk(patient: Patient) -> Iterator[Finding]:
    folders = {patient.settings.cache, *([patient.store.file.parent] if patient.store.file else [])}
    for folder in sorted(map(_standing, folders)):
        free = shutil.disk_usage(folder).free
        if free < LITTLE_ROOM:
            message = mark("{free} MB are left on the disk of {folder}: make room, or writing will fail")
            gravity = Gravity.WRONG if free < NO_ROOM else Gravity.LOOK
            yield Finding(gravity, Problem(Place("disk"), "O002", message, {"free": free // 1024**2, "folder": folder}))


def _cache(patient: Patient) -> Iterator[Finding]:
    folder = patient.settings.cache
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = mark("the cache {folder} cannot be written to ({reason}): every start is slow, and records cannot be folded")
        yield _look("cache", message, folder=folder, reason=error.strerror or "?")


def _secrets(patient: Patient) -> Iterator[Finding]:
    """Files that hold passwords or name people; others on the machine must not read them."""
    named = (str(patient.env_file), patient.settings.aml_profiles, patient.settings.channels)
    files = [Path(name) for name in named if name] + ([patient.store.file] if patient.store.file else [])
    for file in files:
        if file.exists() and file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            message = mark("{file} can be read by everybody on this machine: chmod o-rwx {file}")
            gravity = Gravity.LOOK if file == patient.store.file else Gravity.WRONG
            yield Finding(gravity, Problem(Place("secrets"), "O002", message, {"file": file}))


def _guarding(patient: Patient) -> Iterator[Finding]:
    longest = timedelta(hours=patient.settings.round_hours)
    for problem in troubles(patient.health, longest):
        yield Finding(Gravity.WRONG, problem)


def _jobs(patient: Patient) -> Iterator[Finding]:
    rows = {(row.job, row.organisation): row for row in patient.store.due.rows()}
    for job in jobs_of(patient.rulebook, patient.settings):
        row = rows.get((job.id, job.organisation))
        if row is not None and row.done_at is None:
            yield from _job(job, row, patient.now)


def _job(job: Job, row: DueRow, now: datetime) -> Iterator[Finding]:
    about = {"job": job.id, "organisation": job.organisation or "–", "count": row.attempts}
    gravity = Gravity.WRONG if row.attempts >= OFTEN else Gravity.LOOK
    if row.failure:
        message = mark("{organisation}: the job {job} has failed {count} times: {failure}")
        yield Finding(gravity, Problem(Place("jobs"), "O002", message, {**about, "failure": printable(row.failure, 200)}))
    elif row.attempts > 1:
        message = mark("{organisation}: the job {job} was begun {count} times without an end; its process dies or is killed")
        yield Finding(gravity, Problem(Place("jobs"), "O002", message, about))
    if row.holder and row.begun_at is not None and now - row.begun_at > KINDS[job.kind].limit + timedelta(minutes=5):
        message = mark("{organisation}: the job {job} is held since {since} and does not end; does a scheduler run?")
        yield _wrong("jobs", message, **about, since=_minute(row.begun_at))


def _channels(patient: Patient) -> Iterator[Finding]:
    for problem in patient.channels().problems:
        yield Finding(Gravity.WRONG, problem)
    queue = patient.health.outbox
    if not patient.settings.channels and queue is not None and queue.waiting:
        message = mark("{count} notices wait and no channel is set up: name a file of channels in MALVAKT_CHANNELS")
        yield _look("channels", message, count=queue.waiting)


def _outbox(patient: Patient) -> Iterator[Finding]:
    queue = patient.health.outbox
    if queue is not None and queue.oldest is not None and patient.now - queue.oldest > STUCK:
        message = mark("{count} notices wait, the oldest since {since}: do the channels work? `malvakt notify test` tries them")
        yield _look("outbox", message, count=queue.waiting, since=_minute(queue.oldest))


def _quarantine(patient: Patient) -> Iterator[Finding]:
    for each in patient.health.organisations:
        if each.refused:
            message = mark("{organisation}: {count} refused files lie in quarantine; `malvakt deliveries --refused` says why")
            yield _look("quarantine", message, organisation=each.organisation, count=each.refused)


def _persons(patient: Patient) -> Iterator[Finding]:
    if patient.persons.was_begun() and not patient.persons.is_current():
        yield _look("persons", mark("the evidence about persons is of an older release: `malvakt run` updates it"))
    profiles = patient.settings.aml_profiles
    if profiles and not Path(profiles).is_file():
        yield _wrong("persons", mark("MALVAKT_AML_PROFILES names {file}, which is not there"), file=profiles)


def _machine(_: Patient) -> Iterator[Finding]:
    try:
        summer = datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Oslo")).utcoffset()
    except ZoneInfoNotFoundError:
        summer = None
    if summer != timedelta(hours=2):
        yield _wrong("machine", mark("the time zone Europe/Oslo is missing or wrong: install tzdata"))
    if not (LOCALES / Language.NB.value / "LC_MESSAGES" / "malvakt.mo").is_file():
        yield _wrong("machine", mark("the Norwegian texts are missing: install Målvakt anew"))


def _watched(patient: Patient) -> Iterator[Finding]:
    if not patient.settings.heartbeat_url:
        message = mark("nobody outside would notice if this machine stopped: give MALVAKT_HEARTBEAT_URL an address")
        yield _look("heartbeat", message)


QUESTIONS: dict[str, Question] = {
    "rules": _rules,
    "database": _database,
    "log": _log,
    "clock": _clock,
    "disk": _disk,
    "cache": _cache,
    "secrets": _secrets,
    "guarding": _guarding,
    "jobs": _jobs,
    "channels": _channels,
    "outbox": _outbox,
    "quarantine": _quarantine,
    "persons": _persons,
    "machine": _machine,
    "heartbeat": _watched,
}


def _wrong(place: str, message: str, **details: object) -> Finding:
    return Finding(Gravity.WRONG, Problem(Place(place), "O002", message, details))


def _look(place: str, message: str, **details: object) -> Finding:
    return Finding(Gravity.LOOK, Problem(Place(place), "O002", message, details))


def _standing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    found = folder.absolute()
    while not found.is_dir() and found != found.parent:
        found = found.parent
    return found


def _minute(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo('Europe/Oslo')):%Y-%m-%d %H:%M}"
