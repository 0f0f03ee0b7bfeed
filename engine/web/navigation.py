"""The pages in the order in which a person works through them. A new page is a line here, shown to whoever may open it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from engine.language import mark
from engine.rights import Action, Thing
from engine.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    """The name of the address; the pages below it belong to it too."""
    title: str
    wants: tuple[Action, Thing]


ENTRIES: tuple[Entry, ...] = (
    Entry("overview", mark("Overview"), (Action.SEE, Thing.VERDICT)),
    Entry("avvik", mark("Avvik"), (Action.SEE, Thing.AVVIK)),
    Entry("aml", mark("Working time"), (Action.SEE, Thing.AML_ROWS)),
    Entry("reports", mark("Reports"), (Action.SEE, Thing.REPORT)),
    Entry("rules", mark("Rules"), (Action.SEE, Thing.RULE)),
    Entry("deliveries", mark("Deliveries"), (Action.SEE, Thing.DELIVERY)),
    Entry("exemptions", mark("Decisions"), (Action.SEE, Thing.EXEMPTION)),
    Entry("log", mark("Log"), (Action.SEE, Thing.LOG)),
    Entry("accounts", mark("Accounts"), (Action.SEE, Thing.ACCOUNT)),
)


def shown_to(place: Workplace) -> Iterator[Entry]:
    return (entry for entry in ENTRIES if place.reach(*entry.wants))


def current(name: str, path: str) -> str:
    """What `aria-current` says of the page at this name while the one at `path` is open; empty when it lies elsewhere."""
    address = reverse(name)
    if path == address:
        return "page"
    return "true" if address != "/" and path.startswith(address) else ""
