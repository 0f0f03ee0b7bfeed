"""The book: what is wrong in it, by weight."""

from engine.errors import Place, Problem
from engine.rulebook.book import Rulebook
from engine.rulebook.findings import Code


def test_errors_and_warnings_are_told_apart_and_nothing_is_left_out() -> None:
    """A command stops for the first and goes on for the second."""
    problems = tuple(Problem(Place("f"), code, "") for code in Code)
    book = Rulebook(organisations={}, rules=(), problems=problems)
    assert len(book.errors) + len(book.warnings) == len(problems)
    assert {problem.code for problem in book.warnings} == {"R033", "R048", "R049", "R052", "R060", "R071"}
