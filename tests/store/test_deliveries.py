"""A delivery is kept whole with its figures or not at all; a refused one lies in quarantine with every problem."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from engine.errors import Place, Problem
from engine.facts import Status
from engine.language import Language
from engine.periods import Period
from engine.store import Receipt, Store
from engine.store.models import Refusal
from tests.store.samples import NOON, delivery, figure

LATER = NOON + timedelta(days=1)
WRONG = Problem(
    Place("fravær.csv", 7, field="verdi", sheet="Mars", cell="C7"), "D012", "{text} is no number", {"text": "Ca. 5"}
)


def test_a_receipt_says_what_was_new(store: Store) -> None:
    sent = delivery("a")
    receipt = store.receive(sent, [figure("2023-02", "4.9"), figure("2023-03", "5.2")])
    assert receipt == Receipt(delivery=sent.id, known_before=False, figures=2, new=2, changed=0)


def test_the_same_delivery_again_changes_nothing(store: Store) -> None:
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    again = store.receive(delivery("a", received_at=LATER), [figure("2023-03", "5.2")])
    assert (again.known_before, again.new, again.changed) == (True, 0, 0)
    assert len(store.observations()) == len(store.deliveries()) == 1


def test_the_same_bytes_declared_otherwise_are_another_delivery(store: Store) -> None:
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    assert not store.receive(delivery("a", period=Period.parse("2023-04")), [figure("2023-04", "5.2")]).known_before


def test_a_different_figure_is_a_new_revision_and_overwrites_nothing(store: Store) -> None:
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    receipt = store.receive(delivery("b", received_at=LATER), [figure("2023-03", "4.9"), figure("2023-04", "5.0")])
    assert (receipt.new, receipt.changed) == (1, 1)
    assert [str(each.figure.value) for each in store.observations()] == ["5.2", "4.9", "5.0"]


@pytest.mark.parametrize(
    ("said", "changed"),
    [({}, 0), ({"status": Status.PRELIMINARY}, 1), ({"words": "nesten"}, 1), ({"place": "elsewhere"}, 0)],
)
def test_what_repeats_a_figure_is_no_change(store: Store, said: dict[str, object], changed: int) -> None:
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    receipt = store.receive(delivery("b", received_at=LATER), [figure("2023-03", "5.20", **said)])
    assert (receipt.new, receipt.changed) == (0, changed)


def test_news_are_measured_against_the_figure_drawn_last_not_against_the_one_stored_last(store: Store) -> None:
    store.receive(delivery("a", extracted_at=date(2023, 4, 13)), [figure("2023-03", "4.9")])
    store.receive(delivery("b", received_at=LATER, extracted_at=date(2023, 4, 1)), [figure("2023-03", "5.2")])
    assert store.receive(delivery("c", received_at=LATER), [figure("2023-03", "4.9")]).changed == 0


def test_everything_that_was_declared_is_on_record(store: Store) -> None:
    said = {"period": Period.parse("2023-03"), "extracted_at": date(2023, 4, 13), "status": Status.PRELIMINARY}
    sent = delivery("æøå", **said)
    store.receive(sent, [figure("2023-03", "5.2")])
    (kept,) = store.deliveries()
    assert (kept.id, kept.declaration, kept.file_name) == (sent.id, sent.declaration, "fravær.csv")
    assert (kept.received_at, kept.figures) == (NOON, 1)
    assert store.content(kept.content_hash) == "æøå".encode()


def test_a_delivery_without_its_figures_is_not_kept(store: Store) -> None:
    """Here they cannot be stored, because two of them are for the same cell."""
    with pytest.raises(IntegrityError):
        store.receive(delivery("a"), [figure("2023-03", "5.2"), figure("2023-03", "5.3")])
    assert (store.deliveries(), store.observations()) == ((), ())


def test_a_refused_delivery_is_visible_and_nothing_of_it_is_used(store: Store) -> None:
    sent = delivery("Ca. 5")
    store.quarantine(sent, [WRONG, Problem(Place("fravær.csv"), "D099", "and {count} more", {"count": 3})])
    (refused,) = store.refused()
    assert (refused.id, refused.declaration, store.content(refused.content_hash)) == (sent.id, sent.declaration, b"Ca. 5")
    assert [problem.line() for problem in refused.problems] == [
        "fravær.csv Mars!C7:7 «verdi» [D012] Ca. 5 is no number",
        "fravær.csv [D099] and 3 more",
    ]
    assert refused.problems[0].text(Language.EN) == "Ca. 5 is no number"
    assert (store.deliveries(), store.observations()) == ((), ())


def test_refused_again_for_the_same_reasons_is_no_news_and_for_others_is(store: Store) -> None:
    other = Problem(Place("fravær.csv", 8), "D012", "{text} is no number", {"text": "x"})
    for problems in ([WRONG], [WRONG], [other]):
        store.quarantine(delivery("a"), problems)
    (refused,) = store.refused()
    assert refused.problems == (other,)
    assert _refusals(store) == 2


def test_a_delivery_that_is_accepted_at_last_leaves_the_quarantine(store: Store) -> None:
    """The profile was mended, and the same file is sent again."""
    store.quarantine(delivery("a"), [WRONG])
    assert not store.receive(delivery("a"), [figure("2023-03", "5.2")]).known_before
    assert store.refused() == ()


def test_each_organisation_sees_its_own(store: Store) -> None:
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    store.quarantine(delivery("b"), [WRONG])
    assert len(store.deliveries("hemit")) == len(store.refused("hemit")) == len(store.observations("hemit")) == 1
    assert store.deliveries("other") == store.refused("other") == store.observations("other") == ()


@pytest.mark.parametrize("name", ["../../x", "half\ud800", "nul\0", "line\nbreak", "x" * 5000, "‮fdp.exe"])
def test_any_file_name_can_be_kept(store: Store, name: str) -> None:
    store.receive(replace(delivery("a"), file_name=name), [figure("2023-03", "5.2")])
    store.quarantine(replace(delivery("b"), file_name=name), [Problem(Place(name), "D001", "{text}", {"text": name})])
    assert store.refused()[0].problems[0].text() == name


def test_bytes_that_are_not_on_record_are_not_made_up(store: Store) -> None:
    with pytest.raises(KeyError):
        store.content("0" * 64)


def _refusals(store: Store) -> int:
    return Refusal.objects.using(store._database.alias).count()
