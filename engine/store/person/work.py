"""One round's work with the evidence of an organisation: much is read, and then everything written in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import F

from engine.aml.cases import About, Case, CaseDraft
from engine.aml.standing import BreachChange, Key, Standing
from engine.notify.working_time import BreachNews
from engine.periods import Period
from engine.store.person import evidence, findings, judged, models
from engine.store.person.judged import Judged
from engine.worktime.blocks import Known
from engine.worktime.records import WorkRecord


class PersonReading:
    """What a round may read. The engine reads under pseudonyms and shows nobody a row, so nothing is logged."""

    def __init__(self, db: str, organisation: str) -> None:
        self._db = db
        self._organisation = organisation

    def records(
        self, *, people: Collection[str] | None = None, first: date = date.min, last: date = date.max
    ) -> Iterator[WorkRecord]:
        """The records that hold, of everybody or of some, that begin on the days from `first` to `last`."""
        return evidence.records(self._db, self._organisation, people=people, first=first, last=last)

    def people(self, first: date, last: date) -> set[str]:
        """Who has a record that begins on the days from `first` to `last`."""
        return evidence.people(self._db, self._organisation, first, last)

    def reaching(self, first: date) -> set[str]:
        """Who has a record from before a day that ends more than a day after it."""
        return evidence.reaching(self._db, self._organisation, first)

    def known(self) -> Mapping[str, tuple[Known, ...]]:
        """The days known of each person, in order and apart."""
        return evidence.known(self._db, self._organisation)

    def present(self) -> set[tuple[str, str, Period]]:
        """Who worked in which unit in which month."""
        return evidence.present(self._db, self._organisation)

    def pseudonyms(self) -> Mapping[str, str]:
        """Employee number → pseudonym, for the list of who has which profile; it never leaves the round."""
        return evidence.pseudonyms(self._db, self._organisation)

    def standing(self) -> Mapping[Key, Standing]:
        """Every breach on record, as it was last found."""
        return findings.standing(self._db, self._organisation)

    def judged(self) -> Judged | None:
        """What the last round found."""
        return judged.judged(self._db, self._organisation)

    def changed_since(self, batch: int) -> Mapping[str, frozenset[date]]:
        """By person the days of records that are new, or do not hold any more, since a batch."""
        return judged.changed_since(self._db, self._organisation, batch)

    def last_batch(self) -> int:
        return judged.last_batch(self._db, self._organisation)

    def revision(self) -> int:
        """How often the evidence has changed: what is derived from it tells from which it was."""
        return models.Head.objects.using(self._db).get(id=1).revision


class PersonWork(PersonReading):
    """What a round may write, while nobody else can."""

    def cases(self) -> Mapping[About, Case]:
        return {case.about: case for case in findings.cases(self._db, self._organisation)}

    def news(self) -> tuple[BreachNews, ...]:
        """Every entry about a breach in order, without the employee."""
        return findings.news(self._db, self._organisation)

    def apply(self, changes: Sequence[BreachChange], drafts: Iterable[tuple[About, CaseDraft]], at: datetime) -> int:
        """Write what changed, and what that means to the cases. Returns how many cases were opened."""
        findings.write(self._db, self._organisation, changes, at)
        if changes:
            advance(self._db)
        return findings.add(self._db, self._organisation, drafts, at)

    def keep(self, found: Judged) -> None:
        """What this round found, for the next."""
        judged.keep(self._db, self._organisation, found)


def advance(db: str) -> None:
    models.Head.objects.using(db).filter(id=1).update(revision=F("revision") + 1)
