"""docs/expressions.md says what is so."""

import re
from pathlib import Path

import pytest

from engine import expression
from engine.expression import BOOLEAN, INSTANT, TEXT, Code, ExpressionError, Failure, Kind, guards, number
from engine.expression.door import MAX_DEPTH
from engine.expression.resolving.conditions import MAX_LIST
from engine.expression.resolving.numbers import MAX_ITEMS

GUIDE = (Path(__file__).parents[2] / "docs" / "expressions.md").read_text(encoding="utf-8")
_COUNT = number(digits=9, decimals=0)
NAMES = {
    **dict.fromkeys(("calls", "answered", "abandoned"), _COUNT),
    "wait": number(decimals=0, unit="s"),
    "share": number(decimals=2, unit="%"),
    "cost": number(decimals=2, unit="1000 NOK"),
    **dict.fromkeys(("unit", "code"), TEXT),
    "urgent": BOOLEAN,
    **dict.fromkeys(("opened_at", "closed_at"), INSTANT),
}
EXAMPLES = [line for block in re.findall(r"```expression\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
WRONG = [
    (code, text)
    for code, examples in re.findall(r"^\| (X\d\d) \| [^|]* \| ([^|]*) \|", GUIDE, re.MULTILINE)
    for text in re.findall(r"`([^`]+)`", examples)
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_sound(text: str) -> None:
    """What the guide shows can be copied."""
    assert expression.compile(text, NAMES).text == text


@pytest.mark.parametrize(("code", "text"), WRONG)
def test_every_wrong_example_has_the_code_that_it_stands_under(code: str, text: str) -> None:
    """The table of problems is what happens."""
    with pytest.raises(ExpressionError) as caught:
        expression.compile(text, NAMES, result=Kind.BOOLEAN)
    assert {problem.code for problem in caught.value.problems} == {code}


def test_every_code_and_failure_is_explained() -> None:
    """Nobody meets a code that the guide does not know."""
    assert re.findall(r"^\| (X\d\d) \|", GUIDE, re.MULTILINE) == [code.value for code in Code]
    assert re.findall(r"^\| `(\w+)` \| a (?:divisor|number)", GUIDE, re.MULTILINE) == [failure.value for failure in Failure]


def test_the_limits_are_the_limits() -> None:
    """The guide's numbers are the code's."""
    section = GUIDE.split("## Limits of a text")[1].split("\n## ")[0].replace("\n", " ")
    told = [int(found.replace(" ", "")) for found in re.findall(r"\d[\d ]*(?= )", section)]
    assert told == [
        guards.MAX_TEXT,
        guards.MAX_TOKENS,
        guards.MAX_OPERATORS,
        guards.MAX_DIVISIONS,
        guards.MAX_BRACKETS,
        MAX_DEPTH,
        guards.MAX_LITERAL,
        MAX_LIST,
        MAX_ITEMS,
    ]
