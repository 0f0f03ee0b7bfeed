"""Unknown names: what was probably meant, and quickly."""

import pytest

from engine.rulebook.findings import Code
from engine.rulebook.unknown import unknown


def sentence(name: object, *known: str, code: Code = Code.UNKNOWN_KEY) -> str:
    finding = unknown(code, (), name, known)
    return finding.message.format(**finding.details)


def test_the_nearest_name_is_suggested() -> None:
    """The one that was meant, if one looks like it."""
    assert sentence("treshold", "target", "threshold") == "unknown key 'treshold' (did you mean 'threshold'?)"
    assert sentence("owner", "check", "unit") == "unknown key 'owner'"


def test_a_comma_or_a_missing_space_is_recognised() -> None:
    """Both make a key of what was meant as a number."""
    assert sentence("5") == "unknown key '5': the decimal mark is a point (7.5), a comma ends the value"
    assert sentence("at_most:7") == "unknown key 'at_most:7': after the colon stands a space"


@pytest.mark.timeout(10)
def test_a_long_name_among_many_is_answered_at_once() -> None:
    """Comparing costs the product of the lengths, so what cannot be it is not compared."""
    known = [f"metric-number-{number}" for number in range(20_000)]
    assert len(sentence("x" * 100_000, *known)) < 100
