"""Random records with nulls and boundary values, and every kind of measure declared over them."""

import random
from pathlib import Path
from typing import Any

from engine.intake.records.table import RecordTable
from tests.measures.measuring import DATE, DECIMAL, INSTANT, TEXT, TRUTH, WHOLE, records

COLUMNS: dict[str, dict[str, Any]] = {
    "at": INSTANT, "ended": INSTANT, "day": DATE, "last": DATE, "unit": TEXT, "part": TEXT, "project": TEXT, "light": TEXT,
    "wait": WHOLE, "price": DECIMAL, "share": {**DECIMAL, "digits": 1}, "yes": TRUTH, "again": TRUTH,
}  # fmt: skip
_INSTANTS = [
    "2023-01-31 23:59:59", "2023-02-01 00:00:00", "2023-02-28 23:59:59", "2023-03-01 00:00:00", "2023-03-26 01:59:59",
    "2023-03-26 03:00:00", "2023-03-31 23:59:59", "2023-04-01 00:00:00", "2023-04-30 23:59:59", "2023-05-01 00:00:00",
]  # fmt: skip
_DAYS = ["2022-12-31", "2023-01-31", "2023-02-01", "2023-02-28", "2023-03-01", "2023-03-16", "2023-04-05", "2023-05-01"]
_VALUES: dict[str, list[str]] = {
    "at": _INSTANTS, "ended": _INSTANTS, "day": _DAYS, "last": _DAYS, "unit": ["drift", "it", "org"], "part": ["epj", "lab"],
    "project": ["a", "b", "c"], "light": ["red", "green"], "wait": ["0", "1", "59", "60", "61", "-5", "999999999"],
    "price": ["0.00", "0.01", "-0.01", "0.10", "999999999.99", "-999999999.99", "33.33"],
    "share": ["0.00", "0.33", "0.50", "1.00"], "yes": ["0", "1"], "again": ["0", "1"],
}  # fmt: skip
_NEVER_BLANK = {"unit", "part", "project"}
PERIODS = ("2023-01", "2023-05")

_AT = {"over": "records", "at": "at", "per": "month"}
_ANSWERED = {**_AT, "kind": "answered_within", "answered": "yes", "wait": "wait", "seconds": 60}
_FIRST_LINE = {**_AT, "kind": "first_line", "solved": "yes", "escalated": "wait > 60"}
_SOLVED = {
    **_AT, "kind": "solved_in_time", "opened": "at", "solved": "ended", "clock": "elapsed",
    "within_seconds": 'light == "red" ? 60 : 2678400',
}  # fmt: skip
_AVAILABILITY = {
    "kind": "availability", "over": "records", "service": "part", "agreed": "always", "planned_time": "keep", "per": "month",
    "services": [{"id": "epj"}, {"id": "lab", "valid_to": "2023-03"}], "planned": None, "overall": "worst",
}  # fmt: skip
_OUTAGES = {**_AVAILABILITY, "based_on": "outages", "start": "at", "end": "ended", "no_records": "none_happened"}
_PLANNED = {"over": "records", "service": "part", "start": "ended", "end": "at", "where": "again"}
_TURNOVER = {"kind": "turnover", "over": "records", "per": "month", "started": "day", "ended": "last", "counted": "yes"}
_SICK = {
    "kind": "sick_leave", "over": "records", "per": "month", "first": "day", "last": "last", "share": "share",
    "degree": "1 - share", "medical": "again", "limit_days": 16, "working_days": "mon_fri_without_red_days",
    "agreed": {"over": "records", "started": "day", "ended": "last", "share": "share", "unit": "unit"},
}  # fmt: skip
_PROJECTS = {**_AT, "kind": "project_status", "project": "project", "valid_periods": 2}
_BY = {"by": {"unit": "unit", "dimension": "part"}}

