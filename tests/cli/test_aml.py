"""`malvakt aml` as a leader, HR and a script call it: what it prints, keeps and returns."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import Shop

HEADER = "employee;start;end;type;unit;source;record_id"
METRIC = """
  - id: aml_breaches
    title: AML-brudd
    unit_of_measure: count
    decimals: 0
    better: lower
    grain: month
    due_days: 20
    dimension: type
    dimension_total: sum
    members:
      - {id: day_total, title: Samlet tid per dag}
"""
RULE = """
- id: acme-aml
  title: AML-brudd
  metric: aml_breaches
  unit: acme
  check: target
  targets: [{valid_from: 2023-01, at_most: 2, decided_by: hr}]
  missing: {after_due: no_data}
  severity: high
  owner: hr
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MALVAKT_LANGUAGE", "en")
    monkeypatch.setenv("MALVAKT_USER", "kari")
    made = Shop(tmp_path)
    shutil.copytree(Path(__file__).parents[2] / "rules/aml", tmp_path / "rules/aml")
    metrics = (tmp_path / "rules/acme/metrics.yaml").read_text(encoding="utf-8")
    made.write("rules/acme/metrics.yaml", metrics + METRIC)
    made.write("rules/acme/aml.yaml", RULE)
    return made


def records(shop: Shop, *rows: str, name: str = "vakter.csv") -> str:
    return str(shop.write(name, "\n".join([HEADER, *rows, ""])))


def row(employee: int | str, day: int, end: str = "16:00", number: object = "", month: int = 3) -> str:
    date = f"2023-{month:02d}-{day:02d}"
    return f"{employee};{date} 08:00;{date} {end};ordinary;drift;;{number}"


WEEKDAYS = [day for day in range(1, 32) if (day + 1) % 7 not in (5, 6)]


def staff(people: int = 6, long: int = 4) -> list[str]:
    """March 2023 for some employees, of whom `long` work 14 hours on the 8th."""
    return [
        row(1000 + person, day, "22:00" if day == 8 and person < long else "15:30")
        for person in range(people)
        for day in WEEKDAYS
    ]


