"""`malvakt notify` as the operator uses it: from a missed target to a mail, and what is said on the way."""

import json
from pathlib import Path

import pytest

from tests.channels.conftest import Mailbox, Serve, mail_server  # noqa: F401 (a fixture)
from tests.cli.test_aml import METRIC, records, staff
from tests.cli.test_aml import RULE as AML_RULE
from tests.cli.test_commands import METRICS, RULES, Shop, _taken_in


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MALVAKT_LANGUAGE", "en")
    monkeypatch.setenv("MALVAKT_USER", "ola")
    monkeypatch.setenv("MALVAKT_BASE_URL", "https://maal.acme.no")
    return Shop(tmp_path)


def account(shop: Shop, name: str, *duties: str, role: str = "") -> None:
    email = f"{name}@acme.no"
    shop.call("user", "add", email, "--name", name.capitalize(), *(["--role", role] if role else []))
    for duty in duties:
        assert shop.call("user", "duty", email, duty)[0] == 0


def missed(shop: Shop) -> None:
    _taken_in(shop, "acme;acme;answered;;2026-01;66;;;;", "acme;acme;turnover;;2026-01;7,4;;;;")


def round_(shop: Shop, day: str = "2026-02-05") -> str:
    return shop.call("run", "--as-of", day)[1]


def test_a_missed_target_becomes_a_mail(
    shop: Shop,
    mail_server: Serve,  # noqa: F811 (the fixture)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The whole way over real SMTP, once, however often rounds are run and the outbox emptied."""
    box: Mailbox = mail_server()
    shop.write(
        "channels.yaml",
        f"channels: [{{id: email, kind: email, host: localhost, port: {box.port}, security: none, sender: m@acme.no}}]\n",
    )
    monkeypatch.setenv("MALVAKT_CHANNELS", "channels.yaml")
    account(shop, "kari", "kvalitet")
    missed(shop)
    assert "Notices put into the outbox: 1" in round_(shop)
    assert shop.json("notify", "queue", rules=True)[0]["reasons"] == ["first"]
    assert shop.json("notify", "send")["sent"] == 1
    for _ in range(2):
        round_(shop)
        shop.call("notify", "send")
    [envelope] = box.received
    assert envelope.rcpt_tos == ["kari@acme.no"]
    assert b"https://maal.acme.no/avvik/A-000001/" in bytes(envelope.content or b"")
    assert shop.json("notify", "queue") == []
    assert "1 sent" in shop.call("notify", "queue", "--all")[1]


def test_an_avvik_that_reaches_nobody_is_said_loudly(shop: Shop) -> None:
    missed(shop)
    output = round_(shop)
    assert "1 avvik reach nobody" in output
    assert "A-000001" in output
    assert json.loads(shop.call("run", "--as-of", "2026-02-05", "--json")[1])["unheard"] == ["A-000001"]


def test_a_duty_given_later_brings_what_was_missed_meanwhile(shop: Shop) -> None:
    """Whoever takes over is told of what is open, in one notice."""
    missed(shop)
    round_(shop)
    account(shop, "kari", "kvalitet")
    assert "Notices put into the outbox: 1" in round_(shop)


def test_without_channels_everything_waits_and_the_queue_says_why(shop: Shop) -> None:
    account(shop, "kari", "kvalitet")
    missed(shop)
    round_(shop)
    code, output = shop.call("notify", "send")
    assert (code, "no channel of this name is set up" in output) == (1, True)
    [waiting] = shop.json("notify", "queue")
    assert (waiting["state"], waiting["attempts"][0]["outcome"]) == ("waiting", "unreachable")
    assert "A-000001" in shop.call("notify", "queue", "--show", "1")[1]
    assert shop.call("notify", "queue", "--show", "9")[1] == "there is no notice 9"


def test_a_dead_one_gets_another_chance(
    shop: Shop,
    mail_server: Serve,  # noqa: F811 (the fixture)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = mail_server(Mailbox(answers={"RCPT": ["550 no such user"]}))
    channel = f"{{id: email, kind: email, host: localhost, port: {box.port}, security: none, sender: m@acme.no}}"
    shop.write("channels.yaml", f"channels: [{channel}]\n")
    monkeypatch.setenv("MALVAKT_CHANNELS", "channels.yaml")
    account(shop, "kari", "kvalitet")
    missed(shop)
    round_(shop)
    assert shop.call("notify", "send")[0] == 1
    assert "550 no such user" in shop.call("notify", "queue")[1]
    assert "1 waiting" in shop.call("notify", "queue", "--retry", "1")[1]
    assert shop.call("notify", "send")[0] == 0
    assert len(box.received) == 1


def test_preview_says_who_and_why_of_a_real_and_an_invented_avvik(shop: Shop) -> None:
    account(shop, "kari", "kvalitet")
    account(shop, "leif", role="leader")
    shop.write(
        "rules/acme/routes.yaml",
        "routes:\n"
        "  - {id: grave, severity: [critical], to: {of_rule: [leader]}, then: continue}\n"
        "  - {id: others, to: {of_rule: [owner, notify]}}\n",
    )
    missed(shop)
    round_(shop)
    real = shop.json("notify", "preview", "A-000001")
    assert [(route["id"], route["fits"]) for route in real["routes"]] == [("grave", False), ("others", True)]
    assert [(each["route"], each["now"]) for each in real["recipients"]] == [("others", "none")]
    assert "Besvart innen 1 minutt, januar 2026: 66" in real["text"]
    grave = shop.json("notify", "preview", "--rule", "acme-answered", "--severity", "critical")
    assert [(each["route"], each["now"]) for each in grave["recipients"]] == [("grave", "first"), ("others", "first")]
    assert grave["subject"].startswith("Kritisk: A-000000 Besvart innen 1 minutt")
    shop.call("notify", "preview", "A-000001", "--html", "varsel.html")
    assert "<table" in (shop.folder / "varsel.html").read_text(encoding="utf-8")
    assert len(shop.json("notify", "queue")) == 1, "a preview puts nothing into the outbox"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say which: an avvik (A-000001), or --rule for an invented one"),
        (("A-000009",), "there is no avvik 'A-000009'"),
        (("--rule", "acme-anwered"), "did you mean 'acme-answered'"),
        (("--rule", "acme-answered", "--unit", "acm"), "did you mean 'acme'"),
        (("--rule", "acme-answered", "--severity", "grim"), "unknown severity grim: one of low, medium, high, critical"),
        (("--rule", "acme-answered", "--reason", "why"), "unknown reason why: one of first"),
        (("--rule", "acme-answered", "--to", "per@acme.no"), "per@acme.no would not be told of it"),
    ],
)
def test_preview_says_what_it_does_not_know(shop: Shop, arguments: tuple[str, ...], said: str) -> None:
    account(shop, "kari", "kvalitet")
    code, output = shop.call("notify", "preview", *arguments)
    assert (code, said in output) == (2, True), output


