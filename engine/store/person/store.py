"""The door to evidence about persons. Whoever reads rows says who they are and why; it is logged, and only theirs come out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from engine.aml.cases import About, Case, CaseDraft
from engine.aml.retention import Cuts
from engine.aml.rights import Matter, Relation, Sight, Viewer, may_see
from engine.aml.standing import Key, Standing
from engine.aml.tally import Tally, tally
from engine.errors import NotAllowed, StoreError, UsageError
from engine.language import mark
from engine.names import shown
from engine.people import Role
from engine.store import address
from engine.store.database import Database
from engine.store.fence import Fence
from engine.store.person import access, evidence, findings, judged, models, retention
from engine.store.person.access import Looked
from engine.store.person.evidence import Handover, Taken
from engine.store.person.retention import EMPTIED, Deleted
from engine.store.person.work import PersonReading, PersonWork, advance
from engine.worktime.clock import instant_of
from engine.worktime.kinds import BreachType
from engine.worktime.records import WorkRecord


class PersonDatabase(Database):
    absent = mark("there is no evidence of working time in {database} yet: `malvakt aml ingest` begins it")


def open_person_store(url: str) -> "PersonStore":
    """The evidence at this address. Raises StoreError for what is no address; nothing is connected to or made yet."""
    return PersonStore(PersonDatabase(address.parse(url), ["person"]))


class PersonStore:
    """Errors of the database are StoreErrors. What one call writes is one transaction. Times are aware datetimes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def migrate(self) -> None:
        self._database.migrate()

    def is_current(self) -> bool:
        return self._database.is_current()

    def was_begun(self) -> bool:
        """True when there is a database with tables for evidence, of this release or an older one."""
        return self._database.was_begun()

    def close(self) -> None:
        self._database.close()

    def fenced(self, fence: Fence) -> None:
        """From now on every write is kept only while the fence's claim holds, else Overtaken is raised."""
        self._database.fence = fence

    def take(self, rows: Sequence[WorkRecord], handover: Handover) -> Taken:
        """Keep records under pseudonyms. The same again changes nothing; what they say otherwise replaces what was known.

        Raises UsageError where there is no record, or one outside the days that the handover declares.
        """
        if not rows:
            raise UsageError(mark("there is not one work record in the files"))
        sources = groupby(sorted(rows, key=lambda row: row.source), key=lambda row: row.source)
        with self._writing() as db:
            last = judged.last_batch(db, handover.organisation)
            taken = [evidence.take(db, list(of_source), handover) for _, of_source in sources]
            # Also a batch without a new row says something: on its days nothing else was worked.
            if judged.last_batch(db, handover.organisation) != last:
                advance(db)
        return Taken(
            records=sum(each.records for each in taken),
            people=len({row.employee for row in rows}),
            new=sum(each.new for each in taken),
            replaced=sum(each.replaced for each in taken),
        )

    def organisations(self) -> tuple[str, ...]:
        """Whose evidence there is."""
        with self._database.reading() as db:
            return tuple(sorted(set(models.Pseudonym.objects.using(db).values_list("organisation", flat=True))))

    @contextmanager
    def reading(self, organisation: str) -> Iterator[PersonReading]:
        """What a round reads before it writes, without keeping others from writing: hold its revision against the round's."""
        with self._database.reading() as db:
            yield PersonReading(db, organisation)

    @contextmanager
    def round(self, organisation: str) -> Iterator[PersonWork]:
        """One transaction; a second round waits until the first has ended."""
        with self._writing() as db:
            yield PersonWork(db, organisation)

    def breaches(self, viewer: Viewer, organisation: str, *, why: str, at: datetime) -> tuple[Standing, ...]:
        """The breaches that the viewer may see, by person, date and type. Raises NotAllowed for who never sees a row."""
        _refuse_elsewhere(viewer, organisation)
        with self._writing() as db:
            standing = sorted(findings.standing(db, organisation).values(), key=lambda row: row.result.order)
            seen = tuple(row for row in standing if _shows(viewer, row))
            access.log(db, viewer, "breaches", why, at, [row.result.employee for row in seen])
        _refuse_who_sees_no_rows(viewer)
        return seen

    def cases(self, viewer: Viewer, organisation: str, *, why: str, at: datetime) -> tuple[Case, ...]:
        """The cases that the viewer may see, the oldest first; HR's words are for HR. Raises NotAllowed likewise."""
        _refuse_elsewhere(viewer, organisation)
        with self._writing() as db:
            breaches = _by_subject(findings.standing(db, organisation).values())
            found = _visible(viewer, findings.cases(db, organisation), breaches)
            access.log(db, viewer, "cases", why, at, [case.about.person for case in found])
        _refuse_who_sees_no_rows(viewer)
        return found

    def breaches_after(
        self, viewer: Viewer, organisation: str, key: int | None, most: int, *, why: str, at: datetime
    ) -> tuple[tuple[int, Standing], ...]:
        """The next `most` breaches after the key that the viewer may see, each with its own, in the order of their finding.

        One more tells that there are more: it is not to be shown, and not logged. Raises NotAllowed likewise.
        """
        _refuse_elsewhere(viewer, organisation)
        with self._writing() as db:
            found = findings.standing_after(db, organisation, viewer, key, most + 1)
            seen = tuple(each for each in found if _shows(viewer, each[1]))
            access.log(db, viewer, "breaches", why, at, [row.result.employee for _, row in seen[:most]])
        _refuse_who_sees_no_rows(viewer)
        return seen

    def cases_after(
        self, viewer: Viewer, organisation: str, key: int | None, most: int, *, why: str, at: datetime
    ) -> tuple[Case, ...]:
        """The next `most` cases after the key that the viewer may see, the oldest first; likewise."""
        _refuse_elsewhere(viewer, organisation)
        with self._writing() as db:
            found: list[Case] = []
            while len(found) <= most:
                # A case may have gone on in a unit that is another leader's: then the next ones are read.
                read = findings.cases_after(db, organisation, viewer, key, most + 1)
                breaches = _by_subject(findings.standing_of(db, [case.about.person for case in read]).values())
                found += _visible(viewer, read, breaches)
                if len(read) <= most:
                    break
                key = _number(read[-1].id)
            access.log(db, viewer, "cases", why, at, [case.about.person for case in found[:most]])
        _refuse_who_sees_no_rows(viewer)
        return tuple(found[: most + 1])

    def case(self, viewer: Viewer, case_id: str, *, why: str, at: datetime) -> tuple[Case, Sequence[Standing]]:
        """One case with its breaches. UsageError for an id that is none, or of a case that the viewer may not see."""
        with self._writing() as db:
            of_all = findings.cases(db, viewer.organisation, _number(case_id))
            breaches = _by_subject(findings.standing(db, about=of_all[0].about).values()) if of_all else {}
            found = _visible(viewer, of_all, breaches)
            access.log(db, viewer, f"case {case_id[:20]}", why, at, [case.about.person for case in found])
        if not found:
            raise _no_case(case_id)
        return found[0], breaches[found[0].about]

    def move(self, viewer: Viewer, case_id: str, act: Callable[[Case], CaseDraft], *, at: datetime, why: str = "") -> Case:
        """Write an entry of HR's to a case. Raises NotAllowed for others, MoveRefused for what the case does not allow.

        `act` is given the case as it stands, and nobody writes on it in between.
        """
        if viewer.role is not Role.HR:
            raise NotAllowed(mark("only HR works the cases"))
        with self._writing() as db:
            found = findings.cases(db, viewer.organisation, _number(case_id))
            if not found:
                raise _no_case(case_id)
            draft = act(found[0])
            findings.append(db, _number(case_id), draft, at)
            access.log(db, viewer, f"{draft.kind} {found[0].id}", why, at, [found[0].about.person])
            return findings.cases(db, viewer.organisation, _number(case_id))[0]

    def employee(self, viewer: Viewer, pseudonym: str, *, why: str, at: datetime) -> str:
        """The employee number behind a pseudonym. Raises NotAllowed for everybody but HR."""
        if may_see(viewer.role, Relation.OTHER, Matter.LINK) is not Sight.ROWS:
            raise NotAllowed(mark("only HR may see whom a pseudonym stands for"))
        with self._writing() as db:
            link = models.Link.objects.using(db).filter(pseudonym_id=pseudonym).first()
            if link is None or not viewer.is_of(link.organisation):
                raise UsageError(mark("there is no pseudonym {name}"), name=shown(pseudonym))
            access.log(db, viewer, "link", why, at, [pseudonym])
            return link.employee

    def records(self, viewer: Viewer, organisation: str, breach: Key, *, why: str, at: datetime) -> tuple[WorkRecord, ...]:
        """The work records behind a breach, by start, under the pseudonym; none where they are deleted by their age.

        Raises UsageError for a breach that there is not, or that the viewer may not see.
        """
        _refuse_elsewhere(viewer, organisation)
        with self._writing() as db:
            standing = findings.standing(db, organisation, about=About(breach[0], BreachType(breach[1])))
            row = standing.get(breach)
            is_shown = row is not None and _shows(viewer, row, Matter.RECORDS)
            found = evidence.behind(db, organisation, row.result) if row is not None and is_shown else ()
            access.log(db, viewer, f"records of {breach[1]}", why, at, [each.employee for each in found])
        if not is_shown:
            raise UsageError(mark("there is no such breach that you may see"))
        return found

    def overview(self, viewer: Viewer, organisation: str) -> Tally:
        """The people and breaches of every month and unit, for engine.aml.table, which shows nobody too few to be told by
        themselves. Raises NotAllowed for who may not see counts. No row leaves in it, so nothing is logged.
        """
        _refuse_elsewhere(viewer, organisation)
        if may_see(viewer.role, Relation.OTHER) is Sight.NOTHING:
            raise NotAllowed(mark("the role {role} sees no counts of others"), role=viewer.role.value)
        with self._database.reading() as db:
            standing = [row.result for row in findings.standing(db, organisation).values() if not row.withdrawn]
            return tally(evidence.present(db, organisation), standing)

    def roster(self, viewer: Viewer, organisation: str, *, why: str, at: datetime) -> tuple[WorkRecord, ...]:
        """Every record, actual and planned, of those whose latest one is the viewer's to see: a shift is judged by all of a
        person's work, wherever it was done. Raises NotAllowed for who never sees a row.
        """
        _refuse_elsewhere(viewer, organisation)
        with self._writing() as db:
            last: dict[str, WorkRecord] = {}
            rows = tuple(evidence.records(db, organisation))
            for row in rows:
                if row.employee not in last or instant_of(row.start) >= instant_of(last[row.employee].start):
                    last[row.employee] = row
            own = {person for person, row in last.items() if _may_see_records(viewer, person, row.unit)}
            access.log(db, viewer, "roster", why, at, sorted(own))
        _refuse_who_sees_no_rows(viewer)
        return tuple(row for row in rows if row.employee in own)

    def access_log(self, viewer: Viewer | None = None, lookers: Collection[str] = ()) -> tuple[Looked, ...]:
        """Who looked at what and why, the oldest first: all of it for review, or of whom the viewer's own rows are.

        A viewer of one organisation gets the looks at its employees' rows, and those that found no row where one of `lookers`
        looked. Without a viewer it is the command line that asks. Raises NotAllowed for whom nobody looks at.
        """
        own = ""
        if viewer is not None and may_see(viewer.role, Relation.OTHER, Matter.ACCESS) is not Sight.ROWS:
            own = viewer.pseudonym
            if not own:
                raise NotAllowed(mark("the role {role} does not see who has looked"), role=viewer.role.value)
        with self._database.reading() as db:
            organisation = None if viewer is None else viewer.organisation
            return access.looked(db, own, organisation, lookers)

    def retain(self, cuts: Cuts, *, by: str, at: datetime) -> Deleted:
        """Delete what is older than the cuts, for good, and put on record how much it was."""
        with self._writing() as db:
            deleted = retention.delete(db, cuts, by=by, at=at)
            advance(db)
        self._scrub()
        return deleted

    @contextmanager
    def _writing(self) -> Iterator[str]:
        with self._database.transaction() as db:
            if models.Head.objects.using(db).select_for_update().first() is None:
                message = mark("the evidence in {database} has lost its head: somebody has tampered with it")
                raise StoreError(message, database=self._database.address.shown)
            yield db

    def _scrub(self) -> None:
        """Take what was deleted out of the files in which it could still be read."""
        with self._database.reading(), self._database.connection.cursor() as cursor:
            if self._database.connection.vendor == "postgresql":
                cursor.execute("VACUUM " + ", ".join(f"person_{table}" for table in EMPTIED))
            else:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _visible(viewer: Viewer, cases: Iterable[Case], breaches: Mapping[About, Sequence[Standing]]) -> tuple[Case, ...]:
    """A case is its person's and of the leader whose unit its latest breach was in."""
    seen = (case for case in cases if _shows(viewer, breaches[case.about][-1]))
    with_words = may_see(viewer.role, Relation.OTHER, Matter.NOTES) is Sight.ROWS
    return tuple(case if with_words else _without_words(case) for case in seen)