def aml(shop: Shop, *arguments: str) -> tuple[int, str]:
    """For the commands that know no database."""
    from typer.testing import CliRunner

    from engine.cli import app
    from engine.errors import UserError

    result = CliRunner().invoke(app, ["aml", *arguments, "--rules", str(shop.folder / "rules")])
    if isinstance(result.exception, UserError):
        return 2, "\n".join([*(problem.line() for problem in result.exception.problems), result.exception.text()])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def found(shop: Shop, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    code, printed = aml(shop, "check", *arguments, "--json")
    return code, json.loads(printed)


def test_a_breach_is_told_with_all_that_a_script_needs(shop: Shop) -> None:
    """The worked example: 08–16, and called out 20–23 and 02–05, is 14 hours in the 24 from 08."""
    file = records(
        shop,
        row(1001, 6),
        "1001;2023-03-06 20:00;2023-03-06 23:00;callout;drift;;b",
        "1001;2023-03-07 02:00;2023-03-07 05:00;callout;drift;;c",
        row(1001, 7, number="d").replace("08:00", "14:00").replace("16:00", "20:00"),
    )
    code, rows = found(shop, file)
    assert code == 1
    (day,) = [each for each in rows if (each["type"], each["status"]) == ("day_total", "brudd")]
    assert (day["actual"], day["limit"], day["excess"], day["status"]) == ("14.00", "13.00", "1.00", "brudd")
    assert day["window_start"] == "2023-03-06T08:00:00+01:00"
    assert set(day) >= {
        "employee",
        "date",
        "window_end",
        "quantity",
        "profile",
        "law_ref",
        "records",
        "sentence_nb",
        "sentence_en",
    }


def test_exactly_at_the_limit_is_no_breach(shop: Shop) -> None:
    code, rows = found(shop, records(shop, row(1001, 6, "21:00"), row(1001, 8)))
    assert [each["type"] for each in rows if each["status"] == "brudd"] == []
    assert code == 4, "weeks that the file does not cover are not in order"


def test_what_the_days_cover_is_evaluated(shop: Shop) -> None:
    """--from and --to say how far the files reach: the weekend after the last shift was free."""
    week = records(shop, *(row(1001, day) for day in range(6, 11)))
    _, without = found(shop, week)
    _, told = found(shop, week, "--from", "2023-03-06", "--to", "2023-03-12")
    assert "weekly_rest" in {each["type"] for each in without}
    assert "weekly_rest" not in {each["type"] for each in told}


def test_all_shows_warnings_and_plan_judges_the_plan(shop: Shop) -> None:
    near = records(shop, row(1001, 6, "20:30"), row(1001, 8))
    assert "varsel" not in {each["status"] for each in found(shop, near)[1]}
    assert "varsel" in {each["status"] for each in found(shop, near, "--all")[1]}
    plan = records(shop, row(1001, 6, "22:00").replace(";;", ";planned;"), name="plan.csv")
    code, rows = found(shop, plan, "--plan")
    assert (code, "planlagt" in {each["status"] for each in rows}) == (1, True)
    assert found(shop, plan) == (4, [])


def test_profiles_decide_and_an_unknown_one_is_told(shop: Shop) -> None:
    long = records(shop, row(1001, 6, "22:00"), row(1001, 8))
    assert found(shop, long, "--profile", "avtale-tillitsvalgte")[0] == 4
    code, printed = aml(shop, "check", long, "--profile", "dagarbeidr")
    assert code == 2
    assert "did you mean 'dagarbeider'?" in printed
    own = shop.write("egne.yaml", "employees:\n  - {employee: '1001', profile: avtale-tillitsvalgte}\n")
    assert found(shop, long, "--profiles", str(own))[0] == 4


def test_a_person_reads_the_same(shop: Shop) -> None:
    code, printed = aml(shop, "check", records(shop, row(1001, 6, "22:00"), row(1001, 8)), "--language", "en")
    assert code == 1
    assert "Total time per day" in printed
    assert "14.00" in printed


def test_mistakes_end_in_code_2_without_a_row(shop: Shop) -> None:
    code, printed = aml(shop, "check", records(shop, row("01010750160", 6)))
    assert (code, "W020" in printed, "01010750160" in printed) == (2, True, False)
    assert aml(shop, "check", "nowhere.csv")[0] == 2
    backwards = ["--from", "2023-03-12", "--to", "2023-03-06"]
    assert aml(shop, "check", records(shop, row(1, 6)), *backwards)[0] == 2


def test_evidence_is_judged_by_run_and_becomes_figures(shop: Shop) -> None:
    """From records to a verdict of the organisation's own rule, and a second round has nothing new."""
    file = records(shop, *staff())
    days = ["--from", "2023-03-01", "--to", "2023-03-31"]
    assert shop.call("aml", "ingest", file, *days)[0] == 0
    code, printed = shop.call("run", "--as-of", "2023-05-01", "--json")
    (aml_round,) = json.loads(printed)["aml"]
    assert (code, aml_round["found"], aml_round["opened"], aml_round["months"]) == (0, 8, 8, ["2023-03"])
    code, printed = shop.call("check", "--as-of", "2023-05-01", "--json")
    (verdict,) = [each for each in json.loads(printed) if each["rule"] == "acme-aml"]
    assert (verdict["value"], verdict["outcome"]) == ("4", "missed")
    again = json.loads(shop.call("run", "--as-of", "2023-05-01", "--json")[1])
    assert (again["aml"][0]["found"], again["opened"], again["changed"]) == (0, [], [])


def test_a_correction_lowers_the_figure(shop: Shop) -> None:
    days = ["--from", "2023-03-01", "--to", "2023-03-31"]
    shop.call("aml", "ingest", records(shop, *staff()), *days)
    shop.call("run", "--as-of", "2023-05-01")
    shop.call("aml", "ingest", records(shop, *staff(long=1)), *days)
    corrected = json.loads(shop.call("run", "--as-of", "2023-05-01", "--json")[1])
    assert corrected["aml"][0]["withdrawn"] == 6
    (verdict,) = [
        each for each in json.loads(shop.call("check", "--as-of", "2023-05-01", "--json")[1]) if each["rule"] == "acme-aml"
    ]
    assert (verdict["value"], verdict["outcome"]) == ("1", "met")


def test_a_handful_of_employees_gives_no_figure(shop: Shop) -> None:
    shop.call("aml", "ingest", records(shop, *staff(people=4)), "--from", "2023-03-01", "--to", "2023-03-31")
    shop.call("run", "--as-of", "2023-05-01")
    assert "Not one figure to judge" in shop.call("check", "--as-of", "2023-05-01")[1]


def test_hr_works_its_cases_at_the_command_line(shop: Shop) -> None:
    shop.call("aml", "ingest", records(shop, *staff()), "--from", "2023-03-01", "--to", "2023-03-31")
    shop.call("run", "--as-of", "2023-05-01")
    cases = json.loads(shop.call("aml", "cases", "--why", "monthly review", "--json")[1])
    assert len(cases) == 8
    assert not {"1000", "1001"} & {case["person"] for case in cases}
    first = cases[0]["id"]
    assert shop.call("aml", "close", first, rules=False)[0] == 2
    assert shop.call("aml", "cause", first, "callout", rules=False) == (0, f"{first} under_behandling\n")
    assert shop.call("aml", "note", first, "Vaktlaget er utvidet", rules=False)[0] == 0
    assert shop.call("aml", "close", first, rules=False) == (0, f"{first} lukket\n")
    assert shop.call("aml", "reopen", first, "Lukket for tidlig", rules=False)[0] == 0
    shown = json.loads(shop.call("aml", "case", first, "--why", "asked by leader", "--json", rules=False)[1])
    assert [entry["kind"] for entry in shown["entries"]] == ["opened", "cause", "note", "closed", "reopened"]
    assert first in shop.call("aml", "case", first, "--why", "x", rules=False)[1]
    log = json.loads(shop.call("aml", "access", "--json", rules=False)[1])
    assert log[0]["why"] == "monthly review"
    assert {line["who"] for line in log} == {"kari"}


def test_persons_can_be_kept_in_a_database_of_their_own(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of figures then holds not one row, and not even a table, about persons."""
    import sqlite3

    monkeypatch.setenv("MALVAKT_PERSON_DATABASE_URL", f"sqlite:///{shop.folder}/hr.sqlite3")
    shop.call("aml", "ingest", records(shop, *staff()), "--from", "2023-03-01", "--to", "2023-03-31")
    assert json.loads(shop.call("run", "--as-of", "2023-05-01", "--json")[1])["aml"][0]["found"] == 8
    with sqlite3.connect(shop.folder / "m.sqlite3") as figures, sqlite3.connect(shop.folder / "hr.sqlite3") as persons:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
        assert not [name for (name,) in figures.execute(tables) if name.startswith("person_")]
        assert not [name for (name,) in persons.execute(tables) if name.startswith("store_")]
    figures.close()
    persons.close()


def test_retain_deletes_and_says_so(shop: Shop) -> None:
    shop.call("aml", "ingest", records(shop, *staff()), "--from", "2023-03-01", "--to", "2023-03-31")
    told = json.loads(shop.call("aml", "retain", "--as-of", "2024-06-01", "--json", rules=False)[1])
    assert (told["records"], told["records_before"], told["people"]) == (len(staff()), "2023-04-01", 6)
    assert "0 records" in shop.call("aml", "retain", "--as-of", "2024-06-01", rules=False)[1]


def test_without_evidence_run_says_nothing_of_it(shop: Shop) -> None:
    assert json.loads(shop.call("run", "--as-of", "2023-05-01", "--json")[1])["aml"] == []
    assert shop.call("aml", "cases", "--why", "x")[0] == 2


def test_the_table_is_the_reports(shop: Shop) -> None:
    file = records(shop, *staff())
    code, printed = shop.call("aml", "table", file, "--man-years", "6", "--json")
    table = json.loads(printed)
    assert (code, table["columns"], table["below"]["total"], table["below"]["employees"]) == (0, ["2023-03"], [8], [4])
    assert table["below"]["per_100_man_years"] == ["133.3"]
    assert table["rows"][0] == {"key": "day_total", "values": [4]}
    assert "Total time per day" in shop.call("aml", "table", file)[1]
    shop.call("aml", "ingest", file)
    shop.call("run", "--as-of", "2023-05-01")
    assert json.loads(shop.call("aml", "table", "--json")[1])["below"]["total"] == [8]


@pytest.mark.parametrize(
    "wrong", [["--by", "type"], ["--by", "type,year"], ["--man-years", "0"], ["--man-years", "x"], ["--unit", "drft"]]
)
def test_a_table_that_cannot_be_is_refused(shop: Shop, wrong: list[str]) -> None:
    assert shop.call("aml", "table", records(shop, *staff()), *wrong)[0] == 2


def test_whatif_answers_the_leaders_question(shop: Shop) -> None:
    file = records(shop, *(row(employee, day, number=f"{employee}-{day}") for employee in (1, 2) for day in (6, 7, 8)))
    code, printed = aml(shop, "whatif", file, "--add", "1,2023-03-07 16:00,2023-03-07 22:00", "--json")
    assert (code, {each["type"] for each in json.loads(printed)["created"]}) == (1, {"day_total", "daily_rest", "planned_day"})
    code, printed = aml(shop, "whatif", file, "--remove", "1-7", "--json")
    assert (code, json.loads(printed)["created"]) == (0, [])
    evening = records(shop, row(1, 6), row(1, 8, number="a"), row(2, 6, "22:00").replace("08:00", "16:00"), name="kveld.csv")
    code, printed = aml(shop, "whatif", evening, "--swap", "a=2,2023-03-06 16:00", "--json")
    assert (code, {each["employee"] for each in json.loads(printed)["created"]}) == (1, {"1"})
    for wrong in (["--add", "1,2023-03-07"], ["--add", "1,x,y"], ["--remove", "99"], ["--swap", "1-6"], []):
        assert aml(shop, "whatif", file, *wrong)[0] == 2


def test_calibrate_names_the_choice_that_gives_the_counts(shop: Shop) -> None:
    """Evening and then day: 15 hours in a sliding day, none by the day of the start."""
    evening = "1;2023-03-06 14:00;2023-03-06 22:00;ordinary;drift;;"
    file = records(shop, evening, row(1, 7, "15:00"), row(1, 9))
    counts = shop.write("gat.csv", "month;type;count\n2023-03;day_total;0\n")
    code, printed = aml(shop, "calibrate", str(counts), file, "--json")
    best = json.loads(printed)[0]
    assert (code, best["distance"], best["changes"]) == (0, 0, {"windows.day": "start"})
    for wrong in (
        "month;type;count\n2023-03;day_totl;0\n",
        "month;type;count\n2023;day_total;0\n",
        "a;b\n1;2\n",
        "month;type;count\n",
    ):
        assert aml(shop, "calibrate", str(shop.write("gat.csv", wrong)), file)[0] == 2
