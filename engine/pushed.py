"""What a system sends: one delivery under the sender's key, taken in whole or refused whole, and once."""

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.errors import DeliveryRefused, Problem
from engine.facts import Declaration, Delivery, Way
from engine.intake import TIDY, Profile, read
from engine.rulebook.book import Rulebook
from engine.store import Receipt, Store
from engine.store.pushes import Answer, Keyed

COLUMNS = ("unit", "metric", "dimension", "period", "value", "numerator", "denominator", "n", "status")
"""Of each row, in this order; those of a tidy file without the organisation, which the declaration names."""
_ABOVE = 3
"""Lines of the file above its first figure: what is declared, the key, the headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    declaration: Declaration
    rows: Sequence[Sequence[str]]
    """Text in the order of COLUMNS; numbers have a decimal point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How the sender is answered; the answer is kept beside the delivery and given again to a repeat."""

    accepted: Callable[[Delivery, Receipt], Answer]
    refused: Callable[[Delivery, Sequence[Problem]], Answer]


def take_in(
    store: Store, book: Rulebook, delivery: Delivery, keyed: Keyed, answers: Answers, profile: Profile = TIDY
) -> Answer:
    """Read the delivery and keep it under its key. Raises KeyTaken for another one under the same key."""
    before = store.answered(keyed)
    if before is not None:
        return before
    try:
        figures = read(delivery, profile, book.organisations)
    except DeliveryRefused as refused:
        return store.push_refused(keyed, delivery, refused.problems, answers.refused(delivery, refused.problems))
    return store.push(keyed, delivery, figures, lambda receipt: answers.accepted(delivery, receipt))


def delivery_of(batch: Batch, keyed: Keyed, at: datetime) -> Delivery:
    """The batch as a tidy file that came at that time."""
    # The key is in the bytes: a figure that goes back to what it was comes as another delivery, and is no repeat of the first.
    name = hashlib.sha256(f"{keyed.caller} {keyed.key}".encode()).hexdigest()[:16]
    written = io.StringIO()
    written.write(f"# decimal: point\n# key: {name}\n")
    rows = csv.writer(written, delimiter=";", lineterminator="\n")
    rows.writerow(("organisation", *COLUMNS))
    rows.writerows((batch.declaration.organisation, *row) for row in batch.rows)
    content = written.getvalue().encode()
    return Delivery(
        declaration=batch.declaration,
        file_name=f"push-{name}.csv",
        content=content,
        received_at=at,
        way=Way.API,
        sender=keyed.caller,
    )


def pointer(problem: Problem) -> str:
    """Where in the batch the problem is: /figures/0/value; empty when it is about the whole."""
    row = (problem.place.line or 0) - _ABOVE - 1
    if row < 0:
        return ""
    return f"/figures/{row}/{problem.place.field}" if problem.place.field else f"/figures/{row}"
