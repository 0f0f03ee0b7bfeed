"""`malvakt measure` as a person and a script call it: an export of calls, its contract, its figures, its correction."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import Shop

RECORDS = """
- id: calls
  title: Telefonsamtaler
  files: ["calls/*.csv"]
  format: csv
  partition: queued
  key: [call]
  columns:
    Samtale: {name: call, type: text, required: true}
    Dag: {name: queued, type: date, format: d/m/yyyy, required: true}
    Kø: {name: queue, type: category, map: {Drift: drift, Kontor: it}}
    Utfall: {name: outcome, type: category, words: [AGENT, HANG, PHANTOM]}
    Ventetid: {name: wait_s, type: integer, unit: s}
"""
METRICS = """
metrics:
  - id: in_time
    title: Besvart innen 1 minutt
    unit_of_measure: "%"
    decimals: 0
    better: higher
    grain: month
    due_days: 20
    measure: {kind: answered_within, over: calls, at: queued, by: {unit: queue}, answered: 'outcome == "AGENT"', wait: wait_s,
              seconds: 60, limit: at_most, abandoned: all, per: month, missing: as_no, incomplete: show}
"""
UNITS = "[{id: acme, title: Acme}, {id: drift, title: Drift, parent: acme}, {id: it, title: IT, parent: acme}]"
RULE = """
- id: acme-in-time
  title: Besvart innen 1 minutt
  metric: in_time
  unit: drift
  check: target
  targets: [{valid_from: 2026-01, at_least: 70, decided_by: kvalitet}]
  missing: {after_due: no_data}
  severity: high
  owner: kvalitet
"""
HEADINGS = "Samtale;Dag;Kø;Utfall;Ventetid"
JANUARY = ["0001;5/1/2026;Drift;AGENT;60", "0002;31/1/2026;Drift;HANG;90", "0003;6/1/2026;Kontor;AGENT;61"]
FEBRUARY = ["0004;1/2/2026;Drift;AGENT;5"]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    shop = Shop(tmp_path)
    for name, text in (("records", RECORDS), ("metrics", METRICS), ("units", UNITS)):
        shop.write(f"rules/acme/{name}.yaml", text)
    (tmp_path / "rules/acme/drift.yaml").unlink()
    export(shop, "jan", *JANUARY)
    export(shop, "feb", *FEBRUARY)
    return shop


def export(shop: Shop, name: str, *lines: str) -> None:
    shop.write(f"records/calls/{name}.csv", "\n".join([HEADINGS, *lines, ""]))


def asked(shop: Shop, *more: str, last: str = "2026-02") -> Any:
    return shop.json("measure", "in_time", "--from", "2026-01", "--to", last, "--drawn-at", "2026-03-05", *more)


@pytest.mark.parametrize("engine", ["duckdb", "polars", "pandas"])
def test_a_script_gets_every_number_as_its_exact_text(shop: Shop, engine: str) -> None:
    """Decimals are texts, counts of records too; what is not there is null; the flags are what they are."""
    told = asked(shop, "--engine", engine)
    assert told[0] == {
        "metric": "in_time", "unit": "drift", "dimension": "", "period": "2026-01", "value": "50", "numerator": "1",
        "denominator": "2", "n": "2", "incomplete": False, "unknown": 0, "failed": 0,
    }  # fmt: skip
    assert [(row["unit"], row["period"], row["value"]) for row in told[1:]] == [
        ("it", "2026-01", "0"),
        ("drift", "2026-02", "100"),
        ("it", "2026-02", None),
    ]


def test_what_is_not_told_apart_is_folded_together(shop: Shop) -> None:
    """--by dimension of a measure by unit: the organisation's own figure, from sums."""
    assert [
        (row["unit"], row["numerator"], row["denominator"]) for row in asked(shop, "--by", "dimension", last="2026-01")
    ] == [("acme", "1", "3")]


def test_measuring_needs_no_rule(shop: Shop) -> None:
    """Nothing is judged, so that nothing is wrong with an organisation that has no rule yet."""
    code, text = shop.call("measure", "in_time", "--from", "2026-01", "--to", "2026-01")
    assert code == 0, text
    assert "50" in text


def test_a_figure_that_is_not_there_says_why(shop: Shop) -> None:
    """A call without an outcome is not a month without calls."""
    export(shop, "feb", "0004;1/2/2026;Drift;;5")
    code, text = shop.call("measure", "in_time", "--from", "2026-02", "--to", "2026-02", "--language", "nb")
    assert code == 0
    assert "ikke avgjort: 1" in text
    shop.write("rules/acme/metrics.yaml", METRICS.replace("incomplete: show", "incomplete: show, minimum_n: 2"))
    assert "for få" in shop.call("measure", "in_time", "--from", "2026-02", "--to", "2026-02", "--language", "nb")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("in_time", "--from", "2026-02", "--to", "2026-01"), "--from 2026-02 is later than --to 2026-01"),
        (("in_time", "--from", "2026", "--to", "2026"), "is not the kind of period that in_time is measured in: month"),
        (("in_tiem", "--from", "2026-01", "--to", "2026-01"), "did you mean 'in_time'"),
        (("in_time", "--from", "2026-01", "--to", "2026-01", "--by", "unti"), "did you mean 'unit'"),
        (("in_time", "--from", "2026-01", "--to", "2026-01", "--engine", "dukdb"), "'duckdb'"),
        (("in_time", "--from", "2026-01", "--to", "2026-01", "--records", "elsewhere"), "[D084]"),
    ],
)
def test_a_wrong_call_is_told(shop: Shop, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2 and a sentence, never an empty table."""
    code, text = shop.call("measure", *arguments)
    assert code == 2
    assert said in text


def test_a_corrected_file_changes_the_periods_it_touches_and_no_others(shop: Shop) -> None:
    """January is judged again; February's figure and verdict stay as they were."""
    shop.write("rules/acme/regler.yaml", RULE)
    asked(shop, "--keep")
    assert shop.call("run", "--as-of", "2026-03-21")[0] == 0
    before = _judged(shop)
    export(shop, "jan", JANUARY[0], JANUARY[1].replace("HANG;90", "AGENT;30"), JANUARY[2])
    assert asked(shop, "--keep")[0]["value"] == "100"
    assert shop.call("run", "--as-of", "2026-03-22")[0] == 0
    after = _judged(shop)
    assert (before["2026-01"][0], after["2026-01"][0]) == ("missed", "met")
    assert after["2026-02"] == before["2026-02"]


def _judged(shop: Shop) -> dict[str, tuple[str, str]]:
    """The outcome that holds and the revision of the figure that it was judged by, by period."""
    import engine

    found = engine.open(f"sqlite:///{shop.folder}/m.sqlite3").verdicts("acme", rule="acme-in-time")
    columns = (found[name].tolist() for name in ("period", "outcome", "data_revision"))
    return {period: (outcome, revision) for period, outcome, revision in zip(*columns, strict=True)}


def test_the_plan_names_what_is_read(shop: Shop) -> None:
    """--explain runs nothing, keeps nothing, and says what would be done."""
    code, text = shop.call("measure", "in_time", "--from", "2026-01", "--to", "2026-01", "--explain", "--keep")
    assert code == 0
    assert "abandoned: all" in text
    assert "2026-01.parquet" in text
    assert not (shop.folder / "m.sqlite3").exists()
