"""Expressions of measures are parsed once for all processes; what lies in the cache saves time and decides nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.expression import BOOLEAN, ExpressionError, Kind, number
from engine.measures.compiled import compiled

ROOT = Path(__file__).resolve().parents[2]
LOADING = """
import sys
from pathlib import Path
from engine.checks import KINDS
from engine.rulebook.loader import load
book = load(Path("fixtures/records/rules"), {name: kind.rule for name, kind in KINDS.items()}, Path(sys.argv[1]))
assert any(metric.measure for each in book.organisations.values() for metric in each.metrics.values())
assert not book.problems, book.problems
"""
FOLDING = """
import sys
from pathlib import Path
from engine.periods import Period
from engine.rulebook.loader import expressions
from tests.measures.measuring import ORGANISATION, TRUTH, WHOLE, INSTANT, measure, metric, records
folder = Path(sys.argv[1])
columns = {"at": INSTANT, "answered": TRUTH, "wait_s": WHOLE}
calls = records(folder, "calls", columns, "2023-03-01 08:00:00;1;60 | 2023-03-01 08:00:00;0;70")
asked = metric({"kind": "answered_within", "over": "calls", "at": "at", "per": "month", "answered": "answered",
    "wait": "wait_s", "seconds": 60, "limit": "at_most", "abandoned": "all"})
month = Period.parse("2023-03")
(row,) = measure(asked, ORGANISATION, {"calls": calls}, month, month, cache=expressions(folder))
assert row.value == 50, row
"""


def _loads_the_parser(code: str, folder: Path) -> bool:
    command = [sys.executable, "-c", f"{code}\nprint('rule_engine' in sys.modules)", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "True\n"


@pytest.mark.parametrize("code", [LOADING, FOLDING])
def test_the_parser_is_loaded_for_what_is_new_and_then_no_more(code: str, tmp_path: Path) -> None:
    """It costs half a second, which a run over unchanged declarations must not pay."""
    assert [_loads_the_parser(code, tmp_path) for _ in range(2)] == [True, False]
    for entry in (tmp_path / "expressions").iterdir():
        entry.write_bytes(b'["", {"foreign": 1}]')
    assert [_loads_the_parser(code, tmp_path) for _ in range(2)] == [True, False]


def test_what_the_cache_holds_is_held_against_the_records_anew(tmp_path: Path) -> None:
    """A parsed tree says nothing of the columns there are, nor of what a key must give."""
    types = {"wait_s": number(decimals=0), "answered": BOOLEAN}
    assert compiled("wait_s <= 60", types, Kind.BOOLEAN, tmp_path).type.kind is Kind.BOOLEAN
    with pytest.raises(ExpressionError):
        compiled("wait_s <= 60", {"answered": BOOLEAN}, Kind.BOOLEAN, tmp_path)
    with pytest.raises(ExpressionError):
        compiled("wait_s <= 60", types, Kind.NUMBER, tmp_path)
