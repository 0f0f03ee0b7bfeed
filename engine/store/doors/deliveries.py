"""What arrived: deliveries, the quarantine, and every revision of every figure."""

from collections.abc import Callable, Collection, Mapping, Sequence

from engine.arrivals import Arrival
from engine.errors import Problem
from engine.facts import Delivery, Figure, Observation
from engine.periods import Period
from engine.store import deliveries, figures, pushes, received
from engine.store.doors.door import Door
from engine.store.nouns import Delivered, Receipt, Refused, Stretch
from engine.store.pushes import Answer, Keyed
from engine.store.received import Before


class Deliveries(Door):
    def receive(self, delivery: Delivery, read: Sequence[Figure]) -> Receipt:
        """Keep an accepted delivery with its figures. The same delivery again changes nothing."""
        with self._database.writing():
            return deliveries.receive(self._database.alias, delivery, read)

    def quarantine(self, delivery: Delivery, problems: Sequence[Problem]) -> None:
        """Keep a refused delivery with what is wrong with it. Refused again for the same reasons it is not kept twice."""
        with self._database.writing():
            deliveries.quarantine(self._database.alias, delivery, problems)

    def answered(self, keyed: Keyed) -> Answer | None:
        """What was answered to a batch under this key before; KeyTaken when that was another batch."""
        with self._database.reading() as db:
            return pushes.answered(db, keyed)

    def push(self, keyed: Keyed, delivery: Delivery, read: Sequence[Figure], said: Callable[[Receipt], Answer]) -> Answer:
        """Keep a delivery that came under a key, with the answer, whole or not at all. A repeat gets the first answer."""
        with self._database.writing():
            db = self._database.alias
            return pushes.once(db, keyed, lambda: said(deliveries.receive(db, delivery, read)), delivery.received_at)

    def push_refused(self, keyed: Keyed, delivery: Delivery, problems: Sequence[Problem], said: Answer) -> Answer:
        """Keep a batch that was refused, in quarantine, with the answer."""

        def refuse() -> Answer:
            deliveries.quarantine(self._database.alias, delivery, problems)
            return said

        with self._database.writing():
            return pushes.once(self._database.alias, keyed, refuse, delivery.received_at)

    def news(self, delivery: Delivery, read: Sequence[Figure]) -> Receipt:
        """What `receive` would answer now; nothing is kept."""
        with self._database.reading() as db:
            return deliveries.news(db, delivery, read)

    def deliveries(self, organisation: str | None = None) -> tuple[Delivered, ...]:
        """The accepted deliveries in the order of their receipt."""
        with self._database.reading() as db:
            return deliveries.delivered(db, organisation)

    def refused(self, organisation: str | None = None) -> tuple[Refused, ...]:
        """The deliveries in quarantine: refused, and not accepted since."""
        with self._database.reading() as db:
            return deliveries.refused(db, organisation)

    def newest_deliveries(
        self, organisation: str, before: Before | None, most: int, *, is_refused: bool | None = None, with_unnamed: bool
    ) -> tuple[Delivered | Refused, ...]:
        """The next `most` before that time and id, the newest first: accepted, in quarantine (None: both).

        `with_unnamed`: also the refused files of which nobody can say whose they are.
        """
        with self._database.reading() as db:
            found: list[Delivered | Refused] = []
            if is_refused is not True:
                found += received.newest_accepted(db, organisation, before, most)
            if is_refused is not False:
                found += received.newest_refused(db, organisation, before, most, with_unnamed=with_unnamed)
        return tuple(sorted(found, key=lambda each: (each.received_at, each.id), reverse=True)[:most])

    def arrivals(self, organisation: str | None = None, sources: Collection[str] | None = None) -> tuple[Arrival, ...]:
        """Every accepted delivery with every period of which it says something."""
        with self._database.reading() as db:
            return received.arrivals(db, organisation, sources)

    def accepted_page(self, organisation: str, first: int, most: int) -> Stretch[Delivered]:
        """`most` accepted deliveries with figures of the organisation from the `first` on, the newest first."""
        with self._database.reading() as db:
            return received.accepted(db, organisation, first, most)

    def quarantine_page(self, organisation: str, first: int, most: int, *, with_unnamed: bool) -> Stretch[Refused]:
        """Likewise of what was refused. `with_unnamed`: also the files of which nobody can say whose they are."""
        with self._database.reading() as db:
            return received.quarantined(db, organisation, first, most, with_unnamed=with_unnamed)

    def one_delivery(self, delivery: str) -> tuple[Delivered | Refused, frozenset[str]] | None:
        """The delivery of this id with whose figures it has; no owner where nobody can say. None for one that is none."""
        with self._database.reading() as db:
            found = received.one(db, delivery)
            return None if found is None else (found, received.owners(db, found))

    def delivered_count(self, organisation: str) -> int:
        """How many deliveries have come for an organisation, or for several at once; it only ever grows."""
        with self._database.reading() as db:
            return deliveries.count(db, organisation)

    def delivered_periods(self, organisation: str) -> frozenset[tuple[str, Period]]:
        """Metric and period of everything of which there is a figure."""
        with self._database.reading() as db:
            return figures.periods(db, organisation)

    def file_names(self, delivery_ids: Collection[str]) -> Mapping[str, str]:
        """What the files of these accepted deliveries were called."""
        with self._database.reading() as db:
            return deliveries.file_names(db, delivery_ids)

    def content(self, content_hash: str) -> bytes:
        """The bytes of a delivery, accepted or refused. KeyError for a hash that is not on record."""
        with self._database.reading() as db:
            return deliveries.content(db, content_hash)

    def observations(self, organisation: str | None = None) -> tuple[Observation, ...]:
        """Every revision of every figure, in the order in which they were stored."""
        with self._database.reading() as db:
            return figures.observations(db, organisation)

    def observations_of(
        self, organisation: str, metrics: Collection[str], units: Collection[str] | None = None
    ) -> tuple[Observation, ...]:
        """Every revision of the figures of these metrics, of these units or of all, in the order in which they were stored."""
        with self._database.reading() as db:
            return figures.observations(db, organisation, metrics, units)

    def figures_after(
        self, organisation: str, source: str, sought: Mapping[str, object], key: Sequence[str] | None, most: int
    ) -> tuple[Observation, ...]:
        """The figures that hold of one source, the next `most` after a key of metric, unit, dimension and period."""
        with self._database.reading() as db:
            return figures.current_of_source(db, organisation, source, sought, key, most)
