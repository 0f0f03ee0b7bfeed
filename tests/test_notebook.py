"""The record as pandas tables: exact, complete, and from inside a notebook's event loop."""

import asyncio
import re
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import engine
from engine import rounds
from engine.errors import StoreError, UsageError
from engine.notebook import Notebook
from engine.store import open_store
from tests.store.samples import NOON, TODAY, delivery, figure, rulebook

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A record of February met and March corrected twice, missed at last."""
    address = f"sqlite:///{tmp_path}/m.sqlite3"
    store = open_store(address)
    store.migrate()
    store.receive(delivery("1"), [figure("2023-02", "4.60"), figure("2023-03", "4.9")])
    store.receive(delivery("2", NOON + timedelta(hours=1)), [figure("2023-03", "5.2")])
    store.receive(delivery("3", NOON + timedelta(hours=2)), [figure("2023-01", None, words="ikke målt")])
    rounds.run(store, rulebook(tmp_path / "rules"), as_of=TODAY, at=NOON)
    store.close()
    return address


@pytest.fixture
def record(url: str) -> Notebook:
    return engine.open(url)


def test_verdicts_are_exact_and_whole(record: Notebook) -> None:
    """Numbers are Decimals with their digits, what is not there is None."""
    table = record.verdicts("hemit", rule="sick-leave", unit="hemit")
    assert list(table["period"]) == ["2023-01", "2023-02", "2023-03"]
    assert list(table["outcome"]) == ["no_data", "met", "missed"]
    assert list(map(repr, table["value"])) == ["None", "Decimal('4.6')", "Decimal('5.2')"]
    assert list(table["margin"]) == [None, Decimal("0.4"), Decimal("-0.2")]
    assert list(table["cause"]) == ["statement", None, None]
    assert table["provisional"].dtype == bool


def test_observations_have_every_revision(record: Notebook) -> None:
    """Which one is judged is marked, and the others stay."""
    table = record.observations(metric="sick_leave", period="2023-03")
    assert list(zip(table["value"], table["holds"], strict=True)) == [(Decimal("4.9"), False), (Decimal("5.2"), True)]
    assert list(table[~table["holds"]]["value"]) == [Decimal("4.9")]


def test_avvik_are_found_by_their_periods(record: Notebook) -> None:
    """An avvik is one row, whichever of its periods is asked for."""
    assert list(record.avvik(rule="sick-leave")["id"]) == ["A-000001"]
    assert list(record.avvik(period="2023-03")["periods"]) == [["2023-03"]]
    assert len(record.avvik(period="2023-02")) == 0


def test_an_empty_table_has_its_columns(record: Notebook) -> None:
    """Code that goes on with the table does not fail for a name that nobody has."""
    for table in (record.verdicts("nobody"), record.observations("nobody"), record.avvik("nobody")):
        assert len(table) == 0
        assert {"organisation", "unit"} <= set(table.columns)


def test_a_wrong_period_is_told(record: Notebook) -> None:
    """An empty table would look like an answer."""
    with pytest.raises(UsageError, match="is not a period"):
        record.verdicts(period="March 2023")


def test_a_notebook_has_an_event_loop_around_it(record: Notebook) -> None:
    """Cells run inside one, where Django refuses to work."""

    async def cell() -> int:
        return len(record.verdicts())

    assert asyncio.run(cell()) == 3


def test_without_an_address_it_is_the_database_of_the_settings(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command line shows is what the notebook shows."""
    monkeypatch.setenv("MALVAKT_DATABASE_URL", url)
    assert len(engine.open().verdicts()) == 3


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    """It is not made by looking at it."""
    with pytest.raises(StoreError):
        engine.open(f"sqlite:///{tmp_path}/none.sqlite3").verdicts()
    assert list(tmp_path.iterdir()) == []


def test_the_example_of_the_readme_runs(url: str) -> None:
    """As it stands, but for the address and the names."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    renamed = example.replace("sqlite:///var/demo.sqlite3", url).replace("helse-nord-ikt", "hemit")
    done = subprocess.run(
        [sys.executable, "-c", renamed.replace("hnikt-first-line", "sick-leave")], capture_output=True, text=True, check=True
    )
    assert "2023-03" in done.stdout
    assert "missed" in done.stdout


def test_the_package_costs_nothing_until_it_is_opened() -> None:
    """Whoever imports a room must not load the database, and another name is an error as everywhere."""
    code = "import sys, engine; print({'django', 'pandas', 'pydantic'} & set(sys.modules)); print(hasattr(engine, 'opne'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["set()", "False"]
