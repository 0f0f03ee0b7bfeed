"""No text hangs, floods or breaks the language: each is compiled or refused in bounded time."""

import random
import time

import pytest

from engine import expression
from engine.expression import ExpressionError
from engine.expression.boundary import read_row
from engine.expression.plain import plain
from engine.expression.unparse import unparse
from tests.expression.tables import NAMES, sample
from tests.expression.writing import Writer

SECONDS = 2.0
"""For one text, on a machine that is busy with other tests; the median is below a millisecond."""

_SCRAPS = [
    *"+-*/%^&|~!?:.,;=<>()[]{}#@$\\'\"`_ \t\n0159aZæ−’“≤\u00a0\u202e\ud800\x00",
    *["**", "//", "??", "=~", "!~~", "&.", "&[", "and", "or", "not", "in", "null", "true", "if", "for", "else", "inf", "nan"],
    *[
        "$range(10000000)",
        "$sum(",
        "$map",
        "$now",
        "$min([",
        "$abs(",
        "x.__class__",
        ".length",
        ".as_lower",
        '.starts_with("',
        ".floor",
    ],
    *["1e999999999", "0x7f", "1_0", "007", "9" * 40, "0." + "1" * 40, '"(a+)+$"', 'd"2023-13-99"', 't"P1D"', 'r"\\x"', 'b"x"'],
    *["x ", "n ", "s ", "a ", "b ", " < ", " == ", " and ", " or ", "not ", " ? ", " : ", " in [", "]", ")", "("],
]


def soup(pick: random.Random) -> str:
    """Scraps of the language, of rule-engine's and of neither."""
    return "".join(pick.choice(_SCRAPS) for _ in range(pick.randint(1, 60)))


def damaged(pick: random.Random) -> str:
    """A sound expression with a few characters lost, doubled, swapped or replaced."""
    text = list(Writer(pick).write(expression.Kind.BOOLEAN, 4))
    for _ in range(pick.randint(1, 4)):
        at = pick.randrange(len(text))
        text[at : at + pick.randint(0, 2)] = pick.choice(_SCRAPS) * pick.randint(0, 2)
        text = text or ["x"]
    return "".join(text)


def repeated(pick: random.Random) -> str:
    """One scrap again and again, as deep or as long as a text may be and beyond."""
    before, after = pick.choice(
        [("(", ")"), ("[", "]"), ("-", ""), ("not ", ""), ("a and ", "a"), ("x/", "x"), ("a ? ", " : a"), ("(x ?? ", ")")]
    )
    count = pick.choice([10, 24, 60, 120, 400, 5_000])
    return before * count + pick.choice(["x", "a", "1", ""]) + after * count


def tried(seed: int) -> None:
    """Compile one hostile text; what is let through is judged too."""
    pick = random.Random(seed)
    text = pick.choice([soup, damaged, damaged, repeated])(pick)
    begun = time.perf_counter()
    try:
        found = expression.compile(text, NAMES)
    except ExpressionError as error:
        assert error.problems
        assert all(problem.line() and len(problem.text()) < 400 for problem in error.problems)
    else:
        row = sample(0, 8)[0][seed % 8]
        plain(found.root)(read_row(row, found.names))
        assert unparse(found.root)
    assert time.perf_counter() - begun < SECONDS, text


def test_hostile_texts_end_in_bounded_time() -> None:
    """Four thousand texts: nothing but an expression or a refusal, each at once."""
    for seed in range(4_000):
        tried(seed)


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_a_hundred_thousand_hostile_texts_end_in_bounded_time() -> None:
    """The same for 100 000 other texts."""
    for seed in range(1_000_000, 1_100_000):
        tried(seed)


@pytest.mark.parametrize(
    "text", ["(" * 100_000 + "1" + ")" * 100_000, '"' + "a" * 10_000_000 + '"', "not " * 5_000 + "a", "[" * 5_000]
)
def test_what_is_too_long_is_refused_before_it_is_read(text: str) -> None:
    """Ten million characters cost what two thousand do."""
    begun = time.perf_counter()
    with pytest.raises(ExpressionError):
        expression.compile(text, NAMES)
    assert time.perf_counter() - begun < SECONDS
