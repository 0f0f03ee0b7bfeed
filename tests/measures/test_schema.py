"""What is wrong with a declaration is told in the reader's own language, words of the calendar and all."""

from pathlib import Path
from typing import Any

import pytest

from engine.language import Language
from engine.measures import MeasureError, declared
from tests.measures.measuring import DATE, TRUTH, metric, records, rows

AVAILABILITY = {
    "kind": "availability", "based_on": "changes", "over": "x", "service": "s", "at": "at", "up": "up", "planned": None,
    "services": [{"id": "epj"}], "agreed": "always", "planned_time": "keep", "overall": "worst", "per": "month",
}  # fmt: skip
ANSWERED = {
    "kind": "answered_within", "over": "x", "at": "at", "answered": "a", "wait": "w", "seconds": 60, "limit": "below",
    "abandoned": "all", "per": "month",
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "bokmaal"),
    [
        ({**AVAILABILITY, "up": None}, "changes krever nøkkelen up"),
        ({**AVAILABILITY, "start": "began"}, "start hører ikke til changes"),
        (AVAILABILITY, "tjenesten epj er ikke et medlem av dimensjonen til indikatoren"),
        ({**AVAILABILITY, "services": [{"id": "epj"}] * 2}, "tjenesten epj står to ganger"),
        ({**ANSWERED, "limit": "under"}, "her skal det stå ett av disse: at_most, below"),
        ({**ANSWERED, "seconds": -1}, "her kreves minst 0"),
        ({**ANSWERED, "at": "At"}, "'At' er ikke et kolonnenavn"),
        ({**ANSWERED, "over": "æ"}, "'æ' er ikke en id"),
        ({**ANSWERED, "short_seconds": 5}, "short_seconds hører til abandoned: exclude_short"),
    ],
)
def test_a_declaration_is_refused_in_bokmaal(written: dict[str, Any], bokmaal: str) -> None:
    """Nothing of a Norwegian message is left in English because of what stands in it."""
    with pytest.raises(MeasureError) as refused:
        declared(metric(written))
    assert refused.value.problems[0].text(Language.NB).startswith(bokmaal)


def test_the_kind_of_a_period_has_its_norwegian_name(tmp_path: Path) -> None:
    """måned, not month."""
    table = records(tmp_path, "x", {"up": TRUTH, "at": DATE}, "1;2023-03-01")
    written = {"kind": "share", "over": "x", "at": "at", "of": "up", "per": "month"}
    with pytest.raises(MeasureError) as refused:
        rows(metric(written), table, periods=("2023", "2023"))
    assert "av typen måned" in refused.value.problems[0].text(Language.NB)
