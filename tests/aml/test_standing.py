"""A corrected record changes or withdraws a breach and says so; nothing is found or lost in silence."""

from datetime import date

from engine.aml.standing import Happened, Standing, changes
from engine.worktime.kinds import BreachType, Status
from engine.worktime.result import Result
from tests.aml.making import result


def told(before: list[Standing], found: list[Result], *, judged: bool = True) -> list[tuple[Happened, Result]]:
    standing = {each.result.key: each for each in before}
    return [(change.happened, change.result) for change in changes(standing, found, lambda _: judged)]


def test_the_same_again_is_no_news() -> None:
    assert told([Standing(result())], [result()]) == []


def test_a_new_breach_is_found_and_a_corrected_one_changed() -> None:
    assert told([], [result()]) == [(Happened.FOUND, result())]
    assert told([Standing(result())], [result(hours="15")]) == [(Happened.CHANGED, result(hours="15"))]


def test_a_breach_that_is_not_found_any_more_is_withdrawn_as_it_was() -> None:
    assert told([Standing(result())], []) == [(Happened.WITHDRAWN, result())]
    assert told([Standing(result(), withdrawn=True)], []) == []


def test_a_withdrawn_breach_can_return() -> None:
    assert told([Standing(result(), withdrawn=True)], [result()]) == [(Happened.RETURNED, result())]


def test_a_breach_whose_records_were_deleted_by_age_stands() -> None:
    """Nothing found in nothing proves nothing."""
    assert told([Standing(result())], [], judged=False) == []


def test_only_breaches_of_the_law_are_put_on_record() -> None:
    """Doubts about records, warnings and what could not be judged raise no case."""
    others = [result(status=status, day=date(2023, 3, 1)) for status in Status if status not in (Status.BRUDD, Status.ABSOLUTT)]
    assert told([], [*others, result(type=BreachType.DATA_QUALITY)]) == []
