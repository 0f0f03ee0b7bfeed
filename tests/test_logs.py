"""A log line is one JSON object, whatever is thrown at it, and nothing about a person can get into it."""

import io
import json
import logging
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.logs import FIELDS, Event, JsonLines, TextLines, tell

ROOT = Path(__file__).parents[1]
NUMBER, NAME, PSEUDONYM = "01017012345", "Kanari Kanarisen", "kanari-7f3a"
CANARIES = (NUMBER, "Kanari", "kanari", PSEUDONYM, "Kanarivegen")


def line(message: object, *args: object, name: str = "another", **extra: Any) -> dict[str, Any]:
    record = logging.LogRecord(name, logging.INFO, __file__, 1, message, args, None)
    record.__dict__.update(extra)
    written = JsonLines().format(record)
    assert written.isascii() and written.isprintable() and len(written) < 4000
    found: dict[str, Any] = json.loads(written)
    return found


@given(st.text(), st.text())
def test_whatever_is_logged_is_one_line_of_json(message: str, argument: str) -> None:
    assert set(line(message, argument)) == {"at", "level", "logger", "event"}
    assert "\n" not in TextLines().format(logging.LogRecord("x", logging.INFO, "", 1, message, (argument,), None))


def test_control_characters_and_long_texts_end_at_the_log() -> None:
    event = line("a\x1b[2Jb\r\nc\u202ed" + "x" * 10_000)["event"]
    assert event.startswith("a [2Jb  c d") and len(event) == 200


@pytest.mark.parametrize(
    ("template", "given", "told"),
    [
        ("no such person: %s", (NAME,), "no such person: ?"),
        ("%s: %s", ("Not Found", f"/ansatte/{NAME}/"), "Not Found: ?"),
        ("Method Not Allowed (%s): %s", ("PATCH", "/"), "Method Not Allowed (PATCH): ?"),
        ("worker %d of %s ended after %.1f s", (4711, NAME, 2.25), "worker 4711 of ? ended after 2.2 s"),
        ("retry after %r", (ValueError(NAME),), "retry after 'ValueError'"),
        ("made by %s", (dict,), "made by dict"),
        ("employee %s called from %s", (1017012345, 91234567), "employee ? called from ?"),
        ("row %d", (NAME,), "row %d"),
    ],
)
def test_what_fills_another_programs_template_is_what_cannot_be_about_anybody(
    template: str, given: tuple[object, ...], told: str
) -> None:
    assert line(template, *given)["event"] == told


def test_a_request_is_told_by_the_pattern_of_its_address() -> None:
    """Neither what stood in its place nor what a visitor made of the rest of it."""
    match = SimpleNamespace(route="avvik/<str:name>/")
    request = SimpleNamespace(method="GET", path=f"/avvik/{NAME}/", resolver_match=match, reference="00c0ffee")
    found = line("%s: %s", "Not Found", request.path, name="django.request", request=request, status_code=404)
    assert {name: found[name] for name in ("event", "method", "route", "status", "reference")} == {
        "event": "Not Found: ?",
        "method": "GET",
        "route": "/avvik/<str:name>/",
        "status": 404,
        "reference": "00c0ffee",
    }
    nowhere = SimpleNamespace(method=NAME, path=f"/{NAME}/", resolver_match=None)
    assert (line("x", request=nowhere)["method"], line("x", request=nowhere)["route"]) == ("?", "?")


def test_what_a_visitor_sent_is_told_by_its_kind_alone() -> None:
    found = line(f"Invalid HTTP_HOST header: '{NAME}'", name="django.security.DisallowedHost")
    assert found["event"] == "DisallowedHost"


def test_our_own_templates_are_filled_with_ids_and_numbers_only() -> None:
    assert (
        line("job %s of %s took %d s", "nightly", "hemit", 3, name="malvakt.scheduler")["event"]
        == "job nightly of hemit took 3 s"
    )
    assert line("job %s", NAME, name="malvakt.scheduler")["event"] == "job ?"


def test_an_exception_is_told_by_type_and_place_never_by_its_words() -> None:
    try:
        int(f"{NAME} {NUMBER}")
    except ValueError:
        found = line("failed", exc_info=sys.exc_info())
    assert found["error"] == "ValueError"
    assert not any(canary in json.dumps(found) for canary in CANARIES)


def test_a_field_that_is_not_on_the_list_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="person"):
        tell(Event.ROUND_ENDED, person=NAME)
    assert not FIELDS & {"unit", "name", "file", "text", "employee", "who", "reason", "user"}


@pytest.mark.parametrize("value", [NAME, NUMBER, "010170 12345", "kari@x.no", "a\nb", object()])
def test_a_field_takes_ids_and_numbers_only(value: object, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="malvakt"):
        tell(Event.DELIVERY_REFUSED, source=value)
    written = JsonLines().format(caplog.records[0])
    assert not any(canary in written for canary in (*CANARIES, "kari@", "12345"))


def test_no_canary_is_in_any_line_of_a_whole_day(tmp_path: Path) -> None:
    """Refused files, work records under a name, exemptions and rounds, at the most talkative level, by the real program."""
    from tests.cli.test_commands import HEADER, METRICS, RULES

    home = tmp_path / "rules" / "acme"
    home.mkdir(parents=True)
    (home / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    (home / "drift.yaml").write_text(RULES, encoding="utf-8")
    good = f"{HEADER}\nacme;acme;answered;;2026-02;60;;;;\n"
    (tmp_path / f"{NAME}.csv").write_text(f"{HEADER}\n{NAME};{NUMBER};{PSEUDONYM};;2026-02;x;;;;\n", encoding="utf-8")
    (tmp_path / f"{NUMBER}.csv").write_text(good, encoding="utf-8")
    (tmp_path / "vakter.csv").write_text(
        f"employee;start;end;type;unit\n{NUMBER};2026-02-02T08:00;2026-02-02T23:30;work;Kanarivegen\n", encoding="utf-8"
    )
    calls = [
        ["ingest", f"{NAME}.csv", "--source", "tidy"],
        ["ingest", f"{NUMBER}.csv", "--source", "tidy"],
        ["aml", "ingest", "vakter.csv", "--organisation", "acme", "--by", NAME],
        ["run", "--as-of", "2026-03-15"],
        ["exemption", "add", "acme-answered", "--reason", NAME, "--approver", NAME, "--by", "per", "--until", "2026-12-31"],
        ["avvik", "comment", "A-000001", f"{NAME} {NUMBER}", "--by", NAME],
        ["backup", "kopi"],
        ["doctor"],
    ]
    heard: list[str] = []
    for call in calls:
        heard += _log_of(call, tmp_path)
    events = [json.loads(each)["event"] for each in heard]
    assert {"delivery_refused", "delivery_accepted", "round_ended", "backup_taken"} <= set(events)
    assert [each for each in heard if any(canary in each for canary in CANARIES)] == []


def _log_of(call: list[str], folder: Path) -> list[str]:
    """The lines of the program's own log, which are those that are JSON objects."""
    settings = {"MALVAKT_LOG_FORMAT": "json", "MALVAKT_LOG_LEVEL": "debug", "MALVAKT_CACHE": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", "from engine.cli import main; main()", *call, "--rules", "rules"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "MALVAKT_DATABASE_URL": "sqlite:///m.sqlite3", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return [each for each in done.stderr.splitlines() if each.startswith('{"at"')]


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.logs import set_up

    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        set_up("json", "info")
        tell(Event.ROUND_ENDED, organisation="hemit")
    finally:
        root.handlers[:], root.level = before, level
