"""The commands as a script and a person call them: what they print, write and return."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from engine.cli import app
from engine.errors import UserError

METRICS = """
metrics:
  - {id: answered, title: Besvart innen 1 minutt, unit_of_measure: "%", decimals: 0, better: higher, grain: month, due_days: 20}
  - {id: turnover, title: Turnover, unit_of_measure: "%", decimals: 1, better: lower, grain: month, due_days: 20}
"""
RULES = """
- id: acme-answered
  title: Besvart innen 1 minutt
  metric: answered
  unit: acme
  check: target
  targets: [{valid_from: 2026-01, at_least: 70, decided_by: kvalitet}]
  missing: {after_due: no_data}
  severity: high
  owner: kvalitet
- id: acme-turnover
  title: Turnover
  metric: turnover
  unit: acme
  check: target
  targets: [{valid_from: 2026-01, below: 7.5, decided_by: hr}]
  missing: {after_due: no_data}
  severity: medium
  owner: hr
"""
HEADER = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status"


class Shop:
    """An organisation of its own: a folder of rules, a database, and the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("rules/acme/metrics.yaml", METRICS)
        self.write("rules/acme/drift.yaml", RULES)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def figures(self, *rows: str) -> Path:
        return self.write("tall.csv", "\n".join([HEADER, *rows, ""]))

    def call(self, *arguments: str, rules: bool = True) -> tuple[int, str]:
        """Exit code and output, as `main` would give them."""
        where = [
            "--database",
            f"sqlite:///{self.folder}/m.sqlite3",
            *(["--rules", str(self.folder / "rules")] if rules else []),
        ]
        result = CliRunner().invoke(app, [*arguments, *where])
        if isinstance(result.exception, UserError):
            lines = [problem.line() for problem in result.exception.problems]
            return result.exception.exit_code, "\n".join([*lines, result.exception.text()])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        # What a script reads is standard output alone; what is said beside it goes to people.
        return result.exit_code, result.stdout if "--json" in arguments else result.output

    def json(self, *arguments: str, rules: bool = True) -> Any:
        _, output = self.call(*arguments, "--json", rules=rules)
        return json.loads(output)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def _taken_in(shop: Shop, *rows: str, received: str = "2026-03-05") -> None:
    code, output = shop.call("ingest", str(shop.figures(*rows)), "--source", "tidy", "--received-at", received)
    assert code == 0, output


def test_check_judges_the_newest_period_and_writes_nothing(shop: Shop) -> None:
    """Without --period each rule answers for its newest delivered period; no verdict and no avvik is written."""
    _taken_in(
        shop, "acme;acme;answered;;2026-01;80;;;;", "acme;acme;answered;;2026-02;66;;;;", "acme;acme;turnover;;2026-02;7,4;;;;"
    )
    verdicts = shop.json("check", "--as-of", "2026-03-05")
    assert [(v["rule"], v["period"], v["outcome"], v["value"], v["target"], v["margin"]) for v in verdicts] == [
        ("acme-answered", "2026-02", "missed", "66", "70", "-4"),
        ("acme-turnover", "2026-02", "met", "7.4", "7.5", "0.1"),
    ]
    assert shop.json("avvik", "list", rules=False) == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (("acme;acme;answered;;2026-02;70;;;;", "acme;acme;turnover;;2026-02;7,4;;;;"), 0),
        (("acme;acme;answered;;2026-02;69;;;;", "acme;acme;turnover;;2026-02;7,4;;;;"), 1),
        (("acme;acme;answered;;2026-02;69;;;;", "acme;acme;turnover;;2026-02;;;;;"), 4),
        (("acme;acme;answered;;2026-02;70;;;;",), 4),
    ],
    ids=["all met", "one missed", "one reported as null", "one never delivered"],
)
def test_the_exit_code_of_check(shop: Shop, rows: tuple[str, ...], code: int) -> None:
    """0 all met, 1 something missed, 4 a figure is missing, which is worse than a missed one."""
    _taken_in(shop, *rows)
    assert shop.call("check", "--period", "2026-02", "--as-of", "2026-04-30")[0] == code


def test_a_broken_rule_file_is_loud_and_stops_no_other(shop: Shop) -> None:
    """The sound rules are judged, the broken file is named, and the exit code says that something is wrong with the rules."""
    _taken_in(shop, "acme;acme;answered;;2026-02;80;;;;", "acme;acme;turnover;;2026-02;7;;;;")
    shop.write("rules/acme/broken.yaml", RULES.replace("acme-", "acme-2-").replace("check: target", "check: treshold"))
    code, output = shop.call("check", "--as-of", "2026-03-05")
    assert code == 2
    assert "broken.yaml:6:10 [R004]" in output
    assert "Turnover" in output