def test_a_channel_is_tried(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.write("channels.yaml", "channels: [{id: mappe, kind: file, folder: ut}]\n")
    monkeypatch.setenv("MALVAKT_CHANNELS", "channels.yaml")
    assert shop.call("notify", "test", "mappe")[0] == 0
    assert len(list((shop.folder / "ut").iterdir())) == 1
    assert "did you mean 'mappe'" in shop.call("notify", "test", "mape")[1]
    shop.write("channels.yaml", "channels: [{id: email, kind: email, host: 127.0.0.1, port: 1, sender: m@acme.no}]\n")
    assert shop.call("notify", "test", "email")[1] == "say to whom: --to kari@example.no"
    code, output = shop.call("notify", "test", "email", "--to", "kari@acme.no")
    assert (code, "does not answer" in output) == (2, True)


def test_hr_gets_a_digest_without_anybody_in_it(shop: Shop) -> None:
    """From work records to the mail: counts and cases, and none of the numbers, names, hours and pseudonyms that were read."""
    import shutil

    shutil.copytree(Path(__file__).parents[2] / "rules/aml", shop.folder / "rules/aml")
    shop.write("rules/acme/metrics.yaml", METRICS + METRIC)
    shop.write("rules/acme/aml.yaml", RULES and AML_RULE)
    account(shop, "hanne", role="hr")
    account(shop, "kari", "kvalitet", role="quality")
    rows = staff()
    shop.call("aml", "ingest", records(shop, *rows), "--from", "2023-03-01", "--to", "2023-03-31")
    for _ in range(2):
        round_(shop, "2023-05-01")
    hanne = [each for each in shop.json("notify", "queue", "--all") if each["recipient"] == _id(shop, "hanne")]
    assert [each["reasons"] for each in hanne] == [["first"]]
    text = shop.call("notify", "queue", "--show", str(hanne[0]["number"]))[1]
    assert text.startswith(("Arbeidstid – nye brudd: 8 (acme)", "Over lovens ytre grense: Arbeidstid"))
    assert "https://maal.acme.no/aml/H-000001/" in text
    cases = json.loads(shop.call("aml", "cases", "--why", "test", "--json")[1])
    secret = {row.split(";")[0] for row in rows} | {case["person"] for case in cases} | {"08:00", "16:00", "timer"}
    assert not [word for word in secret if word in text]


def _id(shop: Shop, name: str) -> str:
    return str(next(each["id"] for each in shop.json("user", "list") if each["email"] == f"{name}@acme.no"))
