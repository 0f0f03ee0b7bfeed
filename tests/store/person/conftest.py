"""Evidence with nothing in it, in a database of its own, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from engine.store.person.store import PersonStore, open_person_store


@pytest.fixture
def persons(database_url: str) -> Iterator[PersonStore]:
    """In the same database as the figures, where it has tables of its own."""
    store = open_person_store(database_url)
    store.migrate()
    yield store
    store.close()
