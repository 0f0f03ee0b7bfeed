"""The operator's commands as they are typed: exemptions, maintenance, held rounds, backup, doctor and figures."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from engine.cli import app
from engine.doctor import QUESTIONS
from tests.cli.test_commands import Shop
from tests.decisions.organisations import UNITS, write

NEXT_MONTH = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    return Shop(tmp_path)


@pytest.fixture
def hospital(shop: Shop) -> Shop:
    """Twelve units that met their target in February and were all swapped in March."""
    write(shop.folder / "rules")
    for period, value in (("2023-02", "4,0"), ("2023-03", "9,0")):
        rows = [f"hemit;{unit};sick_leave;;{period};{value};;;;final" for unit in UNITS]
        assert shop.call("ingest", str(shop.figures(*rows)), "--source", "tidy")[0] == 0
        shop.call("run", "--as-of", "2023-04-20")
    return shop


def test_an_exemption_is_shown_wherever_its_rule_is(shop: Shop) -> None:
    shop.call("ingest", str(shop.figures("acme;acme;answered;;2026-02;66;;;;")), "--source", "tidy")
    shop.call("run", "--as-of", "2026-03-05")
    add = ("exemption", "add", "acme-answered", "--approver", "ola", "--by", "kari", "--until", NEXT_MONTH)
    code, output = shop.call(*add, "--reason", "ny sentral")
    assert (code, "U-0001" in output) == (0, True)
    _, shown = shop.call("avvik", "show", "A-000001")
    assert ("U-0001" in shown, "ny sentral" in shown) == (True, True)
    code, checked = shop.call("check")
    assert (code, "U-0001" in checked) == (4, True)  # a figure is missing, exempt or not
    assert {each["exemption"] for each in shop.json("check") if each["rule"] == "acme-answered"} == {"U-0001"}
    assert shop.json("avvik", "show", "A-000001")["exemption"] == "U-0001"
    shop.call("exemption", "end", "U-0001", "--reason", "ferdig", "--by", "kari")
    assert shop.json("exemption", "list") == []
    assert [each["reason"] for each in shop.json("exemption", "list", "--all")] == ["ny sentral"]
    code, output = shop.call(*add, "--reason", " ")
    assert (code, "M004" in output) == (2, True)


def test_a_held_round_is_loud_and_waits_for_an_answer(hospital: Shop) -> None:
    code, output = hospital.call("run", "--as-of", "2023-04-20")
    assert (code, "S-0001" in output, hospital.json("avvik", "list", rules=False)) == (1, True, [])
    assert hospital.json("storm", "list")[0]["new"] == 12
    _, shown = hospital.call("storm", "show", "s-0001")
    assert all(unit in shown for unit in UNITS)
    code, output = hospital.call("storm", "release", "S-0001", "--by", "kari", "--reason", "ekte")
    assert (code, len(hospital.json("avvik", "list", rules=False))) == (0, 12)
    code, output = hospital.call("storm", "release", "S-0001", "--by", "kari", "--reason", "igjen")
    assert (code, "B006" in output) == (2, True)
    assert hospital.call("storm", "show", "S-0009")[0] == 2
    assert hospital.json("log", "verify", rules=False)["whole"]


def test_without_its_rules_a_held_round_stays_held(hospital: Shop) -> None:
    hospital.write("rules/hemit/hr.yaml", "rules: []\n")
    code, output = hospital.call("storm", "reject", "S-0001", "--by", "kari", "--reason", "byttet kolonne")
    assert (code, "is held still" in output) == (2, True)
    assert [each["fate"] for each in hospital.json("storm", "list")] == ["held"]


def test_a_rejected_round_stays_rejected(hospital: Shop) -> None:
    assert hospital.call("storm", "reject", "S-0001", "--by", "kari", "--reason", "byttet kolonne")[0] == 0
    code, _ = hospital.call("run", "--as-of", "2023-04-21")
    assert (code, hospital.json("avvik", "list", rules=False), hospital.json("storm", "list")) == (0, [], [])
    assert [each["fate"] for each in hospital.json("storm", "list", "--all")] == ["rejected"]


def test_a_window_is_announced_listed_and_called_off(shop: Shop) -> None:
    shop.write(
        "rules/acme/metrics.yaml",
        'metrics:\n  - {id: up, title: Oppe, unit_of_measure: "%", decimals: 1, better: higher, grain: month, due_days: 1,'
        " dimension: tjeneste, members: [{id: epj, title: EPJ}]}\n"
        '  - {id: answered, title: B, unit_of_measure: "%", decimals: 0, better: higher, grain: month, due_days: 20}\n'
        '  - {id: turnover, title: T, unit_of_measure: "%", decimals: 1, better: lower, grain: month, due_days: 20}\n',
    )
    when = ("--from", f"{NEXT_MONTH}T22:00", "--to", f"{NEXT_MONTH}T23:00", "--by", "kari", "--reason", "ny versjon")
    code, output = shop.call("maintenance", "add", "epj", *when)
    assert (code, "V-0001" in output, "22:00" in output) == (0, True, True)
    code, output = shop.call("maintenance", "add", "epi", *when)
    assert (code, "did you mean 'epj'" in output) == (2, True)
    assert [each["id"] for each in shop.json("maintenance", "list")] == ["V-0001"]
    assert shop.call("maintenance", "end", "V-0001", "--reason", "utsatt", "--by", "kari")[0] == 0


def test_a_backup_comes_back_and_a_damaged_one_does_not(hospital: Shop) -> None:
    taken = hospital.json("backup", str(hospital.folder / "kopi"))
    assert (taken["whole"], taken["rows"] > 0) == (True, True)
    runner = CliRunner()
    target = f"sqlite:///{hospital.folder}/tilbake.sqlite3"
    restored = runner.invoke(app, ["restore", str(hospital.folder / "kopi"), "--database", target, "--json"])
    assert (restored.exit_code, json.loads(restored.stdout)["log_head"]) == (0, taken["log_head"])
    again = runner.invoke(app, ["restore", str(hospital.folder / "kopi"), "--database", target])
    assert type(again.exception).__name__ == "BackupRefused"
    content = bytearray((hospital.folder / "kopi").read_bytes())
    content[len(content) // 2] ^= 1
    (hospital.folder / "kopi").write_bytes(content)
    refused = runner.invoke(app, ["restore", str(hospital.folder / "kopi"), "--database", f"{target}2"])
    assert type(refused.exception).__name__ == "BackupRefused"
    assert not Path(f"{hospital.folder}/tilbake.sqlite32").exists()


def test_doctor_says_what_is_wrong_and_metrics_count_it(hospital: Shop) -> None:
    code, output = hospital.call("doctor")
    assert (code, "storm list" in output) == (2, True)
    checked = {each["check"]: each["well"] for each in hospital.json("doctor")}
    assert (checked["log"], checked["guarding"]) == (True, False)
    _, figures = hospital.call("metrics")
    assert 'malvakt_round_held{organisation="hemit"} 1.0' in figures


def test_the_operators_page_names_commands_that_there_are() -> None:
    """And as many questions as the doctor asks."""
    page = (Path(__file__).parents[2] / "docs" / "operator.md").read_text(encoding="utf-8")
    group = typer.main.get_group(app)
    for words in re.findall(r"malvakt ((?:[a-z]+ ?){1,2})", "\n".join(re.findall(r"(?:\$ |`)(malvakt [^\n`]*)", page))):
        name, *rest = words.split()
        assert name in group.commands, words
        inner = getattr(group.commands[name], "commands", None)
        assert inner is None or rest[0] in inner, words
    assert (len(QUESTIONS), "fifteen questions" in page) == (15, True)
