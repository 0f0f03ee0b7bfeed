"""What a message repeats of a user's words is short and harmless."""

import pytest

from engine import expression
from engine.errors import Place
from engine.expression import ExpressionError
from engine.expression.problems import Code, Finding, nearest, shown
from engine.language import Language


@pytest.mark.parametrize(
    ("detail", "told"),
    [("abc", "abc"), ("x" * 40, "x" * 40), ("x" * 41, "x" * 39 + "…"), ("a\x1b[31mb\n", "a�[31mb�"), (7, 7)],
)
def test_a_detail_is_cut_and_printable(detail: object, told: object) -> None:
    """Nobody writes on a terminal through an error message."""
    assert shown(detail) == told


@pytest.mark.parametrize(
    ("word", "near"), [("waitt", "wait"), ("WAIT", "wait"), ("answred", "answered"), ("zzz", ""), ("", "")]
)
def test_a_suggestion_is_the_nearest_known_name(word: str, near: str) -> None:
    """And none where none is near."""
    assert nearest(word, ["wait", "answered", "calls"]) == near


def test_a_place_counts_lines_and_columns_from_where_the_text_begins() -> None:
    """From one, as editors do."""
    finding = Finding(Code.NAME, "x", at=9)
    assert str(finding.problem("a > 1 or\nb", Place("rules/a.yaml", 3, 11)).place) == "rules/a.yaml:4:11"
    assert str(finding.problem("a > 1 or b", Place("rules/a.yaml")).place) == "rules/a.yaml:1:10"


def test_a_kind_of_value_is_named_in_the_readers_language() -> None:
    """A message that is translated but for one word is not translated."""
    with pytest.raises(ExpressionError) as caught:
        expression.compile("calls == 'x'", {"calls": expression.number()})
    [problem] = caught.value.problems
    assert problem.text() == "'==' needs values of one kind; here are a number and a text"
    assert problem.text(Language.NB).endswith("et tall og en tekst")
