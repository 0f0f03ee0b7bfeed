"""The pages in the order in which a person works through them. A new page is a line here, shown to whoever may open it."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.language import mark
from engine.rights import Action, Thing
from engine.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    """The name of the address, and of those below it: `overview`, `avvik`, `avvik-act`."""
    title: str
    wants: tuple[Action, Thing]


ENTRIES: tuple[Entry, ...] = (
    Entry("overview", mark("Overview"), (Action.SEE, Thing.VERDICT)),
    Entry("reports", mark("Reports"), (Action.SEE, Thing.REPORT)),
)


def shown_to(place: Workplace) -> Iterator[Entry]:
    return (entry for entry in ENTRIES if place.reach(*entry.wants))
