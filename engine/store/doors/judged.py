"""What was judged: the verdicts that stand, and those that stood before them."""

from collections.abc import Collection, Sequence

from engine.avvik.entries import Subject
from engine.facts import Outcome, Verdict
from engine.periods import Period
from engine.store import rounds, verdicts
from engine.store.doors.door import Door
from engine.store.nouns import Kept, Line, Version
from engine.store.review import queue
from engine.store.verdicts import Sought


class Judged(Door):
    def verdicts(self, organisation: str | None = None) -> tuple[Verdict, ...]:
        """The verdicts that stand, ordered by organisation, rule, unit, dimension and period."""
        with self._database.reading() as db:
            return verdicts.current(db, organisation)

    def verdicts_on(
        self, organisation: str, subjects: Collection[tuple[str, str, str]], periods: Collection[Period]
    ) -> tuple[Verdict, ...]:
        """The verdicts that stand on these rules, units and dimensions in these periods; ordered likewise."""
        with self._database.reading() as db:
            return verdicts.on(db, organisation, subjects, periods)

    def verdicts_of(self, organisation: str, rule: str, units: Collection[str] | None = None) -> tuple[Verdict, ...]:
        """The verdicts that stand of one rule, of these units or of all; ordered likewise."""
        with self._database.reading() as db:
            return verdicts.of_rule(db, organisation, rule, units)

    def verdicts_after(
        self, rows: queue.Rows, rules: Collection[str], sought: Sought, key: Sequence[str] | None, most: int
    ) -> tuple[Verdict, ...]:
        """The next `most` verdicts that stand, of these rules and rows, after a key of rule, unit, dimension and period."""
        with self._database.reading() as db:
            return verdicts.following(db, rows, rules, sought, key, most)

    def verdict_lines(self, organisation: str, periods: Collection[Period], units: Collection[str] | None = None) -> list[Line]:
        """The verdicts that stand in these periods, of these units or of all, without what they say; in no order."""
        with self._database.reading() as db:
            return verdicts.lines(db, organisation, periods, units)

    def editions_after(
        self, subject: Subject, period: Period | None, key: int | None, most: int
    ) -> tuple[tuple[int, Verdict], ...]:
        """The next `most` verdicts that ever stood on a subject, each with its place in the order of standing."""
        with self._database.reading() as db:
            return verdicts.editions(db, subject, period, key, most)

    def timeline(self, subject: Subject) -> tuple[Verdict, ...]:
        """The verdicts that stand on one rule, unit and dimension, ordered by period."""
        with self._database.reading() as db:
            return verdicts.current(db, subject=subject)

    def history(self, subject: Subject | None = None) -> tuple[Verdict, ...]:
        """Every verdict that ever stood, in the order in which they came to stand."""
        with self._database.reading() as db:
            return verdicts.history(db, subject)

    def judged_periods(
        self, organisation: str, units: Collection[str] | None = None, outcomes: Collection[Outcome] | None = None
    ) -> tuple[Period, ...]:
        """Every period with a verdict, of these units and outcomes or of all; the latest last, by last day and then first."""
        with self._database.reading() as db:
            return verdicts.periods(db, organisation, units, outcomes)

    def corrected(self, organisation: str, periods: Collection[Period]) -> frozenset[tuple[str, str, str, str, str]]:
        """The keys of the verdicts in these periods whose value or outcome replaced an earlier one."""
        with self._database.reading() as db:
            return frozenset(after.key for _, after in verdicts.corrections(db, organisation, periods))

    def corrected_periods(self, subject: Subject) -> frozenset[Period]:
        """The periods in which a verdict on this subject replaced one with another value or outcome."""
        with self._database.reading() as db:
            return frozenset(after.period for _, after in verdicts.corrections(db, subject=subject))

    def corrections(self, organisation: str | None = None) -> tuple[tuple[Verdict, Verdict], ...]:
        """The verdicts before and after each change of a value or an outcome, in the order of the changes."""
        with self._database.reading() as db:
            return verdicts.corrections(db, organisation)

    def rule_versions(self, organisation: str, rule: str, units: Collection[str] | None = None) -> tuple[Version, ...]:
        """Every version of a rule that has judged something of these units or of all, the newest first."""
        with self._database.reading() as db:
            return verdicts.versions(db, organisation, rule, units)

    def last_round(self, organisation: str | None = None) -> Kept | None:
        """The newest round, or the newest that judged this organisation."""
        with self._database.reading() as db:
            return rounds.last(db, organisation)
