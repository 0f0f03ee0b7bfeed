"""What an entry tells of a verdict comes back as it was told."""

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.avvik.told import Changed, Told
from engine.facts import Cause, Comparator, Outcome
from engine.periods import Period
from tests.avvik.log import FIRST, verdict

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3)
tellings = st.builds(
    Told,
    period=st.sampled_from([*map(Period.parse, ("2023", "2023-T1", "2023-Q1", "2023-03", "2023-W12"))]),
    outcome=st.sampled_from(Outcome),
    cause=st.sampled_from(["", *(cause.value for cause in Cause)]),
    value=st.none() | numbers,
    target=st.none() | numbers | st.tuples(numbers, numbers),
    comparator=st.none() | st.sampled_from(Comparator),
    margin=st.none() | numbers,
    provisional=st.booleans(),
    rule_version=st.text("0123456789abcdef", min_size=1),
    data_revision=st.text("0123456789abcdef", min_size=1),
)


@settings(max_examples=200)
@given(tellings)
def test_what_is_told_survives_the_log(told: Told) -> None:
    """Through JSON and back: the same numbers, no floats, zeros kept."""
    assert Told.read(json.loads(json.dumps(told.facts))) == told


def test_numbers_are_told_as_plain_decimals() -> None:
    """Never 1E+3, never 56.99999999999999."""
    facts = replace(Told.of(verdict(FIRST, "3")), value=Decimal("1E+3"), margin=Decimal("0.00")).facts
    assert (facts["value"], facts["margin"]) == ("1000", "0.00")


def test_a_final_figure_that_confirms_a_provisional_one_is_no_correction() -> None:
    """Nor is another revision or another version of the rule that says the same, nor another number of zeros."""
    told = Told.of(verdict(FIRST, "3"))
    same = replace(told, provisional=True, data_revision="other", rule_version="other", value=Decimal("67.0"))
    assert told.says_the_same_as(same)
    for other in (Told.of(verdict(FIRST, "4")), replace(told, target=Decimal(71)), replace(told, outcome=Outcome.NO_DATA)):
        assert not told.says_the_same_as(other)


def test_what_a_correction_changed() -> None:
    """The figure, the rule, or both: a reader must know whom to ask."""
    told = Told.of(verdict(FIRST, "3"))
    assert told.changed_to(replace(told, data_revision="r")) is Changed.FIGURE
    assert told.changed_to(replace(told, rule_version="v2")) is Changed.RULE
    assert told.changed_to(replace(told, rule_version="v2", data_revision="r")) is Changed.BOTH
