"""Working time of a hospital against DuckDB: python -m benchmarks.worktime [--full]

Every type of breach in one run, against one sort and scan of the same columns, and against window SQL of the monthly report's
six types; a naive pandas groupby of one of them on a sample; a day's new records; memory. Counts are compared before anything
is timed, on the readings that SQL can express; the ratios are of medians, taken in turns. --full: 20 000 employees, 3 years.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from benchmarks.worktime_rosters import MONDAY, is_rotating, rosters
from benchmarks.worktime_sql import PROFILE, SIX, SORT_AND_SCAN, counted, loaded
from engine.worktime.blocks import Known
from engine.worktime.calendar import calendar_of
from engine.worktime.check import check
from engine.worktime.clock import DAY, day_number, to_utc
from engine.worktime.findings import Findings
from engine.worktime.normalise import Normalised
from engine.worktime.owners import Owners, owners_of
from engine.worktime.profile import Assigned, Profile
from engine.worktime.profiles import Profiles, load
from engine.worktime.recheck import recheck
from engine.worktime.records import Records

FULL = "--full" in sys.argv
EMPLOYEES, WEEKS = (20_000, 156) if FULL else (1_000, 52)
ROUNDS = 3 if FULL else 5
SHIPPED = load(Path("rules/aml"))
KNOWN = Known(MONDAY, MONDAY + timedelta(weeks=WEEKS, days=-1))


def profiles_of_all(records: Records) -> Owners:
    """Day workers by the law's main rule, the others by the profile for shifts."""
    kinds = ("turnus-38" if rotating else "dagarbeider" for rotating in is_rotating(len(records.employees)))
    assigned = (Assigned(employee=name, profile=kind) for name, kind in zip(records.employees, kinds, strict=True))
    return owners_of(replace(SHIPPED, employees=tuple(assigned)))


def one_profile_for_sql() -> Owners:
    return owners_of(Profiles(SHIPPED.laws, (Profile.model_validate(PROFILE),), default="sql"))


def in_turns(**tasks: Callable[[], object]) -> dict[str, float]:
    """The median seconds of each task, all of them once in each round."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            begun = time.perf_counter()
            task()
            seconds[name].append(time.perf_counter() - begun)
    return {name: median(taken) for name, taken in seconds.items()}


def naive_pandas(records: Records) -> int:
    """Weeks over 48 hours of a sample, one Python call per group, as it is often written."""
    sample = records.take(records.employee < max(len(records.employees) // 100, 1))
    start = pd.to_datetime(sample.start, unit="m", utc=True).tz_convert("Europe/Oslo")
    frame = pd.DataFrame({"employee": sample.employee, "start": start, "minutes": sample.end - sample.start})
    iso = frame["start"].dt.isocalendar()
    groups = frame.groupby([frame["employee"], iso["year"], iso["week"]])
    return int(groups.apply(lambda rows: rows["minutes"].sum() > 48 * 60, include_groups=False).sum())


def the_day_before(records: Records, owners: Owners) -> tuple[Findings, Normalised]:
    """What was found before the last Friday's records came, and all records."""
    turn = int(to_utc(np.array([(day_number(KNOWN.last) - 2) * DAY], dtype=np.int64)).utc[0])
    before = check(Normalised(records.take(records.start < turn), ()), owners)
    return before, Normalised(records, ())


def extra_memory(records: Records) -> str:
    """What a run adds to a process that holds the records, by its high-water mark, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.npz"
        np.savez(path, employee=records.employee, start=records.start, end=records.end, kind=records.type)
        command = [sys.executable, "-m", "benchmarks.worktime_memory", str(path), str(len(records.employees))]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout.strip()


def main() -> None:
    records = rosters(EMPLOYEES, WEEKS)
    given, owners, plain = Normalised(records, ()), profiles_of_all(records), one_profile_for_sql()
    first, last = int(records.start.min()), int(records.end.max())
    connection = loaded(records, calendar_of(first, last, week_start=0, nominal=False))
    ours, theirs = check(given, plain, known=KNOWN, types=SIX), counted(connection)
    different = {kind: (ours.count(kind), theirs[kind]) for kind in SIX if ours.count(kind) != theirs[kind]}
    print(f"{EMPLOYEES} employees, {WEEKS} weeks, {len(records)} shifts; breaches as SQL counts them: {sum(theirs.values())}")
    print(f"types that DuckDB counts differently: {len(different)} {different or ''}")
    since = KNOWN.last - timedelta(days=2)
    before, _ = the_day_before(records, owners)
    took = in_turns(
        every_type=lambda: check(given, owners, known=KNOWN),
        six_types=lambda: check(given, plain, known=KNOWN, types=SIX),
        sort_and_scan=lambda: connection.execute(SORT_AND_SCAN).fetchall(),
        window_sql=lambda: counted(connection),
        pandas_sample=lambda: naive_pandas(records),
        new_days=lambda: recheck(before, given, owners, since=since),
    )
    for name, seconds in took.items():
        print(f"  {name:14} {seconds:8.3f} s  {seconds / len(records) * 1e9:7.0f} ns a shift")
    every = took["every_type"]
    print(f"every type / one DuckDB sort and scan: {every / took['sort_and_scan']:.1f}")
    print(f"DuckDB window SQL of six types / every type: {took['window_sql'] / every:.1f}")
    print(f"DuckDB window SQL of six types / the same six: {took['window_sql'] / took['six_types']:.1f}")
    print(f"naive pandas of one type, scaled from 1 % / every type: {took['pandas_sample'] * 100 / every:.1f}")
    print(f"every type / three days' new records: {every / took['new_days']:.1f}")
    print(extra_memory(records))


if __name__ == "__main__":
    main()
