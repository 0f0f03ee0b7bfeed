"""A store with something in every table that a round, a person and a refusal write to."""

from engine.errors import Place, Problem
from engine.store import Store, Tally
from tests.store.samples import NOON, TODAY, comment, delivery, exemption, figure, opening, verdict


def fill(store: Store) -> Store:
    store.receive(delivery("fravær;åæø\0", extracted_at=TODAY), [figure("2023-03", "5.20"), figure("2023-02", None, words="–")])
    store.quarantine(delivery("b"), [Problem(Place("b", 1, 2), "D001", "wrong {x}", {"x": 1})])
    with store.round() as work:
        work.judge([verdict(), verdict("2023-02", "4.9")], as_of=TODAY, at=NOON)
        work.apply([opening()], NOON)
        work.tally([Tally(organisation="hemit", rules=1, judged=1)])
    store.append("A-000001", [comment("spør Kari 😀 \N{RIGHT-TO-LEFT MARK}"), comment("blir stående")], NOON)
    store.erase("A-000001", [2], "ola@hemit.no", "navn i teksten", NOON)
    store.decide(lambda _: exemption(), NOON)
    return store


def record(store: Store) -> tuple[object, ...]:
    """Everything that can be asked of it."""
    return (
        store.deliveries(),
        store.refused(),
        store.observations(),
        store.history(),
        store.avvik(),
        store.decisions(),
        store.last_round(),
        store.log_head(),
        store.ledger_head(),
    )
