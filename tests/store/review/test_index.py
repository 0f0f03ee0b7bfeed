"""The cards of the queue are the log's, whatever happens to it: written with it, equal to its fold, and made anew when lost."""

from datetime import timedelta

import pytest

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.entries import Subject
from engine.avvik.queues import hands
from engine.store import Store
from engine.store.review import models
from engine.store.review.cards import hand_rows, row_of
from engine.store.review.queue import Rows, Wanted
from tests.store.samples import NOON, SUBJECT, TODAY, opening

KARI, OLA = "kari@hemit.no", "ola@hemit.no"
EVERYTHING = Rows(organisation="hemit", units=None, open_rules=frozenset(), sensitive_units=None)


def fields(row: models.Card) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in models.Card._meta.concrete_fields}


def kept(store: Store) -> tuple[list[dict[str, object]], list[tuple[int, str]]]:
    db = store._database.alias
    cards = [fields(row) for row in models.Card.objects.using(db).order_by("number")]
    return cards, sorted(models.Hand.objects.using(db).values_list("card_id", "name"))


def folded(store: Store) -> tuple[list[dict[str, object]], list[tuple[int, str]]]:
    avvik = store.avvik()
    return [fields(row_of(each)) for each in avvik], sorted(
        (row.card_id, row.name) for each in avvik for row in hand_rows(each)
    )


def work(store: Store) -> None:
    """Avvik in every state, by rounds and people."""
    subjects = [SUBJECT, *(Subject(organisation="hemit", rule="r", unit=f"u{n}", dimension="") for n in range(5))]
    with store.round() as round_:
        round_.apply([opening(each) for each in subjects], NOON)

    def move(number: int, *moves: object) -> None:
        for each in moves:
            avvik: Avvik = store.one_avvik(f"A-{number:06d}")
            store.append(avvik.id, each(avvik), NOON + timedelta(days=1))  # type: ignore[operator]

    due = TODAY + timedelta(days=3)
    move(2, lambda each: life.assign(each, KARI, "Ola@Hemit.no"))
    move(3, lambda each: life.set_cause(each, KARI, "capacity", "For få"))
    move(3, lambda each: life.act(each, KARI, "Ny plan", responsible=OLA, due=due))
    move(4, lambda each: life.set_cause(each, KARI, "other", "x"))
    move(4, lambda each: life.act(each, KARI, "a", responsible=OLA, due=due), lambda each: life.done(each, OLA, "1"))
    move(5, lambda each: life.reject(each, KARI, "ingen feil"))
    move(6, lambda each: life.reject(each, KARI, "nei"), lambda each: life.reopen(each, OLA, "jo"))


def test_the_cards_are_the_fold_of_the_entries_at_every_step(store: Store) -> None:
    work(store)
    assert kept(store) == folded(store)
    assert len(kept(store)[0]) == 6
    store.erase("A-000002", [store.one_avvik("A-000002").entries[-1].seq], KARI, "på krav", NOON)
    assert kept(store) == folded(store)


def test_what_is_erased_is_gone_from_the_cards_too(store: Store) -> None:
    work(store)
    avvik = store.one_avvik("A-000002")
    assert hands(avvik) == {OLA}
    store.erase(avvik.id, [avvik.entries[-1].seq], KARI, "på krav", NOON)
    cards, held = kept(store)
    assert OLA not in str([card for card in cards if card["number"] == 2])
    assert (2, OLA) not in held


def test_an_erased_file_is_gone_and_the_log_is_whole(store: Store) -> None:
    from engine.avvik.attachment import Attachment, FileKind

    work(store)
    avvik = store.one_avvik("A-000001")
    file = Attachment(name="notat.txt", data=b"hemmelig", kind=FileKind.TEXT)
    seq = store.attach(avvik.id, life.attach(avvik, KARI, file)[0], file.data, NOON).entries[-1].seq
    assert store.attachment(seq) == b"hemmelig"
    store.erase(avvik.id, [seq], KARI, "på krav", NOON)
    assert store.attachment(seq) is None
    assert store.verify_log() == ()


def test_cards_that_are_lost_or_behind_are_made_anew_when_somebody_looks(store: Store) -> None:
    work(store)
    before = kept(store)
    db = store._database.alias
    models.Hand.objects.using(db).all().delete()
    models.Card.objects.using(db).all().delete()
    page = store.queue_page(EVERYTHING, Wanted(today=TODAY), 0, 50)
    assert len(page.cards) == 5
    assert kept(store) == before


def test_cards_that_are_lost_are_made_anew_when_somebody_writes_first(store: Store) -> None:
    """Else one card would bear the newest entry, and nobody could tell that the others are missing."""
    work(store)
    db = store._database.alias
    models.Card.objects.using(db).all().delete()
    store.append("A-000001", life.comment(store.one_avvik("A-000001"), KARI, "sett"), NOON)
    assert kept(store) == folded(store)
    assert len(kept(store)[0]) == 6


def test_a_round_that_fails_leaves_no_card(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.round() as work:
        work.apply([opening()], NOON)
        1 / 0  # noqa: B018 -- what goes wrong
    assert kept(store) == ([], [])
