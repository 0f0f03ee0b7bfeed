"""The strict ground of every YAML model."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from engine.periods import Period
from engine.schema import Id, Line, Many, Number, PeriodOf, Strict


class Model(Strict):
    name: Id = "a"
    line: Line = "a"
    number: Number = Decimal(0)
    period: PeriodOf | None = None
    many: Many[Id] = ()
    whole: int = 0
    truth: bool = False


def read(**keys: Any) -> Model:
    return Model.model_validate(keys)


@pytest.mark.parametrize(
    "keys",
    [
        {"number": "7.5"},
        {"number": True},
        {"number": 7.5},
        {"number": Decimal("NaN")},
        {"number": Decimal("Infinity")},
        {"whole": "7"},
        {"whole": True},
        {"whole": Decimal("7.0")},
        {"truth": 1},
        {"truth": "true"},
        {"name": "A"},
        {"name": "-a"},
        {"name": "a\n"},
        {"name": "æ"},
        {"name": "a" * 81},
        {"line": "a\nb"},
        {"line": ""},
        {"period": "2023-13"},
        {"period": True},
        {"period": Decimal("2023.0")},
        {"many": "a"},
        {"many": {"a": 1}},
        {"nmae": "a"},
    ],
)
def test_nothing_is_converted_or_passed_over(keys: dict[str, Any]) -> None:
    """Text is no number, true is no 1, NaN is no target, and a key that nobody reads is an error."""
    with pytest.raises(ValidationError):
        read(**keys)


def test_what_is_meant_is_read() -> None:
    """Numbers are exact decimals, periods are periods, lists are immutable."""
    model = read(number=7, period=2023, many=["a", "b-c_1"], line="Æ Ø – «Å»")
    assert (model.number, type(model.number)) == (Decimal(7), Decimal)
    assert model.period == Period.parse("2023")
    assert model.many == ("a", "b-c_1")


def test_a_model_cannot_be_changed() -> None:
    """Rules and metrics are shared by everything that runs."""
    with pytest.raises(ValidationError):
        read().number = Decimal(1)  # type: ignore[misc]


def test_input_never_stands_in_the_error() -> None:
    """Whatever was delivered or written, a log gets none of it."""
    with pytest.raises(ValidationError) as caught:
        read(name="SECRET" * 20)
    assert "SECRET" not in str(caught.value)
