"""Every kind of check answers as its cases say. A new case or kind needs no line here."""

import pytest

from tests.checks.cases import Example, asked_for, examples


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_a_case_is_answered_as_its_file_says(example: Example) -> None:
    """Each row of `expected` is the verdict of its unit, member and period, and there are no other verdicts."""
    verdicts = {(each.unit, each.dimension, str(each.period)): each for each in example.verdicts()}
    expected = {(row["unit"], row["of"], row["at"]): asked_for(row) for row in example.expected()}
    answers = {key: example.answer(verdicts[key], row) for key, row in expected.items() if key in verdicts}
    assert answers == expected
    others = {key: example.answer(verdict, {"is": ""})["is"] for key, verdict in verdicts.items() if key not in expected}
    assert others == dict.fromkeys(others, example.told.get("rest"))
