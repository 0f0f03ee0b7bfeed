"""What every part of the store's door has: the database behind it."""

from engine.store.database import Database


class Door:
    def __init__(self, database: Database) -> None:
        self._database = database
