"""Helse Nord IKT's year with the resolution in first line: from the first delivered figure to a closed avvik.

Everything is done as people do it, with the command `malvakt`. September to March are the report's own figures; April to June
are made up, because the report ends where its quality team's work begins.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from engine.cli import app
from engine.errors import MoveRefused

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures/helse-nord-ikt"
REPORTED = ("2022-09", "2022-10", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03")
RECEIVED = ("2022-10-05", "2022-11-04", "2022-12-05", "2023-01-05", "2023-02-03", "2023-03-03", "2023-04-04")


class Office:
    """The quality team's desk: one database, the rules of the organisation, and the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder}/malvakt.sqlite3"

    def call(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--database", self.database])

    def malvakt(self, *arguments: str) -> str:
        result = self.call(*arguments)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.malvakt(*arguments, "--json"))

    def month(self, month: str, received: str, file: Path) -> None:
        """The month's figures arrive and are judged the same day."""
        self.malvakt("ingest", str(file), "--received-at", received, "--rules", str(ROOT / "rules"))
        self.malvakt("run", "--as-of", received, "--rules", str(ROOT / "rules"))

    def made_up(self, month: str, resolution: str) -> Path:
        headings = (FIXTURES / "brukerstotte-2023-03.csv").read_text(encoding="cp1252").splitlines()[0]
        file = self.folder / f"brukerstotte-{month}.csv"
        file.write_text(f"{headings}\n{month};9500;55%;79%;{resolution}\n", encoding="cp1252")
        return file

    def avvik(self) -> dict[str, Any]:
        """The avvik of the resolution in first line: there is never more than one."""
        [found] = [each for each in self.json("avvik", "list") if each["rule"] == "hnikt-first-line"]
        return dict(found)

    def refused(self, *arguments: str) -> str:
        result = self.call(*arguments)
        assert isinstance(result.exception, MoveRefused), result.output
        return result.exception.problems[0].text()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_the_year(office: Office) -> None:
    """One avvik from November to March, worked to an effect that is measured in figures and verified by somebody else."""
    reported = {month: FIXTURES / f"brukerstotte-{month}.csv" for month in REPORTED}
    arrivals = dict(zip(REPORTED, RECEIVED, strict=True))

    # September and October meet the target of 70 %.
    for month in REPORTED[:2]:
        office.month(month, arrivals[month], reported[month])
    assert not [each for each in office.json("avvik", "list") if each["rule"] == "hnikt-first-line"]

    # November misses it, and each month until March; it stays one avvik, also across the series break in January.
    for count, month in enumerate(REPORTED[2:], start=1):
        office.month(month, arrivals[month], reported[month])
        raised = office.avvik()
        assert raised["periods"] == list(REPORTED[2 : 2 + count])
        assert (raised["state"], raised["condition"], raised["severity"]) == ("ny", "aktiv", "high")

    # The head of user support gets it, finds the cause in the training of new staff, and plans what to do.
    number = raised["id"]
    office.malvakt("avvik", "assign", number, "--to", "leder.brukerstotte", "--by", "kvalitet")
    assert office.avvik()["state"] == "under_behandling"
    office.malvakt(
        *("avvik", "act", number, "Nytilsatte følger en erfaren i førstelinje"),
        *("--cause", "Mye tid til opplæring av nytilsatte", "--cause-code", "competence"),
        *("--responsible", "leder.brukerstotte", "--due", "2023-04-28", "--effect-periods", "2", "--by", "leder.brukerstotte"),
    )
    assert office.avvik()["state"] == "tiltak"

    # April: the action is done, but the month was not good yet.
    office.month("2023-04", "2023-05-04", office.made_up("2023-04", "68%"))
    office.malvakt("avvik", "act", number, "--done", "1", "--done-in", "2023-04", "--by", "leder.brukerstotte")
    assert office.avvik()["state"] == "effektvurdering"

    # May meets the target. One good month is no effect: the criterion says two.
    office.month("2023-05", "2023-06-05", office.made_up("2023-05", "73%"))
    assert office.avvik()["condition"] == "aktiv"
    assert "met 1 of 2 periods" in office.refused("avvik", "verify", number, "--by", "kvalitet")

    # June does too: the figures are back to normal. The machine says so and closes nothing.
    office.month("2023-06", "2023-07-05", office.made_up("2023-06", "74%"))
    normal = office.avvik()
    assert (normal["condition"], normal["state"]) == ("normalisert", "effektvurdering")
    assert normal["periods"] == [*REPORTED[2:], "2023-04"]

    # The one responsible cannot verify the own effect; somebody else can, and only then it is closed.
    office.refused("avvik", "verify", number, "--by", "leder.brukerstotte")
    office.refused("avvik", "close", number, "--by", "kvalitet")
    office.malvakt("avvik", "verify", number, "Mai og juni over 70 %", "--by", "kvalitet")
    office.malvakt("avvik", "close", number, "Effekten er målt og bekreftet", "--by", "kvalitet")
    assert office.avvik()["state"] == "lukket"

    # Every step is in the log, and the log is whole.
    entries = office.json("avvik", "show", number)["entries"]
    assert [entry["kind"] for entry in entries if entry["who"] != "malvakt"] == [
        "assigned",
        "cause",
        "action",
        "action_done",
        "verified",
        "closed",
    ]
    office.malvakt("log", "verify")
