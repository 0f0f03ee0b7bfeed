"""What was delivered, judged and written, kept for good: the only place that knows the database."""

from engine.store.configuration import set_up

set_up()

from engine.store.fence import Overtaken  # noqa: E402 -- tables load once Django is set up
from engine.store.nouns import (  # noqa: E402
    Change,
    Claim,
    Delivered,
    DueRow,
    Kept,
    Line,
    Receipt,
    Refused,
    Stretch,
    Tally,
    Version,
    Written,
)
from engine.store.store import Store, open_store  # noqa: E402
from engine.store.work import Work  # noqa: E402

__all__ = [
    "Change",
    "Claim",
    "Delivered",
    "DueRow",
    "Kept",
    "Line",
    "Overtaken",
    "Receipt",
    "Refused",
    "Store",
    "Stretch",
    "Tally",
    "Version",
    "Work",
    "Written",
    "open_store",
]
