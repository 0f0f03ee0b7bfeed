"""One round's work with the evidence of an organisation, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F

from engine.aml.cases import About, Case, CaseDraft
from engine.aml.standing import BreachChange, Key, Standing
from engine.notify.working_time import BreachNews
from engine.store.person import evidence, findings, models
from engine.store.person.evidence import Evidence


class PersonWork:
    """What a round may read and write. The engine reads under pseudonyms and shows nobody a row, so nothing is logged."""

    def __init__(self, db: str, organisation: str) -> None:
        self._db = db
        self._organisation = organisation

    def evidence(self) -> Evidence:
        return evidence.evidence(self._db, self._organisation)

    def pseudonyms(self) -> Mapping[str, str]:
        """Employee number → pseudonym, for the list of who has which profile; it never leaves the round."""
        return evidence.pseudonyms(self._db, self._organisation)

    def standing(self) -> Mapping[Key, Standing]:
        """Every breach on record, as it was last found."""
        return findings.standing(self._db, self._organisation)

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

    def revision(self) -> int:
        """How often the evidence has changed: what is derived from it tells from which it was."""
        return models.Head.objects.using(self._db).get(id=1).revision


def advance(db: str) -> None:
    models.Head.objects.using(db).filter(id=1).update(revision=F("revision") + 1)
