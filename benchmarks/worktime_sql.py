"""The six types of the monthly report in DuckDB's window SQL, on the readings of the law that SQL can express.

Every window over the line counts, and a weekly rest lies inside its week: chains (windows that do not overlap, rests shared
between weeks) are no window functions. DuckDB gets each shift's local day and week for nothing.
"""

from collections.abc import Mapping
from typing import Final

import duckdb
import numpy as np

from engine.worktime.calendar import Calendar
from engine.worktime.clock import to_utc
from engine.worktime.kinds import BreachType
from engine.worktime.records import Records
from engine.worktime.red_days import red_days

PROFILE = {
    "aml_profile": "sql",
    "valid_from": "2015-07-01",
    "windows": {"count": "every_window"},
    "rest": {"straddle": False},
    "oncall": {"factor": 0},
}

SORT_AND_SCAN = (
    "SELECT sum(lasts), max(begins), count(*) FROM (SELECT *, ends - begins lasts FROM shift ORDER BY employee, begins)"
)

_MERGED = """
CREATE OR REPLACE TEMP TABLE period AS
WITH reach AS (
    SELECT *, max(ends) OVER (PARTITION BY employee ORDER BY begins ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM shift
), island AS (
    SELECT *, sum(CASE WHEN begins <= before THEN 0 ELSE 1 END) OVER (PARTITION BY employee ORDER BY begins) AS number
    FROM reach
)
SELECT employee, min(begins) AS begins, max(ends) AS ends, arg_min(day, begins) AS day, arg_min(week, begins) AS week
FROM island GROUP BY employee, number
"""

_COUNTS: Final[Mapping[str, str]] = {
    "day_total": """
        WITH ahead AS (
            SELECT begins, sum(ends - begins) OVER w AS minutes, max(ends) OVER w AS last FROM period
            WINDOW w AS (PARTITION BY employee ORDER BY begins RANGE BETWEEN CURRENT ROW AND 1439 FOLLOWING)
        ) SELECT count(*) FROM ahead WHERE minutes - greatest(last - (begins + 1440), 0) > 780""",
    "week_overtime": "SELECT count(*) FROM overtime WHERE minutes > 600",
    "four_week_overtime": """
        WITH spine AS (
            SELECT employee, week, coalesce(minutes, 0) AS minutes
            FROM (SELECT DISTINCT employee FROM period) CROSS JOIN known LEFT JOIN overtime USING (employee, week)
        ), summed AS (
            SELECT sum(minutes) OVER (PARTITION BY employee ORDER BY week ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS s FROM spine
        ) SELECT count(*) FROM summed WHERE s > 1500""",
    "week_total": "SELECT count(*) FROM (SELECT sum(ends - begins) AS m FROM period GROUP BY employee, week) WHERE m > 2880",
    "consecutive_sundays": """
        WITH worked AS (
            SELECT DISTINCT employee, sunday.number FROM period JOIN sunday
            ON period.week BETWEEN sunday.week - 1 AND sunday.week AND begins < closes AND ends > opens
        ), row AS (
            SELECT number - lag(number) OVER (PARTITION BY employee ORDER BY number) AS step FROM worked
        ) SELECT count(*) FROM row WHERE step = 1""",
    "weekly_rest": """
        WITH gap AS (
            SELECT employee, ends AS begins, lead(begins) OVER (PARTITION BY employee ORDER BY begins) AS ends FROM period
            UNION ALL SELECT employee, (SELECT min(starts) FROM known), min(begins) FROM period GROUP BY employee
        ), closed AS (
            SELECT employee, begins, coalesce(ends, (SELECT max(stops) FROM known)) AS ends FROM gap
        ), served AS (
            SELECT DISTINCT employee, week FROM closed JOIN known ON begins < stops AND ends > starts
            WHERE ends - begins >= 2100 AND least(ends, stops) - greatest(begins, starts) >= 2100
        ) SELECT (SELECT count(DISTINCT employee) FROM period) * (SELECT count(*) FROM known) - (SELECT count(*) FROM served)""",
}

_OVERTIME = """
CREATE OR REPLACE TEMP TABLE overtime AS
WITH days AS (SELECT employee, week, day, sum(ends - begins) AS minutes FROM period GROUP BY ALL)
SELECT employee, week, greatest(sum(greatest(minutes - 540, 0)), sum(minutes) - 2400, 0) AS minutes FROM days GROUP BY ALL
"""

SIX: Final = tuple(BreachType(name) for name in _COUNTS)


def loaded(records: Records, calendar: Calendar) -> duckdb.DuckDBPyConnection:
    """The records as a table in the order in which they came, and the calendar as two."""
    connection = duckdb.connect()
    place = records.start - calendar.origin
    columns = {
        "employee": records.employee,
        "begins": records.start,
        "ends": records.end,
        "day": calendar.days.of(place),
        "week": calendar.weeks.of(place),
    }
    connection.execute("SET threads = 2")
    columns = {name: np.asarray(column, dtype=np.int32) for name, column in columns.items()}
    connection.execute("CREATE TABLE shift AS SELECT * FROM columns ORDER BY begins")
    _weeks(connection, calendar, int(columns["week"].min()), int(columns["week"].max()))
    del columns
    return connection


def _weeks(connection: duckdb.DuckDBPyConnection, calendar: Calendar, first: int, last: int) -> None:
    weeks = np.arange(first, last + 1)
    starts, stops = calendar.weeks.starts[weeks] + calendar.origin, calendar.weeks.ends[weeks] + calendar.origin
    known = {"week": weeks, "starts": starts, "stops": stops}
    connection.execute("CREATE TABLE known AS SELECT * FROM known")
    red = red_days(calendar.date(0).year, calendar.date(len(calendar.days) - 1).year, "statutory")
    begins, ends = calendar.days.of(calendar.weeks.edges[[first, last + 1]]) + calendar.first_day
    chosen = red.sunday & (red.day >= begins) & (red.day < ends)
    day = red.day[chosen]
    sunday = {
        "number": np.arange(len(day)),
        "week": calendar.weeks.of(calendar.days.starts[day - calendar.first_day]),
        "opens": to_utc(red.opens[chosen]).utc,
        "closes": to_utc(red.closes[chosen]).utc,
    }
    connection.execute("CREATE TABLE sunday AS SELECT * FROM sunday")
    del known, sunday


def counted(connection: duckdb.DuckDBPyConnection) -> dict[BreachType, int]:
    """Everything from the table of shifts to six counts."""
    connection.execute(_MERGED)
    connection.execute(_OVERTIME)
    answers = {name: connection.execute(sql).fetchall() for name, sql in _COUNTS.items()}
    return {BreachType(name): int(rows[0][0]) for name, rows in answers.items()}
