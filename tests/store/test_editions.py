"""Words and final reports are kept as they were given, in their order, and a place in the chain is given out once."""

from dataclasses import replace

import pytest

from engine.errors import MoveRefused
from engine.store import Store
from tests.report.samples import said
from tests.store.samples import edition

BASIS = {"figures": [], "verdicts": [], "content": "c"}


def test_words_come_back_in_the_order_in_which_they_were_written(store: Store) -> None:
    written = [said("hemit", "pcs", "2014", text) for text in ("b", "a", "", "å \U0001f600")]
    for each in (*written, said("acme", "pcs", "2014", "annet")):
        store.say(each)
    assert list(store.words("hemit")) == written


def test_half_a_letter_does_not_bring_the_store_down(store: Store) -> None:
    store.say(said("hemit", "pcs", "2014", "x\ud800\0y"))
    assert store.words("hemit")[0].text == "x?\N{REPLACEMENT CHARACTER}y"


def test_a_number_is_given_out_once(store: Store) -> None:
    kept = store.finalise(edition(), {"html": b"<html>"}, BASIS)
    with pytest.raises(MoveRefused, match="in the meantime"):
        store.finalise(edition(), {"html": b"<html>"}, BASIS)
    second = store.finalise(replace(edition(), number=2), {"html": b"<html>"}, BASIS)
    assert [each.seq for each in (kept, second)] == [1, 2]
    assert [each.number for each in store.editions("hemit")] == [1, 2]
    assert store.editions("acme") == ()


def test_a_format_that_was_not_kept_is_no_empty_file(store: Store) -> None:
    kept = store.finalise(edition(), {"html": b"<html>"}, BASIS)
    assert store.edition_content(kept, "html") == b"<html>"
    with pytest.raises(KeyError):
        store.edition_content(kept, "pdf")