IN_PERCENT: list[dict[str, Any]] = [
    {**_AT, **_BY, "kind": "share", "of": "wait <= 60", "missing": "leave_out", "where": "not again"},
    {**_AT, "kind": "share", "of": "60 / wait > 1", "missing": "as_no"},
    {**_AT, "kind": "change_failure", "failed": "yes or again", "missing": "as_no"},
    {**_AT, "kind": "ratio", "numerator": "price + wait", "denominator": "$abs(price)", "by": ["unit"]},
    {**_AT, "kind": "ratio", "numerator": "wait", "denominator": "wait / 0.5", "where": 'light != "red"'},
    {**_ANSWERED, "limit": "at_most", "abandoned": "exclude_short", "short_seconds": 60, "missing": "leave_out", **_BY},
    {**_ANSWERED, "limit": "below", "abandoned": "exclude_short", "short_seconds": 59, "missing": "as_no"},
    {**_ANSWERED, "limit": "below", "abandoned": "all", "missing": "as_no", "minimum_n": 3},
    {**_ANSWERED, "limit": "at_most", "abandoned": "none", "missing": "withhold"},
    {**_FIRST_LINE, "reopened": "again", "base": "all", "missing": "leave_out", **_BY},
    {**_FIRST_LINE, "reopened": "ignored", "base": "solved", "missing": "as_no"},
    {**_SOLVED, "limit": "at_most", "unsolved": "late", "missing": "leave_out", "by": ["unit"]},
    {**_SOLVED, "limit": "below", "unsolved": "leave_out", "missing": "as_no"},
    _OUTAGES,
    {**_OUTAGES, "planned": _PLANNED, "planned_time": "remove", "overall": "mean", "where": "yes"},
    {**_OUTAGES, "no_records": "missing", "overall": "weighted", "where": "wait > 60"},
    {**_AVAILABILITY, "based_on": "probes", "at": "at", "up": "yes", "every_seconds": 600, "minimum_coverage": 0},
    {**_AVAILABILITY, "based_on": "probes", "at": "at", "up": "10 / wait > 0", "every_seconds": 600, "minimum_coverage": 1}
    | {"planned": _PLANNED, "overall": "weighted"},
    {**_AVAILABILITY, "based_on": "changes", "at": "at", "up": "yes"},
    {**_AVAILABILITY, "based_on": "changes", "at": "at", "up": "wait < 60 or again", "overall": "mean"}
    | {"agreed": {"weekdays": [1, 3, 7], "opens": "02:30", "closes": "16:00", "red_days": "closed"}},
    {**_TURNOVER, "leaver": "not again", "headcount": "month_ends", "window": "period", "leaves_on": "last_day"},
    {**_TURNOVER, "leaver": "wait > 5", "headcount": "every_day", "window": "rolling_year", "leaves_on": "day_after", **_BY},
    {**_SICK, "counts": "all", "day_at_limit": "short", "split_at_limit": False, "by": ["unit"]},
    {**_SICK, "counts": "long", "day_at_limit": "neither", "split_at_limit": True, "missing": "withhold"},
    {**_SICK, "counts": "self_certified", "day_at_limit": "long", "split_at_limit": False, "where": "wait < 61"},
    {**_PROJECTS, "figure": "share", "light": "light", "lights": ["red"], "by": ["unit"]},
]
IN_NUMBERS: list[dict[str, Any]] = [
    {**_AT, **_BY, "kind": "count", "no_records": "zero", "where": "$max([wait, 5]) > 59 or again"},
    {**_AT, "kind": "sum", "of": "price * wait", "no_records": "missing"},
    {**_AT, "kind": "sum", "of": "price", "no_records": "zero", "missing": "withhold", "by": ["unit"]},
    {**_AT, "kind": "mean", "of": "wait", "weight": "records", **_BY},
    {**_AT, "kind": "mean", "of": "price", "weight": "wait", "where": "price != -0.01"},
    {**_AT, "kind": "quantile", "of": "price", "quantile": 0.9, "method": "nearest_rank", "by": ["unit"]},
    {**_AT, "kind": "quantile", "of": "(wait ?? 0) + price", "quantile": 0.25, "method": "interpolated"},
    {**_AT, "kind": "backlog", "opened": "at", "closed": "ended", "instant": "period_end", "closed_then": "open", **_BY},
    {**_AT, "kind": "backlog", "opened": "day", "closed": "last", "instant": "period_end", "closed_then": "closed"},
    {**_PROJECTS, "figure": "count", "light": "light", "lights": ["green"]},
    {**_PROJECTS, "figure": "progress", "value": "wait / 3"},
    {**_PROJECTS, "figure": "red_risks", "value": "price"},
]
for each in IN_NUMBERS:
    if each["kind"] == "backlog":
        del each["at"]


def table(folder: Path, seed: int, count: int = 60) -> RecordTable:
    """A table of its own for each seed, divided into months; seed 0 has no records at all."""
    pick = random.Random(seed)
    lines = [
        ";".join("" if name not in _NEVER_BLANK and pick.random() < 0.12 else pick.choice(_VALUES[name]) for name in COLUMNS)
        for _ in range(count if seed else 0)
    ]
    return records(folder, "records", COLUMNS, "\n".join(lines), partition="at")
