"""What a report says in words without a number: the words are kept, and nothing is judged by them.

check: statement
"""

from typing import ClassVar

from engine.checks.answers import informational, without_number
from engine.checks.case import Case, Judgement
from engine.rulebook.schema import Rule


class StatementRule(Rule):
    kind: ClassVar[str] = "statement"


def judge(case: Case[StatementRule]) -> Judgement:
    """Words are no_data, cause statement; a number that comes after all is shown, because nobody has stated a target for it."""
    reading = case.read()
    return without_number(case.rule, reading) if reading.value is None else informational(reading)