def _by_subject(standing: Iterable[Standing]) -> Mapping[About, Sequence[Standing]]:
    found: defaultdict[About, list[Standing]] = defaultdict(list)
    for row in sorted(standing, key=lambda row: row.result.order):
        found[About(row.result.employee, row.result.type)].append(row)
    return found


def _shows(viewer: Viewer, row: Standing, matter: Matter = Matter.BREACHES) -> bool:
    return may_see(viewer.role, viewer.relation(row.result.employee, row.result.unit), matter) is Sight.ROWS


def _may_see_records(viewer: Viewer, person: str, unit: str) -> bool:
    return may_see(viewer.role, viewer.relation(person, unit), Matter.RECORDS) is Sight.ROWS


def _refuse_elsewhere(viewer: Viewer, organisation: str) -> None:
    if not viewer.is_of(organisation):
        raise NotAllowed(mark("the evidence of {organisation} is not yours to see"), organisation=shown(organisation))


def _refuse_who_sees_no_rows(viewer: Viewer) -> None:
    relations = [Relation.SELF] if viewer.pseudonym else []
    relations += [Relation.OWN_UNIT] if viewer.units else []
    if all(may_see(viewer.role, relation) is not Sight.ROWS for relation in (*relations, Relation.OTHER)):
        raise NotAllowed(mark("the role {role} sees counts, never rows about persons"), role=viewer.role.value)


def _without_words(case: Case) -> Case:
    return Case(case.id, case.about, [replace(entry, text="", who="") for entry in case.entries])


def _number(case_id: str) -> int:
    """0, which no case has, for what is no id."""
    digits = case_id.removeprefix("H-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


def _no_case(case_id: str) -> UsageError:
    return UsageError(mark("there is no case {name} that you may see"), name=shown(case_id))
