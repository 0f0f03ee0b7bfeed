"""What was delivered, judged and written, kept for good: the only place that knows the database."""

from engine.store.configuration import set_up

set_up()

from engine.store.nouns import Change, Delivered, Kept, Receipt, Refused, Tally, Written  # noqa: E402 -- tables load once Django is set up
from engine.store.store import Store, open_store  # noqa: E402
from engine.store.work import Work  # noqa: E402

__all__ = ["Change", "Delivered", "Kept", "Receipt", "Refused", "Store", "Tally", "Work", "Written", "open_store"]
