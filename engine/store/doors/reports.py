"""What people write for reports, drafts, and final reports."""

from collections.abc import Mapping
from typing import Any

from engine.report.basis import Basis
from engine.report.drafted import Drafted
from engine.report.edition import Edition
from engine.report.words import Said
from engine.store import editions
from engine.store.doors.door import Door


class Reports(Door):
    def say(self, said: Said) -> None:
        """Keep a text for reports. What was said before about the same thing and period stays on record."""
        with self._database.transaction() as db:
            editions.say(db, said)

    def say_over(self, said: Said, seen: str) -> None:
        """As `say`, in the place of a text that somebody looked at: MoveRefused where somebody else was faster."""
        with self._database.writing():
            editions.say_over(self._database.alias, said, seen)

    def words(self, organisation: str) -> tuple[Said, ...]:
        """Every text for the organisation's reports, in the order in which they were written."""
        with self._database.reading() as db:
            return editions.words(db, organisation)

    def keep_draft(self, drafted: Drafted) -> bool:
        """Keep that a draft was made; False where the newest of that period said the same."""
        with self._database.writing():
            return editions.keep_draft(self._database.alias, drafted)

    def drafts(self, organisation: str | None = None) -> tuple[Drafted, ...]:
        """The drafts that were made by themselves, the oldest first."""
        with self._database.reading() as db:
            return editions.drafts(db, organisation)

    def finalise(self, edition: Edition, files: Mapping[str, bytes], basis: Mapping[str, Any]) -> Edition:
        """Keep a final report for good: its bytes by format, and what they rest on. MoveRefused when somebody was faster."""
        with self._database.writing():
            return editions.finalise(self._database.alias, edition, files, basis)

    def editions(self, organisation: str | None = None) -> tuple[Edition, ...]:
        """The final reports, the oldest first."""
        with self._database.reading() as db:
            return editions.editions(db, organisation)

    def edition_basis(self, edition: Edition) -> tuple[Basis, str]:
        """The figures and verdicts that a final report rests on, and the name of what it says."""
        with self._database.reading() as db:
            return editions.basis(db, edition.seq)

    def edition_content(self, edition: Edition, format_: str) -> bytes:
        """The exact bytes of a final report in a format. KeyError when it was not made in it."""
        with self._database.reading() as db:
            return editions.content(db, edition.seq, format_)
