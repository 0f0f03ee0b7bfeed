"""What was stored comes back exactly, on both databases."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store import Store
from engine.store.fields import DecimalText, JsonText, SafeText
from tests.store.samples import delivery, figure

EXACT = ["5.20", "-0", "0.1", "99.99999999999999999999999999", "1E+20", "0E-9", "123456789012345678901234567890", "-668"]


@pytest.mark.parametrize("text", EXACT)
def test_a_figure_keeps_its_digits_and_its_zeros(store: Store, text: str) -> None:
    store.receive(delivery("x"), [figure("2023-03", text, numerator=Decimal(text), denominator=Decimal(text), n=Decimal(text))])
    (kept,) = store.observations()
    assert [str(number) for number in kept.content[:4]] == [text] * 4


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_decimal_is_its_own_text(number: Decimal) -> None:
    field = DecimalText()
    assert str(field.from_db_value(field.get_prep_value(number))) == str(number)


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_figure_is_never_stored(text: str) -> None:
    with pytest.raises(ValueError, match="no figure"):
        DecimalText().get_prep_value(Decimal(text))


@given(st.text(alphabet=st.characters()))
def test_any_text_can_be_stored_as_json(text: str) -> None:
    field = JsonText()
    stored = field.get_prep_value({"text": text})
    assert stored.isascii()
    assert "\0" not in stored
    assert field.from_db_value(stored) == {"text": text}


def test_text_that_no_database_takes_is_made_storable(store: Store) -> None:
    store.receive(delivery("x"), [figure("2023-03", None, words="null\0 half\ud800")])
    (kept,) = store.observations()
    assert kept.figure.words == "null\N{REPLACEMENT CHARACTER} half?"


def test_ordinary_text_is_left_alone() -> None:
    assert SafeText().get_prep_value("Målvakt – 5,2 %\n") == "Målvakt – 5,2 %\n"
