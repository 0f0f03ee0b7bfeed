"""What must hold of any roster: the order and the splitting of records never matter, and work lessens no breach."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.findings import Findings
from engine.worktime.kinds import BreachType, Status
from engine.worktime.normalise import normalise
from tests.worktime.brute import Work
from tests.worktime.engine_side import found, owners_with, records_of
from tests.worktime.rosters import profile_of, roster_of

_seeds = given(st.integers(0, 2**32))
_few = settings(max_examples=25)
_PLAIN = {"aml_profile": "plain", "valid_from": "2015-07-01", "oncall": {"factor": "1/7"}}
_SPLIT = _PLAIN | {"windows": {"attribution": "split", "count": "every_window"}}


@_few
@_seeds
def test_the_order_of_the_records_and_duplicates_never_matter(seed: int) -> None:
    """A shuffled delivery with rows sent twice gives the same results, remarks of duplicates apart."""
    random = Random(seed)
    roster, own = roster_of(random), profile_of(random)
    rows = records_of(roster.work)
    again = [*rows, *random.sample(rows, len(rows) // 4)]
    random.shuffle(again)
    first, second = (
        check(normalise(each), owners_with(own), known=Known(roster.first, roster.last), soft=True) for each in (rows, again)
    )
    used = [status for status in Status if status is not Status.VARSEL]
    assert [row.as_json() for row in first.results(used)] == [row.as_json() for row in second.results(used)]
    warned = [[row.as_json() for row in each.results((Status.VARSEL,)) if row.remark is None] for each in (first, second)]
    assert warned[0] == warned[1]


@_few
@_seeds
def test_a_split_shift_is_the_whole_shift(seed: int) -> None:
    """Systems that cut shifts at midnight, or anywhere, find what the others find; only the evidence has more records."""
    random = Random(seed)
    roster = roster_of(random)
    own = profile_of(random) | {"max_record_hours": 36}
    own["oncall"]["ignore_callout_min"] = 0
    whole = [each for each in roster.work if each.end - each.start <= timedelta(hours=36) or each.type == "standby"]
    pieces = [piece for each in whole for piece in _cut(each, random)]
    one, other = (found(each, own, roster.first, roster.last, soft=True) for each in (whole, pieces))
    assert _windows(one) == _windows(other)


@_few
@_seeds
def test_what_others_do_never_matters(seed: int) -> None:
    """Everybody's results are those of a check of them alone, whoever shares the block with them."""
    random = Random(seed)
    own, rosters = profile_of(random), [roster_of(random) for _ in range(3)]
    rows = [records_of(roster.work, f"{who}") for who, roster in enumerate(rosters)]
    known = Known(min(each.first for each in rosters), max(each.last for each in rosters))
    together = check(normalise(row for each in rows for row in each), owners_with(own), known=known, soft=True).results()
    alone = [check(normalise(each), owners_with(own), known=known, soft=True).results() for each in rows]
    assert together == [row for each in alone for row in each]


@_few
@_seeds
def test_more_work_never_lowers_an_excess(seed: int) -> None:
    """Where hours belong to the minute they are worked in, each week is as bad as before, or worse."""
    random = Random(seed)
    roster = roster_of(random)
    work = [
        each._replace(planned=False) for each in roster.work if each.type not in ("standby", "absence") and not each.planned
    ]
    extra = random.choice(work)
    moved = random.randint(-2000, 2000)
    more = extra._replace(start=extra.start + timedelta(minutes=moved), end=extra.end + timedelta(minutes=moved))
    before, after = (_worst(each, roster.first, roster.last) for each in (work, [*work, more]))
    for (breach, week), excess in before.items():
        assert after.get((breach, week), Decimal(-1)) >= excess, (breach, week)


def test_the_end_of_one_shift_is_no_part_of_it() -> None:
    """Intervals are half-open: a shift that begins when another ends overlaps nothing, and leaves no rest between them."""
    start = datetime(2023, 3, 6, 7, tzinfo=UTC)
    work = [
        Work(start, start + timedelta(hours=6), "ordinary"),
        Work(start + timedelta(hours=6), start + timedelta(hours=13), "overtime"),
    ]
    findings = found(work, _PLAIN, date(2023, 3, 1), date(2023, 3, 12))
    assert not findings.remarks
    assert findings.count(BreachType.DAY_TOTAL) == 0
    assert findings.count(BreachType.DAILY_REST) == 0


def _cut(work: Work, random: Random) -> list[Work]:
    minutes = int((work.end - work.start).total_seconds()) // 60
    if minutes < 2 or random.random() < 0.3:
        return [work]
    middle = work.start + timedelta(minutes=random.randint(1, minutes - 1))
    return [work._replace(end=middle), work._replace(start=middle)]


def _windows(findings: Findings) -> list[tuple[object, ...]]:
    rows = (row for row in findings.results() if row.type is not BreachType.DATA_QUALITY)
    return [(row.key, row.status, row.day, row.actual, row.excess) for row in rows]


def _worst(work: list[Work], first: date, last: date) -> dict[tuple[BreachType, date], Decimal]:
    """The excess of each week over the limits of hours."""
    types = (BreachType.WEEK_OVERTIME, BreachType.WEEK_TOTAL, BreachType.FOUR_WEEK_OVERTIME, BreachType.YEAR_OVERTIME)
    rows = found(work, _SPLIT, first, last).results((Status.BRUDD, Status.ABSOLUTT))
    return {(row.type, row.window_start.date()): row.excess or Decimal(0) for row in rows if row.type in types}
