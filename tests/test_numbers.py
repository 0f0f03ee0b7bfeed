"""Numbers are read as their column declares them, exactly, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.numbers import MISSING, NotANumber, Shape, exact, norwegian, parse, plain, quotient, round_half_up

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"

AS_DECLARED = [
    # What the two reports print, and what their columns have to declare.
    ("4,6 %", {}, "%", "4.6"),
    ("4,6%", {}, "%", "4.6"),
    ("99,98 %", {"decimal": "either"}, "%", "99.98"),
    ("99.98 %", {"decimal": "either"}, "%", "99.98"),
    ("770 686", {}, "1000 NOK", "770686"),
    (f"770{NBSP}686", {}, "1000 NOK", "770686"),
    (f"770{NARROW}686", {}, "1000 NOK", "770686"),
    (f"1{THIN}770 686", {}, "1000 NOK", "1770686"),
    ("            (9 691)", {"parentheses": True}, "1000 NOK", "-9691"),
    ("(4,6 %)", {"parentheses": True}, "%", "-4.6"),
    ("-1 125", {}, "1000 NOK", "-1125"),
    ("−1 125", {}, "1000 NOK", "-1125"),
    ("–1 125", {}, "1000 NOK", "-1125"),
    ("-", {"dash": "zero"}, "1000 NOK", "0"),
    ("–", {"dash": "zero"}, "1000 NOK", "0"),
    ("", {"blank": "zero"}, "count", "0"),
    (NBSP, {"blank": "zero"}, "count", "0"),
    ("55 sek", {"suffix": ["sek"]}, "s", "55"),
    ("55 s", {"suffix": ["sek"]}, "s", "55"),
    ("1091 Tb", {}, "Tb", "1091"),
    ("4.1 millioner", {"decimal": "either", "suffix": ["millioner"]}, "million", "4.1"),
    ("6,8 millioner", {"decimal": "either", "suffix": ["millioner"]}, "million", "6.8"),
    (f"12 mill.{NBSP}kr", {"suffix": ["mill. kr"]}, "MNOK", "12"),
    # The same mark means what the column says it means.
    ("1,234", {}, "%", "1.234"),
    ("1.234", {"decimal": "point"}, "%", "1.234"),
    ("1.234", {"thousands": "point"}, "count", "1234"),
    ("1.234,56", {"thousands": "point"}, "MNOK", "1234.56"),
    ("1,234.56", {"decimal": "point", "thousands": "comma"}, "MNOK", "1234.56"),
    ("1.2345", {"decimal": "either"}, "%", "1.2345"),
    # One number, one form.
    ("4,60", {}, "%", "4.6"),
    ("-0", {}, "%", "0"),
    ("-0,00", {}, "%", "0"),
    ("0", {}, "%", "0"),
    (" 5\t", {}, "%", "5"),
]


@pytest.mark.parametrize(("text", "shape", "unit_of_measure", "value"), AS_DECLARED)
def test_a_declared_notation_is_read_exactly(text: str, shape: dict[str, object], unit_of_measure: str, value: str) -> None:
    parsed = parse(text, Shape.model_validate(shape), unit_of_measure)
    assert (str(parsed.value), parsed.numerator, parsed.denominator) == (value, None, None)


REFUSED = [
    ("1.234", {}, "'1.234' is ambiguous: thousands or three decimals"),
    ("1,234", {"decimal": "point"}, "'1,234' is ambiguous: thousands or three decimals"),
    ("1.234", {"decimal": "either"}, "'1.234' is ambiguous: thousands or three decimals"),
    ("-123,456", {"decimal": "either"}, "'-123,456' is ambiguous: thousands or three decimals"),
    ("0,123", {"decimal": "either"}, "'0,123' is not grouped as the profile declares"),
    ("(1,234)", {"decimal": "either", "parentheses": True}, "'(1,234)' is not a number"),
    ("99.98 %", {}, "'99.98 %' has a decimal point, but the profile declares a comma"),
    ("99,98 %", {"decimal": "point"}, "'99,98 %' has a decimal comma, but the profile declares a point"),
    ("1.234,56", {}, "'1.234,56' is not grouped as the profile declares"),
    ("1 23", {}, "'1 23' is not grouped as the profile declares"),
    ("1234 567", {}, "'1234 567' is not grouped as the profile declares"),
    ("1 234", {"thousands": "none"}, "'1 234' is not grouped as the profile declares"),
    ("1'234", {}, "'1'234' is not grouped as the profile declares"),
    ("12 345 67", {}, "'12 345 67' is not grouped as the profile declares"),
    ("(9 691)", {}, "'(9 691)' stands in parentheses, which the profile does not read as negative"),
    ("(-9 691)", {"parentheses": True}, "'(-9 691)' is not a number"),
    ("70/81", {}, "'70/81' is a fraction, which the profile does not allow here"),
    ("70/81/2", {"fraction": True}, "'70/81/2' is not a number"),
    ("55 sek", {}, "'55 sek': only a declared unit may follow the number (%)"),
    ("4,6 %%", {}, "'4,6 %%': only a declared unit may follow the number (%)"),
    ("378 nye", {"suffix": ["stk"]}, "'378 nye': only a declared unit may follow the number (stk, %)"),
    ("668-", {}, "'668-' has its minus behind, which the profile does not read as negative (number: trailing_minus:)"),
    ("Ca. 1100", {}, "'Ca. 1100' is not a number"),
    ("+5", {}, "'+5' is not a number"),
    ("- 5", {}, "'- 5' is not a number"),
    ("5,", {}, "'5,' is not a number"),
    (",5", {}, "',5' is not a number"),
    ("007", {}, "'007' has a zero in front"),
    ("05.feb", {}, "'05.feb' is a date; Excel makes dates"),
    ("Mai.23", {}, "'Mai.23' is a date; Excel makes dates"),
    ("01.02.2023", {}, "'01.02.2023' is a date; Excel makes dates"),
    ("1-2-23", {}, "'1-2-23' is a date; Excel makes dates"),
    ("1.234.567", {}, "'1.234.567' is not grouped as the profile declares"),
    ("1e3", {}, "'1e3' has an exponent"),
    ("1_000", {}, "'1_000' is not a number"),
    ("٣", {}, "'٣' has digits that are not 0 to 9"),
    ("５", {}, "'５' has digits that are not 0 to 9"),
    ("4,６", {}, "'4,６' has digits that are not 0 to 9"),
    ("inf", {}, "'inf' is not a number"),
    ("-Infinity", {}, "'-Infinity' is not a number"),
    ("nan", {}, "'nan' is not a number"),
    ("1" * 31, {}, "has more digits than a figure can have"),
    ("0," + "0" * 30, {}, "has more digits than a figure can have"),
    ("9" * 5000, {}, "'9999999999999999999999999999999999999999…' is not a number"),
    ("-", {}, "'-' stands alone, and the profile does not say what that means"),
    ("", {"blank": "refuse"}, "the cell is blank, and the profile does not say what that means"),
    ("=1+1", {}, "'=1+1' is not a number"),
    ("\x1b[2J", {}, r"'\u001b[2J' is not a number"),
]


@pytest.mark.parametrize(("text", "shape", "why"), REFUSED)
def test_what_is_not_declared_is_refused_with_its_reason(text: str, shape: dict[str, object], why: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse(text, Shape.model_validate(shape), "%")
    assert why in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_unit_of_measure_that_begins_like_a_number_is_no_suffix() -> None:
    """`5 1000 NOK` would be five thousand kroner to one reader and 51 million to another."""
    with pytest.raises(NotANumber, match="nothing may follow the number"):
        parse("5 1000 NOK", Shape(), "1000 NOK")


def test_a_fraction_keeps_its_parts_and_its_value_is_left_to_the_metric() -> None:
    parsed = parse("70/81", Shape(fraction=True), "%")
    assert (parsed.value, parsed.numerator, parsed.denominator) == (None, Decimal(70), Decimal(81))
    assert parse("0 / 0", Shape(fraction=True), "%").denominator == 0


def test_blank_and_dash_are_missing_only_where_the_shape_says_so() -> None:
    assert parse("", Shape(), "%") is MISSING
    assert parse("−", Shape(dash="missing"), "%") is MISSING


@pytest.mark.parametrize("keys", [{"thousands": "comma"}, {"decimal": "either", "thousands": "point"}, {"suffix": ["1000"]}])
def test_a_shape_that_contradicts_itself_is_refused(keys: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Shape.model_validate(keys)


def test_a_column_overrides_the_profile_key_by_key() -> None:
    profile = Shape(thousands="point", dash="zero")
    assert profile.with_keys_of(Shape(dash="missing")) == Shape(thousands="point", dash="missing")
    assert profile.with_keys_of(None) is profile
    with pytest.raises(ValidationError):
        profile.with_keys_of(Shape(decimal="point"))


GROUPS = {"space": " ", "point": ".", "comma": ",", "none": ""}
MARKS = {"comma": ",", "point": "."}
figures = st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False)


@given(
    value=figures,
    decimal=st.sampled_from(["comma", "point"]),
    thousands=st.sampled_from(["space", "point", "comma", "none"]),
    minus=st.sampled_from("-−–"),
    space=st.sampled_from([" ", NBSP, NARROW, THIN]),
    suffix=st.sampled_from(["", "%", " %", f"{NBSP}%", f"{NARROW}sek"]),
)
def test_a_number_comes_back_from_every_notation(
    value: Decimal, decimal: str, thousands: str, minus: str, space: str, suffix: str
) -> None:
    """Written in any notation and read with the same, a number is itself, digit for digit."""
    if decimal == thousands:
        thousands = "none"
    whole, _, decimals = plain(abs(value)).partition(".")
    group = GROUPS[thousands].replace(" ", space)
    written = f"{int(whole):,}".replace(",", group) + MARKS[decimal] + decimals
    parentheses = value < 0 and minus == "–"
    text = f"({written})" if parentheses else (minus if value < 0 else "") + written + suffix
    shape = Shape.model_validate({"decimal": decimal, "thousands": thousands, "suffix": ["sek"], "parentheses": True})
    assert parse(text, shape, "%").value == value


@given(figures)
def test_what_we_print_for_norwegians_we_can_read(value: Decimal) -> None:
    assert parse(norwegian(value), Shape(), "%").value == value


@given(st.text(max_size=60), st.sampled_from([Shape(), Shape(decimal="either", fraction=True, parentheses=True, dash="zero")]))
def test_any_text_is_a_number_or_refused_and_nothing_else(text: str, shape: Shape) -> None:
    try:
        parsed = parse(text, shape, "%")
    except NotANumber as refused:
        assert refused.message.format(**refused.details)
    else:
        assert parsed.value is None or parsed.value.is_finite()


@pytest.mark.parametrize(
    ("value", "one_form"),
    [
        ("4.600", "4.6"),
        ("1E+22", "10000000000000000000000"),
        ("-0.0", "0"),
        ("770686.0", "770686"),
        ("1.4210854715202004E-14", f"0.{'0' * 13}14210854715202004"),
    ],
)
def test_a_typed_number_is_brought_to_the_same_form(value: str, one_form: str) -> None:
    assert exact(Decimal(value)).as_tuple() == Decimal(one_form).as_tuple()


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity", "1e400", "1e-400", "1e9999999", "1" * 31])
def test_a_typed_number_that_is_none_or_too_long_is_refused(value: str) -> None:
    with pytest.raises(NotANumber):
        exact(Decimal(value))


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("2.345", 2, "2.35"),
        ("-2.5", 0, "-3"),
        ("0.5", 0, "1"),
        ("-0.4", 0, "0"),
        ("4.95", 1, "5.0"),
        ("9" * 29 + ".5", 0, "1" + "0" * 29),
    ],
)
def test_rounding_is_half_up_away_from_zero(value: str, decimals: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), decimals)) == rounded


def test_a_quotient_is_rounded_once() -> None:
    """11 of 318 in per cent; a tie at the twelfth decimal goes up; the sign is kept."""
    assert quotient(Decimal(11), Decimal(318), 100) == Decimal("3.459119496855")
    assert quotient(Decimal("0.0000000000005"), Decimal(1), 1) == Decimal("0.000000000001")
    assert quotient(Decimal(-1), Decimal(3), 1) == Decimal("-0.333333333333")
    assert quotient(Decimal("9" * 30), Decimal(1), 1000) == Decimal("9" * 30 + "000")


@given(figures, figures.filter(bool))
def test_a_quotient_lies_within_half_a_step_of_the_truth(numerator: Decimal, denominator: Decimal) -> None:
    from fractions import Fraction

    difference = abs(Fraction(quotient(numerator, denominator, 1)) - Fraction(numerator) / Fraction(denominator))
    assert difference * 2 <= Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("-1234.5", None, f"−1{NBSP}234,5"),
        ("770686", None, f"770{NBSP}686"),
        ("0.005", 2, "0,01"),
        ("-0.004", 2, "0,00"),
        ("999.95", 1, f"1{NBSP}000,0"),
        ("5", 1, "5,0"),
    ],
)
def test_norwegian_readers_get_their_own_notation(value: str, decimals: int | None, text: str) -> None:
    assert norwegian(Decimal(value), decimals) == text


def test_plain_has_no_exponent_and_no_negative_zero() -> None:
    assert [plain(Decimal(text)) for text in ("1E+3", "-0.00", "5.0", "1e-7")] == ["1000", "0.00", "5.0", "0.0000001"]
