"""The door to the outbox for whatever gives cause: decides who hears what, renders it, writes it in the cause's transaction.

A round comes through here, and so may a person's move: what to tell follows from what is stored, never from who wrote it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from engine.avvik.avvik import Avvik
from engine.maintenance import Window
from engine.notify.compose import NOWHERE, Frame, compose
from engine.notify.decide import Situation, decide
from engine.notify.matter import Matter
from engine.notify.who import Crowd
from engine.notify.working_time import BreachNews, tell_hr
from engine.people import Person
from engine.rulebook.book import Rulebook
from engine.rulebook.routes import DEFAULT_CHANNEL
from engine.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was put into the outbox."""

    notices: int = 0
    unheard: tuple[Matter, ...] = ()
    """What nobody is there to hear: no person has the duties and roles that the routes name."""


Tell = Callable[[Work, datetime], Told]
"""Called in a round, with its work and its time."""


def nobody(work: Work, at: datetime) -> Told:  # noqa: ARG001 (it is called like any other)
    """For rounds that only judge."""
    return Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What telling needs besides the store."""

    book: Rulebook
    address: str = ""
    """Of the pages, without a slash at its end; empty = no links."""
    personal: frozenset[str] = frozenset({DEFAULT_CHANNEL})
    """The channels that reach each person."""

    def of(self, organisation: str) -> "Telling":
        """For a round of one organisation."""
        return replace(self, book=self.book.of(organisation))

    def __call__(self, work: Work, at: datetime) -> Told:
        notices, unheard = 0, list[Matter]()
        exemptions, windows = work.exemptions(), work.windows()
        for organisation in dict.fromkeys(each.organisation.id for each in self.book.rules):
            situation = Situation(
                crowd=self.crowd(organisation, work.people(organisation)),
                # Silent while the window lasts; what it was about is told by the first round after it.
                avvik=[each for each in work.avvik(organisation) if not _rests(each, windows, at)],
                verdicts=work.verdicts(organisation),
                exemptions=[each for each in exemptions if each.organisation == organisation],
                heard=work.heard(organisation),
            )
            decision = decide(situation, at)
            frame = self.frame(work, organisation)
            notices += work.post(compose(bundle, frame, at) for bundle in decision.bundles)
            unheard += decision.unheard
        return Told(notices=notices, unheard=tuple(unheard))

    def of_working_time(self, work: Work, organisation: str, news: Sequence[BreachNews], at: datetime) -> Told:
        """HR's digest of the breaches that each of HR has not heard of; `news` is everything that was ever found.

        The evidence may lie in a database of its own, so this is a transaction of its own too. What HR has heard decides what
        is told: a digest that was not written because the machine stopped in between is written by the next round.
        """
        notices = tell_hr(
            organisation,
            work.people(organisation),
            news,
            work.heard(organisation),
            frame=self.frame(work, organisation),
            channel=DEFAULT_CHANNEL if DEFAULT_CHANNEL in self.personal else min(self.personal),
            at=at,
        )
        return Told(notices=work.post(notices))

    def frame(self, work: Work, organisation: str) -> Frame:
        return Frame(
            organisation_title=self.book.organisations[organisation].title,
            rules=self.book.of(organisation).by_id,
            head=work.log_head(),
            address=self.address,
            domain=urlsplit(self.address).hostname or NOWHERE,
        )

    def crowd(self, organisation: str, people: Sequence[Person]) -> Crowd:
        """Everybody who could be told, by the routes of the organisation."""
        return Crowd(
            organisation=self.book.organisations[organisation],
            rules=self.book.of(organisation).by_id,
            routes=self.book.routes_of(organisation),
            people=people,
            personal=self.personal,
        )


def _rests(avvik: Avvik, windows: Sequence[Window], at: datetime) -> bool:
    """Whether the avvik is about a service that is under announced maintenance."""
    return any(each.covers(avvik.subject.organisation, avvik.subject.dimension, at) for each in windows)
