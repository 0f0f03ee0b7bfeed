"""Availability: outages united, planned windows cut out, services by date; silence is no data or no change, as it is said."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.maintenance import Window
from engine.measures import MeasureError
from tests.measures.measuring import INSTANT, TEXT, TRUTH, metric, records, rows

OUTAGES = {"service": TEXT, "began": INSTANT, "ended": INSTANT}
MINUTES_OF_MARCH = 31 * 24 * 60 - 60
"""The clocks are put forward on the 26th."""


def written(**keys: Any) -> dict[str, Any]:
    base = {
        "kind": "availability", "based_on": "outages", "over": "outages", "service": "service", "start": "began",
        "end": "ended", "no_records": "none_happened", "services": [{"id": "epj"}, {"id": "lab"}], "agreed": "always",
        "planned": None, "planned_time": "keep", "overall": "worst", "per": "month",
    }  # fmt: skip
    return {key: value for key, value in {**base, **keys}.items() if value is not ...}


def down(folder: Path, lines: str, planned: str = "", known_until: datetime | None = None, **keys: Any) -> dict[str, Any]:
    """Minutes of downtime by service, and the row without a service under `overall`."""
    tables = [records(folder, "outages", OUTAGES, lines)]
    if planned:
        tables.append(records(folder, "windows", OUTAGES, planned))
        keys["planned"] = {"over": "windows", "service": "service", "start": "began", "end": "ended"}
    found = rows(metric(written(**keys), members=("epj", "lab", "worst", "mean")), *tables, known_until=known_until)
    by_service = {row.dimension or "overall": row for row in found}
    minutes = {}
    for name, row in by_service.items():
        if row.denominator is not None and row.numerator is not None:
            minutes[name] = (row.denominator - row.numerator) / 60
    return {"rows": by_service, **minutes}


def test_overlapping_and_touching_outages_are_downtime_once(tmp_path: Path) -> None:
    """Two systems registered the same hour; a third outage begins where the second ends."""
    found = down(
        tmp_path,
        "epj;2023-03-01 08:00:00;2023-03-01 09:00:00 | epj;2023-03-01 08:30:00;2023-03-01 09:30:00"
        " | epj;2023-03-01 09:30:00;2023-03-01 09:40:00",
    )
    assert (found["epj"], found["lab"], found["overall"]) == (100, 0, 100)
    assert found["rows"]["epj"].denominator == MINUTES_OF_MARCH * 60


def test_an_outage_over_the_turn_of_the_month_is_cut_and_one_without_an_end_lasts(tmp_path: Path) -> None:
    """Each month has its own part."""
    found = down(tmp_path, "epj;2023-02-28 23:50:00;2023-03-01 00:10:00 | lab;2023-03-31 23:00:00;")
    assert (found["epj"], found["lab"]) == (10, 60)


def test_planned_windows_are_no_downtime_and_leave_the_agreed_time_if_said(tmp_path: Path) -> None:
    """An hour planned, two hours down: one hour is downtime."""
    lines = "epj;2023-03-01 08:00:00;2023-03-01 10:00:00"
    window = "epj;2023-03-01 08:00:00;2023-03-01 09:00:00"
    kept = down(tmp_path, lines, window)
    removed = down(tmp_path, lines, window, planned_time="remove")
    assert (kept["epj"], removed["epj"]) == (60, 60)
    assert kept["rows"]["epj"].denominator - removed["rows"]["epj"].denominator == 3600


def test_a_service_removed_while_red_is_measured_until_then(tmp_path: Path) -> None:
    """Off the list, it is down for nobody; in no month after that does it have a figure."""
    services = [{"id": "epj", "valid_to": "2023-02"}, {"id": "lab"}]
    found = down(tmp_path, "epj;2023-02-28 23:00:00;", services=services)
    assert "epj" not in found["rows"]
    assert found["overall"] == 0


def test_hours_of_opening_are_norways(tmp_path: Path) -> None:
    """Down from Friday evening to Monday at 9, open on weekdays from 7 to 16: two hours."""
    hours = {"weekdays": [1, 2, 3, 4, 5], "opens": "07:00", "closes": "16:00", "red_days": "closed"}
    found = down(tmp_path, "epj;2023-03-24 20:00:00;2023-03-27 09:00:00", agreed=hours)
    assert found["epj"] == 120
    assert found["rows"]["epj"].denominator == 23 * 9 * 3600


def test_worst_and_mean_and_all_together(tmp_path: Path) -> None:
    """The mean hides the outage that the worst shows; weighted is downtime over agreed time."""
    lines = "epj;2023-03-01 08:00:00;2023-03-02 08:00:00"
    found = {each: down(tmp_path, lines, overall=each)["rows"] for each in ("worst", "mean", "weighted")}
    assert found["worst"]["overall"].value == found["worst"]["epj"].value
    mean = found["mean"]["overall"].value
    assert mean == found["weighted"]["overall"].value
    assert abs(mean - (found["mean"]["epj"].value + 100) / 2) < Decimal("1e-11")
    assert found["worst"]["mean"].value == mean


def test_a_month_without_outages_is_perfect_or_unknown(tmp_path: Path) -> None:
    """Nobody registered anything: what that means has to be said."""
    february = "epj;2023-02-01 08:00:00;2023-02-01 09:00:00"
    assert down(tmp_path, february)["rows"]["overall"].value == 100
    unknown = down(tmp_path, february, no_records="missing")["rows"]["overall"]
    assert unknown.value is None


def test_a_service_that_nobody_listed_is_told(tmp_path: Path) -> None:
    """A misspelt service would be up for ever."""
    with pytest.raises(MeasureError, match="did you mean 'epj'"):
        down(tmp_path, "ejp;2023-03-01 08:00:00;2023-03-01 09:00:00")


def test_probes_that_are_missing_are_no_data(tmp_path: Path) -> None:
    """Half of the promised probes came, one of four failed: 75 %, and the month is not wholly known."""
    columns = {"at": {**INSTANT, "zone": "UTC"}, "service": TEXT, "up": TRUTH}
    lines = "\n".join(f"2023-03-{day:02d} 12:00:00;epj;{int(day % 4 != 0)}" for day in range(1, 17))
    table = records(tmp_path, "probes", columns, lines)
    keys = {"based_on": "probes", "over": "probes", "at": "at", "up": "up", "every_seconds": 86400}
    keys |= {"start": ..., "end": ..., "no_records": ..., "minimum_coverage": Decimal("0.9"), "services": [{"id": "epj"}]}
    found = rows(metric(written(**keys), members=("epj",)), table)
    assert [(row.dimension, row.value, row.n, row.incomplete) for row in found] == [
        ("", Decimal(75), 16, True),
        ("epj", Decimal(75), 16, True),
    ]


def test_changes_of_state_hold_until_the_next(tmp_path: Path) -> None:
    """Red on the first, green on the second: 24 hours, and the silence after it is no change; before the first, no data."""
    columns = {"at": INSTANT, "service": TEXT, "up": TRUTH}
    lines = "2023-03-01 00:00:00;epj;1 | 2023-03-01 08:00:00;epj;0 | 2023-03-02 08:00:00;epj;1 | 2023-03-16 00:00:00;lab;1"
    table = records(tmp_path, "changes", columns, lines)
    keys = {"based_on": "changes", "over": "changes", "at": "at", "up": "up", "start": ..., "end": ..., "no_records": ...}
    found = {row.dimension: row for row in rows(metric(written(**keys), members=("epj", "lab")), table)}
    assert (found["epj"].denominator - found["epj"].numerator, found["epj"].incomplete) == (86400, False)
    assert found["lab"].incomplete
    assert found["lab"].value == 100


def test_what_has_not_happened_yet_is_not_agreed_time(tmp_path: Path) -> None:
    """Known until the second of March: an open outage of a day is half of what is known."""
    until = datetime(2023, 3, 2, 23, tzinfo=UTC)
    found = down(tmp_path, "epj;2023-03-02 00:00:00;", known_until=until)
    assert found["rows"]["epj"].value == 50
    assert found["rows"]["epj"].incomplete


PROBES = {"at": {**INSTANT, "zone": "UTC"}, "service": TEXT, "up": TRUTH}
PROBED = {
    "based_on": "probes", "over": "probes", "at": "at", "up": "up", "every_seconds": 86400, "start": ..., "end": ...,
    "no_records": ..., "minimum_coverage": Decimal("0.03"),
}  # fmt: skip


def test_a_service_off_the_list_has_no_row_at_all(tmp_path: Path) -> None:
    """Of a service that was removed while red, nobody asks for a figure in April."""
    table = records(tmp_path, "outages", OUTAGES, "epj;2023-03-30 00:00:00;")
    services = [{"id": "epj", "valid_to": "2023-03"}, {"id": "lab"}]
    found = rows(metric(written(services=services), members=("epj", "lab")), table, periods=("2023-03", "2023-04"))
    assert [(str(row.period), row.dimension) for row in found if row.dimension] == [
        ("2023-03", "epj"),
        ("2023-03", "lab"),
        ("2023-04", "lab"),
    ]


def test_a_probe_that_nobody_can_judge_concerns_its_own_month_and_service(tmp_path: Path) -> None:
    """A figure is the same whichever other months are asked for with it."""
    table = records(
        tmp_path, "probes", PROBES, "2023-02-03 12:00:00;epj; | 2023-03-03 12:00:00;epj;1 | 2023-02-03 12:00:00;lab;1"
    )
    measured = metric(written(**PROBED, missing="withhold"), members=("epj", "lab"))
    found = rows(measured, table, periods=("2023-02", "2023-03"))
    unknown = {(str(row.period), row.dimension): row.unknown for row in found}
    assert {key for key, count in unknown.items() if count} == {("2023-02", ""), ("2023-02", "epj")}
    assert found[-2:] == rows(measured, table)[-2:]


def test_the_worst_is_not_wholly_known_while_a_service_is_silent(tmp_path: Path) -> None:
    """The silent one may have been worse."""
    table = records(tmp_path, "probes", PROBES, "2023-03-03 12:00:00;epj;1")
    overall = rows(metric(written(**PROBED), members=("epj", "lab")), table)[0]
    assert (overall.value, overall.incomplete) == (100, True)


def test_a_service_of_which_nothing_was_ever_said_is_silent(tmp_path: Path) -> None:
    """No change of state of lab has come: nobody knows anything of it."""
    table = records(tmp_path, "changes", PROBES, "2023-02-03 12:00:00;epj;1")
    keys = {"based_on": "changes", "over": "changes", "at": "at", "up": "up", "start": ..., "end": ..., "no_records": ...}
    found = {row.dimension: row for row in rows(metric(written(**keys), members=("epj", "lab")), table)}
    assert (found["lab"].value, found["lab"].incomplete, found["epj"].value) == (None, True, 100)


def test_of_two_states_at_one_instant_the_worse_holds(tmp_path: Path) -> None:
    """Nothing proves that it was better."""
    table = records(tmp_path, "changes", PROBES, "2023-02-28 23:00:00;epj;0 | 2023-02-28 23:00:00;epj;1")
    keys = {"based_on": "changes", "over": "changes", "at": "at", "up": "up", "start": ..., "end": ..., "no_records": ...}
    found = rows(metric(written(**keys, services=[{"id": "epj"}]), members=("epj",)), table)
    assert found[-1].value == 0


def test_a_planned_window_that_fails_or_ends_before_it_begins_plans_nothing(tmp_path: Path) -> None:
    """It is counted, so that the month is not shown as wholly judged."""
    outages = records(tmp_path, "outages", OUTAGES, "epj;2023-03-03 08:00:00;2023-03-03 09:00:00")
    windows = records(
        tmp_path, "windows", {**OUTAGES, "n": {"type": "integer"}},
        "epj;2023-03-03 08:00:00;2023-03-03 09:00:00;0 | lab;2023-03-03 09:00:00;2023-03-03 08:00:00;1",
    )  # fmt: skip
    planned = {"over": "windows", "service": "service", "start": "began", "end": "ended", "where": "1 / n > 0"}
    found = {row.dimension: row for row in rows(metric(written(planned=planned), members=("epj", "lab")), outages, windows)}
    assert (found["epj"].value, found["epj"].failed) == (None, 1)
    assert (found["lab"].value, found["lab"].unknown) == (100, 1)


def test_registered_windows_are_no_downtime(tmp_path: Path) -> None:
    """Those that were announced for the measure's own services; another organisation's epj is another's."""

    def window(service: str, first: int, last: int, organisation: str = "org") -> Window:
        return Window(
            id="V-0001",
            organisation=organisation,
            service=service,
            start=datetime(2023, 3, 1, first, tzinfo=UTC),
            end=datetime(2023, 3, 1, last, tzinfo=UTC),
            reason="oppgradering",
            registered_by="kari",
            registered_at=datetime(2023, 2, 1, tzinfo=UTC),
        )

    table = records(tmp_path, "outages", OUTAGES, "epj;2023-03-01 08:00:00;2023-03-01 10:00:00")
    measured = metric(written(planned="registered"), members=("epj", "lab", "worst", "mean"))
    announced = (window("epj", 8, 9), window("epj", 7, 8, "another"), window("unlisted", 7, 9))
    found = rows(measured, table, windows=announced)
    (epj,) = (row for row in found if row.dimension == "epj")
    assert epj.numerator is not None and epj.denominator is not None
    # 08–10 in Oslo is 07–09 UTC; the hour from 08 UTC was announced.
    assert epj.denominator - epj.numerator == 3600
