"""After a delivery: the sender is answered before the round, many deliveries are one round, and the answer tells the truth."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django

from engine.calendar.schedule import when
from engine.errors import UsageError
from engine.jobs.awaited import Standing, awaited
from engine.jobs.job import Job
from engine.people import Role
from engine.store import DueRow
from tests.web.api.calls import BATCH, Script, said, script
from tests.web.site import Site, role

VERDICTS = "verdicts?organisation=hemit&period=2016&rule=hemit-sick-leave&unit=hemit"


@pytest.fixture
def quality(site: Site, monkeypatch: pytest.MonkeyPatch) -> Script:
    monkeypatch.setattr(django, "MALVAKT", django.MALVAKT.model_copy(update={"round_after_push": "yes"}))
    return script(site, role(Role.QUALITY))


def judging(caller: Script, delivery: str) -> dict[str, str]:
    found: dict[str, str] = said(caller.get(f"deliveries/{delivery}?organisation=hemit"))["judging"]
    return found


def test_many_deliveries_are_answered_at_once_and_judged_by_rounds_beside_them(site: Site, quality: Script) -> None:
    """In a process of its own, by the scheduler's job: its due row tells of it, and people are told as by any round."""
    assert said(quality.get(VERDICTS))["items"] == []
    rounds_before = site.parts.store.last_round()
    told = []
    for number in range(5):
        figure = {**BATCH["figures"][0], "value": f"4.{number}"}
        began = time.perf_counter()
        response = quality.push({**BATCH, "figures": [figure]}, f"k{number}")
        assert time.perf_counter() - began < 2
        assert response.status_code == 201
        told.append(said(response))
    assert {each["judging"]["by"] for each in told} == {"pages"}
    assert told[0]["judging"]["state"] == "waiting"
    assert site.parts.judging.settle(60)
    assert [each["value"] for each in said(quality.get(VERDICTS))["items"]] == ["4.4"]
    assert judging(quality, told[-1]["delivery"])["state"] == "judged"
    rows = [row for row in site.parts.store.due.rows() if row.organisation == "hemit"]
    assert [row.done_at is not None for row in rows] == [True]
    after = site.parts.store.last_round()
    assert rounds_before is not None
    assert after is not None
    assert after.number - rounds_before.number <= 2 * 2  # of the two organisations: the first delivery's round, and all others'


def test_a_round_that_could_not_begin_keeps_no_later_one_waiting(
    site: Site, quality: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the clock was behind for a while: the next delivery has both judged."""

    def behind(*_: object) -> None:
        raise UsageError("the clock is behind")

    with monkeypatch.context() as wrong:
        wrong.setattr("engine.scheduler.require_clock", behind)
        first = said(quality.push(BATCH))["delivery"]
        assert site.parts.judging.settle(60)
    assert judging(quality, first)["state"] == "waiting"
    figure = {**BATCH["figures"][0], "value": "4.9"}
    assert quality.push({**BATCH, "figures": [figure]}, "k2").status_code == 201
    assert site.parts.judging.settle(60)
    assert judging(quality, first)["state"] == "judged"


def test_without_rounds_by_the_pages_the_answer_says_who_judges_and_when_somebody_last_did(site: Site) -> None:
    caller = script(site, role(Role.QUALITY))
    receipt = said(caller.push(BATCH))
    last = site.parts.store.last_round("hemit")
    assert last is not None
    assert receipt["judging"] == {"state": "waiting", "at": None, "by": "scheduler", "last_round": last.at.isoformat()}
    assert judging(caller, receipt["delivery"]) == receipt["judging"]
    assert said(caller.get(VERDICTS))["items"] == []


AT = datetime(2023, 4, 3, 6, tzinfo=UTC)
LATER, SOON = AT + timedelta(hours=1), AT + timedelta(minutes=5)
BY_DELIVERY = Job(id="judge", organisation="hemit", kind="judge", when=when("when delivered"))
BY_CLOCK = Job(id="morgen", organisation="hemit", kind="judge", when=when("every day at 09:00"))


def row(**given: object) -> DueRow:
    plain = {"id": 1, "job": "judge", "organisation": "hemit", "slot": "s", "due_at": AT, "since": "", "epoch": 0, "pulse": 0}
    rest = {"holder": "", "attempts": 0, "failure": "", "retry_at": None, "begun_at": None, "done_at": None}
    return DueRow(**{**plain, **rest, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("last_round", "job", "found", "standing", "at"),
    [
        (LATER, BY_DELIVERY, row(done_at=LATER), Standing.JUDGED, LATER),
        (AT - timedelta(days=1), BY_DELIVERY, row(done_at=AT - timedelta(days=1)), Standing.WAITING, None),
        (None, BY_DELIVERY, None, Standing.WAITING, None),
        (None, BY_DELIVERY, row(holder="pages", begun_at=AT), Standing.RUNNING, AT),
        (None, BY_DELIVERY, row(failure="E1", retry_at=SOON), Standing.FAILED, SOON),
        (None, BY_CLOCK, None, Standing.PLANNED, datetime(2023, 4, 3, 7, tzinfo=UTC)),
    ],
)
def test_what_is_told_follows_from_what_is_on_record(
    last_round: datetime | None, job: Job, found: DueRow | None, standing: Standing, at: datetime | None
) -> None:
    told = awaited(AT, last_round, [(job, found)], AT)
    assert (told.standing, told.at) == (standing, at)
