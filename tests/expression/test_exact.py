"""What is exact, what has to be checked and what cannot be."""

import pytest

from engine.expression import Kind, Type, number
from engine.expression.exact import LIMIT, MAX_SCALE, PRODUCT_DIGITS, TooFine, joined, range_of
from engine.expression.tree import Operation

GRID = [number(digits=digits, decimals=decimals) for digits in (1, 6, 9, 12, 15) for decimals in (0, 2, 3, 6, 12)]


@pytest.mark.parametrize("operation", list(Operation))
def test_every_result_fits_where_columns_keep_it(operation: Operation) -> None:
    """Below 10**15 with at most 18 decimals: 33 digits, which leaves room for one more operation."""
    for left in GRID:
        for right in GRID:
            try:
                found = range_of(operation, left, right, "")
            except TooFine as error:
                assert error.scale == left.scale + right.scale > error.limit == MAX_SCALE
                continue
            assert found.type.scale <= MAX_SCALE
            assert found.type.bound < 10 ** (15 + found.type.scale)
            assert found.type.precision <= 33


def test_the_digits_of_a_product_are_shared_so_that_both_factors_fit() -> None:
    """37 digits: Arrow gives a product one more, which makes 38."""
    for left in GRID:
        for right in GRID:
            if left.scale + right.scale > MAX_SCALE:
                continue
            found = range_of(Operation.MULTIPLY, left, right, "")
            digits = [
                factor.precision if cap is None else cap.adjusted() + factor.scale
                for factor, cap in ((left, found.left_cap), (right, found.right_cap))
            ]
            assert sum(digits) <= PRODUCT_DIGITS


def test_small_numbers_need_no_check() -> None:
    """A condition over ordinary counts and percentages costs no second look."""
    count, percent = number(digits=9, decimals=0), number(digits=3, decimals=2)
    assert not range_of(Operation.ADD, count, percent, "").checked
    assert not range_of(Operation.MULTIPLY, count, percent, "").checked
    assert range_of(Operation.MULTIPLY, count, count, "").checked
    assert not range_of(Operation.DIVIDE, count, count, "").checked


def test_the_type_of_several_holds_each_of_them() -> None:
    """The finest scale, the largest bound at that scale."""
    assert joined([number(digits=3, decimals=2), number(digits=9, decimals=0)], "s") == Type(
        Kind.NUMBER, 2, (10**9 - 1) * 100, "s"
    )


@pytest.mark.parametrize(("digits", "decimals"), [(0, 2), (16, 0), (3, 13), (3, -1)])
def test_a_declaration_beyond_what_is_exact_is_refused(digits: int, decimals: int) -> None:
    """It could not be kept."""
    with pytest.raises(ValueError, match="1 to 15 digits and 0 to 12 decimals"):
        number(digits=digits, decimals=decimals)


def test_the_limit_is_a_whole_number_of_digits() -> None:
    """10**15, as the documentation says."""
    assert LIMIT == 10**15
