"""What each kind of job does when it runs, and what makes it due."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from engine.calendar.schedule import when
from engine.errors import RuleFileError
from engine.facts import Cause, Outcome
from engine.jobs import KINDS
from engine.jobs.job import Job, jobs_of
from engine.settings import Settings
from engine.station import Station
from engine.store.outbox.nouns import State
from tests.faults.watch import ORGANISATION, delivery, folder_of_rules, somebody

_METRICS = """
- {id: seen, title: Seen, unit_of_measure: count, decimals: 0, better: higher, grain: month, due_days: 5, measure: {kind: count,
   over: probes, at: at, per: month, no_records: zero, missing: leave_out, incomplete: show}}
"""
_RECORDS = """
- {id: probes, format: csv, files: [p.csv], columns: {T: {name: at, type: date, format: yyyy-mm-dd, required: true}}}
"""
_RULE = """
- {id: seen, title: Seen, metric: seen, unit: eksempel, check: target, targets: [{at_least: 5, decided_by: o}],
   missing: {after_due: missed}, severity: low, owner: o}
"""


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path) -> Station:
    rules = folder_of_rules(tmp_path)
    return Station(
        Settings(
            database_url=sqlite_url,
            rules=rules,
            cache=tmp_path / "cache",
            records=tmp_path / "records",
            inbox=str(tmp_path / "inbox"),
        )
    )


def job(place: Station, kind: str) -> Job:
    return next(each for each in jobs_of(place.rulebook, place.settings) if each.kind == kind)


def newest(place: Station, kind: str, now: datetime) -> str | None:
    found = KINDS[kind].newest(job(place, kind), place, now)
    return found.key if found else None


def noon(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def test_a_delivery_or_a_new_day_makes_judging_due(place: Station) -> None:
    """From midnight in Oslo, which is 23:00 UTC in winter."""
    assert newest(place, "judge", noon(1, 5)) == "2026-01-05 000000000"
    place.store.receive(*delivery(0, Random(1)))
    assert newest(place, "judge", noon(1, 5)) == "2026-01-05 000000001"
    assert newest(place, "judge", datetime(2026, 1, 5, 22, 59, tzinfo=UTC)) == "2026-01-05 000000001"
    assert newest(place, "judge", datetime(2026, 1, 5, 23, 0, tzinfo=UTC)) == "2026-01-06 000000001"


def test_judging_judges(place: Station) -> None:
    place.store.receive(*delivery(0, Random(1)))
    did = KINDS["judge"].run(job(place, "judge"), place, noon(1, 5))
    assert (did["judged"] > 0, did["opened"] > 0) == (True, True)
    assert KINDS["judge"].run(job(place, "judge"), place, noon(1, 5))["new"] == 0


def test_each_days_round_reminds_when_nothing_was_delivered(place: Station) -> None:
    """Who was told on the 5th and did nothing is reminded by the round of the 19th, and the outbox has it."""
    somebody(place.settings.database_url)
    place.store.receive(*delivery(0, Random(1)))
    assert KINDS["judge"].run(job(place, "judge"), place, noon(1, 5))["notices"] == 1
    assert KINDS["judge"].run(job(place, "judge"), place, noon(1, 18))["notices"] == 0
    assert newest(place, "judge", noon(1, 19)) == "2026-01-19 000000001"
    assert KINDS["judge"].run(job(place, "judge"), place, noon(1, 19))["notices"] == 1
    assert [each.reasons for each in place.outbox.queue(State.WAITING)][1:] == [("reminder",)]


def test_sending_is_due_while_a_notice_waits_whose_time_has_come(place: Station, tmp_path: Path) -> None:
    """Without channels there is no such job: everything waits. A broken file of channels keeps judging going and says why."""
    assert [each.kind for each in jobs_of(place.rulebook, place.settings) if each.kind == "deliver"] == []
    channels = tmp_path / "channels.yaml"
    channels.write_text("channels: [{id: email, kind: fil, folder: x}]\n")
    sending = Station(place.settings.model_copy(update={"channels": str(channels)}))
    somebody(place.settings.database_url)
    assert newest(sending, "deliver", noon(1, 5)) is None
    place.store.receive(*delivery(0, Random(1)))
    KINDS["judge"].run(job(sending, "judge"), sending, noon(1, 5))
    assert (newest(sending, "deliver", noon(1, 4)), newest(sending, "deliver", noon(1, 5))) == (None, "")
    with pytest.raises(RuleFileError):
        KINDS["deliver"].run(job(sending, "deliver"), sending, noon(1, 5))
    channels.write_text(f"channels: [{{id: email, kind: file, folder: {tmp_path / 'ut'}}}]\n")
    mended = Station(sending.settings)
    assert KINDS["deliver"].run(job(mended, "deliver"), mended, noon(1, 5)) == {"sent": 1}
    assert newest(mended, "deliver", noon(1, 5)) is None
    assert len(list((tmp_path / "ut").iterdir())) == 1


def test_a_channel_without_its_secret_keeps_no_other_waiting(place: Station, tmp_path: Path) -> None:
    """What is for it waits; the job is done, and is due again when its time comes."""
    somebody(place.settings.database_url)
    (tmp_path / "channels.yaml").write_text(
        f"channels: [{{id: email, kind: file, folder: {tmp_path / 'ut'}}},\n"
        " {id: teams, kind: apprise, url: '{NOWHERE_SET}'}]\n"
    )
    home = place.settings.rules / ORGANISATION
    (home / "routes.yaml").write_text("routes: [{id: all, to: {of_rule: [owner]}, channels: [email, teams]}]\n")
    station = Station(place.settings.model_copy(update={"channels": str(tmp_path / "channels.yaml")}))
    station.store.receive(*delivery(0, Random(1)))
    KINDS["judge"].run(job(station, "judge"), station, noon(1, 5))
    assert KINDS["deliver"].run(job(station, "deliver"), station, noon(1, 5)) == {"sent": 1, "unreachable": 1}
    assert [each.channel for each in station.outbox.queue(State.WAITING)] == ["teams"]


def test_working_time_is_due_where_there_is_evidence(place: Station) -> None:
    assert newest(place, "aml", noon(1, 5)) is None
    place.persons.migrate()
    assert newest(place, "aml", noon(1, 5)) == "2026-01-05"
    assert KINDS["aml"].run(job(place, "aml"), place, noon(1, 5)) == {}


def test_the_inbox_is_due_while_something_waits_in_it(place: Station, tmp_path: Path) -> None:
    folder = tmp_path / "inbox" / "tidy"
    assert newest(place, "inbox", noon(1, 5)) is None
    folder.mkdir(parents=True)
    (folder / "x.csv").write_text("organisation;unit;metric\n")
    now = datetime.now(UTC) + timedelta(minutes=1)
    assert newest(place, "inbox", now) == ""
    assert KINDS["inbox"].run(job(place, "inbox"), place, now) == {"refused": 1}
    assert newest(place, "inbox", now) is None


@pytest.fixture
def probes(place: Station, tmp_path: Path) -> Callable[..., None]:
    """Writes the days of probes that are known so far."""
    home = place.settings.rules / ORGANISATION
    (home / "metrics.yaml").write_text((home / "metrics.yaml").read_text() + _METRICS)
    (home / "records.yaml").write_text(_RECORDS)
    (home / "seen.yaml").write_text(_RULE)
    (home / "calendar.yaml").write_text("runs: [{id: hourly, run: measure, when: every hour}]\n")
    (tmp_path / "records").mkdir()

    def write(*days: str) -> None:
        (tmp_path / "records" / "p.csv").write_text("T\n" + "".join(f"{day}\n" for day in days))

    return write


def test_a_running_month_is_shown_and_judged_when_it_is_over(place: Station, probes: Callable[..., None]) -> None:
    """Four of five on the 20th would be an avvik if the month were over; the fifth comes on the 25th."""
    measure = Job(id="hourly", organisation=ORGANISATION, kind="measure", when=when("every hour"))
    assert newest(place, "measure", noon(3, 20)) == "2026-03-20T12Z"

    def run(at: datetime) -> list[tuple[str, str, str | None, str]]:
        KINDS["measure"].run(measure, place, at)
        KINDS["judge"].run(job(place, "judge"), place, at)
        found = [each for each in place.store.verdicts() if each.rule == "seen" and each.unit == ORGANISATION]
        return [(str(each.period), each.outcome, each.cause, each.details.get("running", "")) for each in found]

    days = [f"2026-03-{day:02d}" for day in (1, 5, 9, 13)]
    probes(*days)
    assert run(noon(3, 20))[-1] == ("2026-03", Outcome.NO_DATA, Cause.NOT_DUE, "4")
    probes(*days, "2026-03-25")
    assert run(noon(3, 26))[-1] == ("2026-03", Outcome.NO_DATA, Cause.NOT_DUE, "5")
    assert all(each.subject.rule != "seen" or "2026-03" not in map(str, each.periods) for each in place.store.avvik())
    assert {row[0]: row[1] for row in run(noon(4, 2))}["2026-03"] is Outcome.MET
    assert place.store.corrections() == ()
