"""Every part of an expression is shown with its value, and what was not looked at says so."""

import json
import random
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import expression
from engine.expression import BOOLEAN, TEXT, ExpressionError, Failure, Kind, Result, number
from engine.expression.boundary import read_row
from engine.expression.explaining import Explained, State, explain
from engine.expression.plain import plain
from tests.expression.tables import NAMES, rows
from tests.expression.writing import Writer

SHOWN = {"calls": number(decimals=0), "answered": number(decimals=0), "open": BOOLEAN, "code": TEXT}


def explained(text: str, **row: Any) -> Explained:
    found = expression.compile(text, SHOWN)
    return explain(found, read_row({"calls": None, "answered": None, "open": None, "code": None} | row, found.names))


def states(part: Explained) -> dict[str, str]:
    """Each part's state by its words."""
    inner = {}
    for each in part.parts:
        inner |= states(each)
    return {part.text: part.state.value} | inner


def test_every_part_has_its_value() -> None:
    """Also the operands of a comparison; literals are not parts."""
    told = explained("answered / calls >= 0.7 and not open", calls=10, answered=7, open=False)
    assert states(told) == {
        "answered / calls >= 0.7 and not open": "true",
        "answered / calls >= 0.7": "true",
        "answered / calls": "value",
        "answered": "value",
        "calls": "value",
        "not open": "true",
        "open": "false",
    }


def test_what_was_decided_before_is_not_looked_at() -> None:
    """A guard against division by zero is seen to guard."""
    told = explained("calls > 0 and answered / calls >= 0.7", calls=0, answered=0)
    assert states(told)["answered / calls >= 0.7"] == "not_looked_at"
    assert states(told)["answered / calls"] == "not_looked_at"
    told = explained("open ? calls : answered / calls", calls=5, open=True)
    assert states(told)["answered / calls"] == "not_looked_at"
    told = explained("(calls ?? answered) > 1", calls=5)
    assert states(told)["answered"] == "not_looked_at"


def test_the_tree_is_json() -> None:
    """Numbers as decimal text, nothing else than JSON's own kinds."""
    told = explained("answered / calls >= 0.7 and code == 'Å'", calls=3, answered=2, code=None)
    assert json.loads(json.dumps(told.as_json())) == {
        "text": 'answered / calls >= 0.7 and code == "Å"',
        "state": "false",
        "value": False,
        "error": None,
        "parts": [
            {
                "text": "answered / calls >= 0.7",
                "state": "false",
                "value": False,
                "error": None,
                "parts": [
                    {
                        "text": "answered / calls",
                        "state": "value",
                        "value": "0.666666666667",
                        "error": None,
                        "parts": [
                            {"text": "answered", "state": "value", "value": "2", "error": None, "parts": []},
                            {"text": "calls", "state": "value", "value": "3", "error": None, "parts": []},
                        ],
                    }
                ],
            },
            {
                "text": 'code == "Å"',
                "state": "not_looked_at",
                "value": None,
                "error": None,
                "parts": [{"text": "code", "state": "not_looked_at", "value": None, "error": None, "parts": []}],
            },
        ],
    }


def test_a_failure_is_shown_where_it_arose() -> None:
    """And in everything that rests on it."""
    told = explained("open and answered / calls >= 0.7", calls=0, answered=7, open=True)
    assert told.as_json()["error"] == "division_by_zero"
    assert states(told) == {
        "open and answered / calls >= 0.7": "failed",
        "open": "true",
        "answered / calls >= 0.7": "failed",
        "answered / calls": "failed",
        "answered": "value",
        "calls": "value",
    }


CONTENT = rows(11, 40)


@settings(max_examples=150)
@given(seed=st.integers(0, 2**63), kind=st.sampled_from(list(Kind)), depth=st.integers(1, 4), at=st.integers(0, 39))
def test_the_explanation_never_says_something_else_than_the_outcome(seed: int, kind: Kind, depth: int, at: int) -> None:
    """The root has the outcome; a part that failed or is missing was looked at; what decides nothing has no value."""
    try:
        found = expression.compile(Writer(random.Random(seed)).write(kind, depth), NAMES)
    except ExpressionError:
        return
    row = read_row(CONTENT[at], found.names)
    told = explain(found, row)
    outcome = plain(found.root)(row)
    assert told.result == outcome
    if outcome.error is not None:
        assert Failure(told.as_json()["error"]) is outcome.error
        assert _has_cause(told)


def _has_cause(part: Explained) -> bool:
    """Every failure comes from a part that failed, or arose in the part itself from values."""
    failed = [each for each in part.parts if each.state is State.FAILED]
    return all(_has_cause(each) for each in failed)


def test_an_outcome_is_a_value_a_failure_or_missing() -> None:
    """Never two of them."""
    assert Result(Decimal(1)).missing is False
    assert Result(error=Failure.OUT_OF_RANGE).missing is False
    assert Result().missing is True
