"""What is demanded, in signs: in terminal, page, report and log alike."""

from decimal import Decimal

import pytest

from engine.facts import Comparator, TargetValue
from engine.language import Language
from engine.words import limit


@pytest.mark.parametrize(
    ("comparator", "target", "tolerance", "said"),
    [
        (Comparator.AT_LEAST, Decimal(70), Decimal(0), "≥ 70"),
        (Comparator.AT_LEAST, Decimal(0), Decimal("3.575"), "≥ 0, slingringsmonn 3.575"),
        (Comparator.BETWEEN, (Decimal(1), Decimal(2)), Decimal(0), "1–2"),
    ],
)
def test_a_demand_tells_its_tolerance(comparator: Comparator, target: TargetValue, tolerance: Decimal, said: str) -> None:
    """A figure beyond the limit that counts as met is no riddle."""
    assert limit(comparator, target, tolerance, str, Language.NB) == said
