"""The log of avvik and the ledger of decisions, as far as a person may see them."""

from collections.abc import Sequence

from engine.avvik.entries import Entry, Subject
from engine.decisions.decision import Decision
from engine.rights import Action, Thing
from engine.store.log import Wanted
from engine.workplace.place import Workplace
from engine.workplace.review.rows import rows_within

PAGE = 50


def entries(place: Workplace, wanted: Wanted) -> Sequence[tuple[Subject, Entry]]:
    """The last first, at most one more than a page. What was written, and by whom, is the avvik's own page's to show."""
    reach = place.reach(Action.SEE, Thing.LOG).units
    visible = [rows_within(place, organisation, units) for organisation, units in sorted(reach.items())]
    return place.store.entries_page(visible, wanted, PAGE + 1)


def decisions(place: Workplace, before: int | None) -> Sequence[Decision]:
    """Likewise of the ledger, which tells about whole organisations: only of those whose whole log the person may see."""
    reach = place.reach(Action.SEE, Thing.LOG).units
    return place.store.decisions_page([name for name, units in reach.items() if units is None], before, PAGE + 1)


def sees_decisions(place: Workplace) -> bool:
    return any(units is None for units in place.reach(Action.SEE, Thing.LOG).units.values())
