"""A million rows of CSV to a checked Arrow table, every cell exact, against readers that guess: python -m benchmarks.intake

What comes out is compared with the cells as they were made before anything is timed; so are the problems of a file with one bad
cell. pandas.read_csv and pyarrow.csv divide the same bytes with their defaults: they check nothing, and read 4,60 as text.
"""

import io
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.turns import in_turns
from engine.errors import DeliveryRefused
from engine.intake.findings import Findings
from engine.intake.records.checked import checked
from engine.intake.records.origins import csv
from engine.intake.records.shelf import gather
from engine.intake.records.source import RecordSource

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ROUNDS = 7
SEED = 2023
UNITS = ["adm", "brukerstøtte", "drift", "forvaltning"]
SOURCE = RecordSource.model_validate(
    {
        "id": "calls",
        "files": ["*.csv"],
        "format": "csv",
        "partition": "started",
        "columns": {
            "Samtale": {"name": "call", "type": "text", "required": True},
            "Startet": {
                "name": "started", "type": "instant", "format": "yyyy-mm-dd HH:MM:SS", "zone": "Europe/Oslo", "required": True,
            },
            "Enhet": {"name": "unit", "type": "text"},
            "Ventetid": {"name": "wait_s", "type": "integer", "unit": "s"},
            "Pris": {"name": "price", "type": "decimal", "decimals": 2},
            "Besvart": {"name": "answered", "type": "boolean", "is_true": ["Ja"], "is_false": ["Nei"]},
            "Agent": {"name": "agent", "type": "text", "personal": True},
        },
    }
)  # fmt: skip


def made() -> tuple[pa.Table, dict[str, list[str]]]:
    """The records as they should come out, and the cells that say so."""
    generator = np.random.default_rng(SEED)
    wait, ore, agent = (generator.integers(0, most, ROWS) for most in (600, 50_000, 300))
    at = np.datetime64("2023-01-01T01:00:00") + np.sort(generator.integers(0, 80 * 86_400, ROWS)).astype("timedelta64[s]")
    unit, answered = generator.integers(0, len(UNITS), ROWS), generator.random(ROWS) < 0.9
    calls = [f"{number:08d}" for number in range(ROWS)]
    # Winter in Norway, an hour ahead of UTC; the last day is before the clocks are changed.
    instants = pa.array(at - np.timedelta64(1, "h")).cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
    expected = pa.table(
        {
            "call": calls,
            "started": instants,
            "unit": pa.array(UNITS).take(pa.array(unit)),
            "wait_s": pa.array(wait, pa.int32()),
            "price": pa.array([Decimal(each).scaleb(-2) for each in ore.tolist()], pa.decimal128(11, 2)),
            "answered": answered,
        }
    )
    cells = {
        "Samtale": calls,
        "Startet": [text.replace("T", " ") for text in np.datetime_as_string(at, unit="s").tolist()],
        "Enhet": [UNITS[code] for code in unit],
        "Ventetid": list(map(str, wait.tolist())),
        "Pris": [f"{each // 100},{each % 100:02d}" for each in ore.tolist()],
        "Besvart": ["Ja" if each else "Nei" for each in answered],
        "Agent": [f"Agent {each}" for each in agent],
    }
    return expected, cells


def written(cells: dict[str, list[str]], quote: str = "") -> bytes:
    rows = (";".join(f"{quote}{cell}{quote}" for cell in row) for row in zip(*cells.values(), strict=True))
    return "\n".join([";".join(cells), *rows, ""]).encode()


def read(content: bytes) -> pa.Table:
    findings = Findings("calls.csv")
    return checked(csv.read(content, SOURCE, findings), SOURCE, findings)


def stored(content: bytes) -> None:
    """From the file to Parquet parts by month."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "calls.csv").write_bytes(content)
        gather(SOURCE, folder=folder, cache=folder / "cache")


def problems(content: bytes) -> list[str]:
    try:
        read(content)
    except DeliveryRefused as refused:
        return [problem.line() for problem in refused.problems]
    return []


def main() -> None:
    expected, cells = made()
    plain = written(cells)
    cells_with_one_bad = {**cells, "Ventetid": [*cells["Ventetid"][:-1], "mange"]}
    quoted, bad = written(cells, '"'), written(cells_with_one_bad)
    for content in (plain, quoted):
        assert read(content).select(expected.column_names).equals(expected)
    assert problems(bad) == [f"calls.csv:{ROWS + 1} «Ventetid» [D020] 'mange' is not a number"]
    print(f"{ROWS:,} rows, {len(plain) / 1e6:.0f} MB, 7 columns, one of them dropped; 0 differences; medians of {ROUNDS} turns")
    options = pacsv.ParseOptions(delimiter=";")
    took = in_turns(
        {
            "pandas.read_csv": lambda: pd.read_csv(io.BytesIO(plain), sep=";"),
            "pyarrow.csv": lambda: pacsv.read_csv(io.BytesIO(plain), parse_options=options),
            "checked": lambda: read(plain),
            "checked, every cell quoted": lambda: read(quoted),
            "pandas.read_csv, quoted": lambda: pd.read_csv(io.BytesIO(quoted), sep=";"),
            "refused for its last row": lambda: problems(bad),
            "checked and stored": lambda: stored(plain),
        },
        ROUNDS,
    )
    base = took["pandas.read_csv"]
    for name, spent in took.items():
        print(
            f"  {name:28}{spent.wall * 1000:8.0f} ms {spent.wall / base.wall:6.1f} x   processor {spent.cpu / base.cpu:6.1f} x"
        )


if __name__ == "__main__":
    main()
