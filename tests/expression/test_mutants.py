"""The agreement of rows and columns is worth something: each of these mistakes in the columns is noticed."""

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import narwhals as nw
import pytest

from engine import expression
from engine.expression import Expression, ExpressionError, Kind
from engine.expression.boundary import read_row
from engine.expression.columns import build, column, division, figures, frames
from engine.expression.plain import plain
from engine.expression.tree import Comparison, Literal
from tests.expression.tables import NAMES, in_columns, sample
from tests.expression.writing import Writer

PICKED = [
    "n / k >= 0.5 and a",
    "(n + k) / 2 == 2.5",
    "z / 2000000 == 0.000000000001",
    "x / w < 1 or b",
    "a ? n / k : x",
    "(n / k) ?? x",
    "(x ?? n / k)",
    "$min([n, x, z])",
    "$max([k, w])",
    "x * z",
    "z * z - n",
    "q * k",
    "w * w * n",
    "x - z",
    "-z",
    "$abs(k)",
    "n <= 16",
    "x == n",
    "k in [-5, 1, 16]",
    's in ["ås", "A"]',
    's not in ["ås", "A"]',
    "s.as_lower == u.as_lower",
    "s.length >= 2",
    's.starts_with("Å")',
    "s < u",
    "t < v",
    't == d"2023-03-26T01:00:00Z"',
    "a and n / k > 1",
    "a or n / k > 1",
    "n / k > 1 and a",
    "not (a and b)",
    "a == null",
    "(n / k) == null",
    "a ? s : u",
    "(a ?? b)",
    "w > 5",
    "(a ? 0 : k) + 0.5",
]


def compiled() -> list[Expression]:
    """A fixed sample: picked ones, and sixty random ones."""
    texts = PICKED + [Writer(random.Random(seed)).write(list(Kind)[seed % 3], 4) for seed in range(60)]
    found = []
    for text in texts:
        try:
            found.append(expression.compile(text, NAMES))
        except ExpressionError:
            continue
    return found


SAMPLE = compiled()


def first_difference(engine: str) -> str:
    """The first expression of the sample of which the engine says something else than plain Python; empty when none."""
    content, engines = sample(3, 48)
    for found in SAMPLE:
        expected = [plain(found.root)(read_row(row, found.names)) for row in content]
        if in_columns(found, engines[engine]) != expected:
            return found.text
    return ""


def _compare_loosely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(build._COMPARE, Comparison.AT_MOST, nw.Expr.__lt__)  # type: ignore[arg-type]


def _error_of_what_is_never_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def logic(connective: Any, terms: Any) -> Any:
        joined, *later = terms
        for term in later:
            both = joined.value & term.value if connective == "and" else joined.value | term.value
            joined = column.Column(both, column.first_of(joined.error, term.error))
        return joined

    monkeypatch.setattr(build, "_logic", logic)


def _errors_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "first_of", lambda *errors: None)


def _last_error_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    real = build.first_of
    monkeypatch.setattr(build, "first_of", lambda *errors: real(*reversed(errors)))


def _rounded_as_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    def quotient(operands: Any, whole: Any, fraction: Any, type_: Any) -> figures.Figure:
        step = nw.lit(Decimal("1e-12"), dtype=nw.Decimal(12, 12))
        sign = nw.when(operands.minus).then(division._constant(-1)).otherwise(division._constant(1))
        magnitude = division._short(whole, 19) + division._short(fraction, 19) * step
        return figures.Figure(magnitude * sign, type_, figures.Held(31, 12, settled=False))

    monkeypatch.setattr(build, "quotient", quotient)


def _sign_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    real = build.magnitudes
    monkeypatch.setattr(build, "magnitudes", lambda left, right: replace(real(left, right), minus=nw.lit(False)))


def _cap_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "beyond", lambda figure, limit: nw.lit(False))


def _declared_range_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "outside", lambda figure: nw.lit(False))


def _default_is_always_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def default(self: Any, node: Any) -> Any:
        of, instead = self.columns([node.of, node.instead])
        first, second = build._alike([of, instead], node.type)
        return first.of(nw.coalesce(first.value, second.value), column.first_of(of.error, instead.error))

    monkeypatch.setattr(build.Builder, "_default", default)