def test_a_refused_file_is_kept_out_whole_and_the_others_come_in(shop: Shop) -> None:
    """One bad cell refuses its file with exit code 2; the file beside it is taken in."""
    good = shop.write("god.csv", f"{HEADER}\nacme;acme;turnover;;2026-02;7,4;;;;\n")
    bad = shop.write("feil.csv", f"{HEADER}\nacme;acme;answered;;2026-02;80;;;;\nacme;acme;answered;;2026-01;Ca. 80;;;;\n")
    code, output = shop.call("ingest", str(bad), str(good), "--source", "tidy", "--received-at", "2026-03-05")
    assert code == 2
    assert "feil.csv:3 «value»" in output
    [verdict] = [v for v in shop.json("check", "--as-of", "2026-03-05") if v["value"]]
    assert verdict["rule"] == "acme-turnover"


def test_the_same_file_twice_is_no_news(shop: Shop) -> None:
    """The second time nothing is stored, and a second round writes nothing."""
    path = shop.figures("acme;acme;answered;;2026-02;66;;;;")
    arguments = ("ingest", str(path), "--source", "tidy", "--received-at", "2026-03-05")
    assert [shop.json(*arguments)[0]["outcome"] for _ in range(2)] == ["accepted", "known"]
    first, second = (shop.json("run", "--as-of", "2026-03-05") for _ in range(2))
    assert (first["opened"], second["opened"], second["changed"]) == (["A-000001"], [], [])
    assert set(second["new"].values()) == {0}


def test_no_profile_and_two_profiles_for_a_file_are_usage_errors(shop: Shop) -> None:
    """A file that no profile, or more than one, is for is not guessed at."""
    profile = (
        '{{id: {}, files: ["tall*.csv"], format: csv, layout: long, columns: {{P: {{role: period}}, V: {{metric: turnover}}}}}}'
    )
    path = shop.figures("acme;acme;answered;;2026-02;66;;;;")
    assert shop.call("ingest", str(path))[0] == 2
    shop.write("rules/acme/sources.yaml", f"sources:\n  - {profile.format('a')}\n  - {profile.format('b')}\n")
    code, output = shop.call("ingest", str(path))
    assert code == 2
    assert "a" in output
    assert "b" in output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "--organisation", "acmee"), "did you mean 'acme'?"),
        (("check", "--period", "2026-13"), "is not a period"),
        (("avvik", "show", "A-000009"), "A-000009"),
        (("ingest", "finnes-ikke.csv", "--source", "tidy"), "cannot be read"),
        (("ingest", "to\nlinjer\x1b[31m.csv", "--source", "tidy"), "to linjer\\u001b[31m.csv"),
        (("ingest", "/dev/zero", "--source", "tidy"), "larger than 100 MB"),
        (("ingest", "tall.csv", "--source", "tidy", "--received-at", "0001-01-01T00:00"), "0001-01-01"),
        (("ingest", "tall.csv", "--source", "tidy", "--received-at", "9999-12-31T23:59-10:00"), "9999-12-31"),
        (("check", "--as-of", "0001-01-01"), "0001-01-01"),
        (("check", "--as-of", "9999-12-31"), "9999-12-31"),
        (("demo", "--fixtures", "finnes-ikke"), "demo.yaml cannot be read"),
        (("rules", "show", "acme-anwsered"), "did you mean 'acme-answered'?"),
        (("avvik", "list", "--state", "lukka"), "did you mean 'lukket'?"),
    ],
)
def test_a_mistake_is_told_in_words(shop: Shop, arguments: tuple[str, ...], says: str) -> None:
    """What a user may mistype ends in exit code 2 with words and a suggestion."""
    _taken_in(shop, "acme;acme;answered;;2026-02;66;;;;")
    if arguments[0] in {"avvik", "rules"}:
        where = (
            ["--database", f"sqlite:///{shop.folder}/m.sqlite3"]
            if arguments[0] == "avvik"
            else ["--rules", str(shop.folder / "rules")]
        )
        result = CliRunner().invoke(app, [*arguments, *where])
        assert isinstance(result.exception, UserError), result.output
        assert says in result.exception.text()
    else:
        code, output = shop.call(*arguments)
        assert code == 2
        assert says in output


def test_a_refused_file_cannot_write_on_the_terminal(shop: Shop) -> None:
    """A file's name is its sender's: what would move the cursor is spelled out."""
    path = shop.write("to\nlinjer\x1b[31m.csv", "tull")
    code, output = shop.call("ingest", str(path), "--source", "tidy")
    assert code == 2
    assert "\x1b" not in output
    assert "✗ to linjer\\u001b[31m.csv" in output
    assert "to linjer\\u001b[31m.csv" in shop.call("deliveries")[1]


def test_not_one_figure_is_loud(shop: Shop) -> None:
    """A guard that sees nothing says so; a check does not end with 0."""
    code, output = shop.call("run", "--as-of", "2026-03-05")
    assert code == 0
    assert "Not one figure" in output or "Ikke ett tall" in output
    code, output = shop.call("check", "--as-of", "2026-03-05")
    assert code == 4
    assert "Not one figure" in output or "Ikke ett tall" in output


