"""How much memory a check adds to a process that holds the records: called by benchmarks.worktime, once for each answer."""

import sys
from pathlib import Path

import numpy as np

from engine.worktime.check import check
from engine.worktime.normalise import Normalised
from engine.worktime.owners import owners_of
from engine.worktime.profiles import load
from engine.worktime.records import Records


def megabytes(field: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(field)) / 1024


def main() -> None:
    stored, employees = np.load(sys.argv[1]), int(sys.argv[2])
    start = stored["start"]
    nothing = np.zeros(len(start), dtype=np.int64)
    names = tuple(f"{number:06d}" for number in range(employees))
    records = Records(names, ("",), stored["employee"], start, stored["end"], stored["kind"], nothing > 0, nothing)
    owners = owners_of(load(Path("rules/aml")))
    held = megabytes("VmRSS")
    findings = check(Normalised(records, ()), owners)
    results = sum(part.nbytes for part in findings.parts) / 2**20
    print(f"memory: {megabytes('VmHWM') - held:.0f} MB beside {held:.0f} MB of records; {results:.0f} MB are the results")


if __name__ == "__main__":
    main()
