"""Every result is said in a sentence, in bokmål and English."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from engine.language import Language
from engine.worktime.kinds import BreachType, Quantity, Remark, Status
from engine.worktime.result import Result


def _result(breach: BreachType, status: Status = Status.BRUDD, remark: Remark | None = None, mean_of: int = 1) -> Result:
    start = datetime.fromisoformat("2023-03-06T08:00+01:00")
    return Result(
        employee="a",
        type=breach,
        status=status,
        day=date(2023, 3, 6),
        window_start=start,
        window_end=datetime.fromisoformat("2023-03-07T08:00+01:00"),
        since=start,
        quantity=Quantity.HOURS,
        actual=None if status is Status.NOT_EVALUATED else Decimal("13.50"),
        limit=Decimal("13.00"),
        excess=Decimal("0.50"),
        profile="dagarbeider",
        profile_from=date(2015, 7, 1),
        law_ref="LOV-2005-06-17-62 § 10-6 (8)",
        records=(),
        mean_of=mean_of,
        remark=remark,
    )


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("breach", sorted(set(BreachType) - {BreachType.DATA_QUALITY}))
def test_every_type_and_status_has_a_sentence(breach: BreachType, status: Status) -> None:
    """With nothing left to fill in, and not the same in both languages."""
    said = {language: _result(breach, status).sentence(language) for language in Language}
    assert said[Language.NB] != said[Language.EN]
    assert not any("{" in text for text in said.values())


@pytest.mark.parametrize("remark", list(Remark))
def test_every_remark_has_a_sentence(remark: Remark) -> None:
    """In both languages."""
    said = {language: _result(BreachType.DATA_QUALITY, remark=remark).sentence(language) for language in Language}
    assert said[Language.NB] != said[Language.EN]
    assert not any("{" in text for text in said.values())


def test_numbers_and_dates_are_written_as_the_language_writes_them() -> None:
    """A comma and a Norwegian date in bokmål."""
    row = _result(BreachType.DAY_TOTAL)
    assert "13,5 timer" in row.sentence(Language.NB)
    assert "06.03.2023 08:00" in row.sentence(Language.NB)
    assert row.sentence(Language.EN).startswith("13.5 hours of work from 2023-03-06 08:00 to 2023-03-07 08:00; at most 13")


def test_a_mean_says_of_how_many_weeks() -> None:
    """And not that it was one week."""
    assert "over the 8 weeks" in _result(BreachType.WEEK_TOTAL, mean_of=8).sentence(Language.EN)