def _missing_condition_is_false(monkeypatch: pytest.MonkeyPatch) -> None:
    def choice(self: Any, node: Any) -> Any:
        condition, then, otherwise = self.columns([node.condition, node.then, node.otherwise])
        first, second = build._alike([then, otherwise], node.type)
        return first.of(nw.when(condition.value).then(first.value).otherwise(second.value), condition.error)

    monkeypatch.setattr(build.Builder, "_choice", choice)


def _extremes_pass_over_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def extreme(self: Any, node: Any) -> Any:
        items = self.columns(node.items)
        alike = figures.alike([column.figure_of(item) for item in items], node.type)
        pick = nw.max_horizontal if node.largest else nw.min_horizontal
        figure = figures.Figure(pick(*(each.expr for each in alike)), node.type, alike[0].held)
        return column.number(figure, column.first_of(*(item.error for item in items)))

    monkeypatch.setattr(build.Builder, "_extreme", extreme)


def _subtraction_turned_round(monkeypatch: pytest.MonkeyPatch) -> None:
    real = figures.summed
    monkeypatch.setattr(build, "summed", lambda left, right, type_, minus: real(right, left, type_, minus=minus))


def _greek_capital_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_lower", lambda text: text.str.to_lowercase())


def _missing_is_not_in_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    real = build.Builder._one_of

    def one_of(self: Any, node: Any) -> Any:
        told = real(self, node)
        return column.Column(nw.coalesce(told.value, nw.lit(False)), told.error)

    monkeypatch.setattr(build.Builder, "_one_of", one_of)


def _constant_of_a_branch_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures.Figure, "computed", lambda self, expr: replace(self, expr=expr))


def _products_rounded(monkeypatch: pytest.MonkeyPatch) -> None:
    real = figures.multiplied
    monkeypatch.setattr(build, "multiplied", lambda left, right, type_, _: real(left, right, type_, nw.Implementation.DUCKDB))


def _negation_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_of_one", _without_negation(build._of_one))


def _without_negation(real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda node, of: of if type(node).__name__ == "Not" else real(node, of)


def _prefix_compared_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    real = build._of_one

    def of_one(node: Any, of: Any) -> Any:
        if type(node).__name__ == "StartsWith":
            return column.Column(of.value.str.to_lowercase().str.starts_with(node.prefix.lower()), of.error)
        return real(node, of)

    monkeypatch.setattr(build, "_of_one", of_one)


def _division_by_zero_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = build.failed

    def failed(condition: nw.Expr, failure: expression.Failure) -> nw.Expr:
        known = condition if failure is expression.Failure.OUT_OF_RANGE else condition & nw.lit(False)
        return real(known, failure)

    monkeypatch.setattr(build, "failed", failed)


MUTANTS = [
    _compare_loosely,
    _error_of_what_is_never_looked_at,
    _errors_forgotten,
    _last_error_wins,
    _rounded_as_guessed,
    _sign_lost,
    _cap_forgotten,
    _declared_range_forgotten,
    _default_is_always_looked_at,
    _missing_condition_is_false,
    _extremes_pass_over_missing,
    _subtraction_turned_round,
    _greek_capital_as_it_comes,
    _missing_is_not_in_a_list,
    _constant_of_a_branch_kept,
    _products_rounded,
    _negation_dropped,
    _prefix_compared_in_small_letters,
    _division_by_zero_is_missing,
]


def test_the_sample_agrees_without_a_mistake() -> None:
    """What notices the mistakes below is the mistake and nothing else."""
    assert first_difference("polars") == ""
    assert len(SAMPLE) > 80
    assert not any(isinstance(found.root, Literal) for found in SAMPLE[: len(PICKED)])


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__.strip("_"))
def test_a_mistake_in_the_columns_is_noticed(
    mutant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each deliberate mistake makes rows and columns differ on the sample."""
    mutant(monkeypatch)
    assert first_difference("polars")