def test_an_avvik_needs_a_name_behind_every_move(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody moves an avvik anonymously: --by or MALVAKT_USER."""
    _taken_in(shop, "acme;acme;answered;;2026-02;66;;;;")
    shop.call("run", "--as-of", "2026-03-05")
    monkeypatch.delenv("MALVAKT_USER", raising=False)
    assert shop.call("avvik", "comment", "A-000001", "Ser på det", rules=False)[0] == 2
    monkeypatch.setenv("MALVAKT_USER", "kari")
    assert shop.call("avvik", "comment", "A-000001", "Ser på det", rules=False)[0] == 0
    assert [e["who"] for e in shop.json("avvik", "show", "A-000001", rules=False)["entries"]] == ["malvakt", "kari"]


def test_the_log_verifies_and_holds_against_an_anchor(shop: Shop) -> None:
    """The head printed today is the anchor that a rewritten past will be held against."""
    _taken_in(shop, "acme;acme;answered;;2026-02;66;;;;")
    shop.call("run", "--as-of", "2026-03-05")
    told = shop.json("log", "verify", rules=False)
    assert told["whole"]
    anchor = f"{told['entries']}:{told['head']}"
    assert shop.call("log", "verify", "--anchor", anchor, rules=False)[0] == 0
    assert shop.call("log", "verify", "--anchor", f"{told['entries']}:{'0' * 64}", rules=False)[0] == 2


def test_the_demo_never_mixes_with_figures_that_are_there(shop: Shop) -> None:
    """The demo's figures are for looking at: they are not put into anybody's own database."""
    _taken_in(shop, "acme;acme;answered;;2026-02;66;;;;")
    code, output = shop.call("demo")
    assert code == 2
    assert "empty database" in output


def test_the_quarantine_is_there_to_be_seen(shop: Shop) -> None:
    """A refused file stays visible with its problems until a mended one is accepted."""
    _taken_in(shop, "acme;acme;turnover;;2026-02;7,4;;;;")
    bad = shop.write("feil.csv", f"{HEADER}\nacme;acme;answered;;2026-02;Ca. 80;;;;\n")
    shop.call("ingest", str(bad), "--source", "tidy", "--received-at", "2026-03-06")
    everything, quarantine = shop.json("deliveries"), shop.json("deliveries", "--refused")
    assert [(each["file"], each["figures"]) for each in everything] == [("tall.csv", 1), ("feil.csv", 0)]
    assert {each["way"] for each in everything} == {"command"}
    assert [problem["place"] for each in quarantine for problem in each["problems"]] == ["feil.csv:2 «value»"]


def test_a_whole_that_hides_a_part_has_a_line_of_its_own(shop: Shop) -> None:
    """Parent met while a child missed is said in words, not only as a mark in the parent's row."""
    shop.write("rules/acme/units.yaml", "units: [{id: acme, title: Acme}, {id: drift, title: Drift, parent: acme}]")
    shop.write("rules/acme/drift.yaml", RULES.replace("unit: acme", "units: all"))
    _taken_in(shop, "acme;acme;answered;;2026-02;80;;;;", "acme;drift;answered;;2026-02;60;;;;")
    _, output = shop.call("check", "--as-of", "2026-03-05", "--language", "en")
    assert "! Besvart innen 1 minutt 2026-02: Acme met the target, but Drift did not" in output


def test_a_rule_is_shown_in_the_notation_that_it_was_written_in(shop: Shop) -> None:
    """Whoever writes YAML is shown no other language's way to write a mapping."""
    code, output = shop.call("rules", "show", "acme-answered")
    assert code == 0
    assert '  missing: {"after_due": "no_data"}' in output.splitlines()


def test_the_log_tells_a_breach_in_the_readers_own_numbers(shop: Shop) -> None:
    """`7,8 < 7,5` would be a false statement: what stands behind the figure is called the demand, and a range is a range."""
    text = RULES.replace("below: 7.5, decided_by: hr", "between: [2.5, 7.5], decided_by: hr")
    shop.write("rules/acme/drift.yaml", text)
    _taken_in(shop, "acme;acme;turnover;;2026-01;7,8;;;;", "acme;acme;answered;;2026-01;66;;;;")
    shop.call("run", "--as-of", "2026-03-05")
    told = [shop.call("avvik", "show", avvik, "--language", "nb")[1] for avvik in ("A-000001", "A-000002")]
    assert "2026-01: 66 (krav ≥ 70)" in told[0]
    assert "2026-01: 7,8 (krav 2,5–7,5)" in told[1]
    assert "2026-01: 66 (demand ≥ 70)" in shop.call("avvik", "show", "A-000001", "--language", "en")[1]


def test_words_are_erased_and_the_log_still_verifies(shop: Shop) -> None:
    """A name that the law demands away is gone from the avvik, and the chain is whole all the same."""
    _taken_in(shop, "acme;acme;answered;;2026-02;66;;;;")
    shop.call("run", "--as-of", "2026-03-05")
    shop.call("avvik", "comment", "A-000001", "Ola Nordmann var syk", "--by", "kari")
    assert shop.call("avvik", "erase", "A-000001", "2", "--reason", "Helseopplysning", "--by", "personvern")[0] == 0
    told = shop.json("avvik", "show", "A-000001")["entries"]
    assert [(each["kind"], each["erased"]) for each in told] == [("opened", False), ("comment", True), ("erased", False)]
    assert "Nordmann" not in str(told)
    assert shop.call("log", "verify")[0] == 0
