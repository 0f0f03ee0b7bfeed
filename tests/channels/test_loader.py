"""The operator's file of channels: read with places, secrets from the environment, every kind documented."""

from pathlib import Path

import pytest

from engine.channels import KINDS
from engine.channels.loader import Channel, Channels, load, none
from engine.channels.outcome import Unreachable
from engine.channels.outside import Outside
from engine.errors import RuleFileError
from tests.channels.conftest import AT, letter

ROOT = Path(__file__).parents[2]
SOUND = """channels:
  - {id: email, kind: email, host: smtp.example.no, sender: m@example.no, user: "{SMTP_USER}", password: "{SMTP_PASSWORD}"}
  - {id: teams, kind: apprise, url: "{TEAMS_URL}"}
  - {id: hook, kind: webhook, url: "https://mottak.example.no/{HOOK_PATH}", secret: "{HOOK_SECRET}"}
  - {id: alarm, kind: alertmanager, url: https://alarm.example.no}
  - {id: mappe, kind: file, folder: var/notices}
"""
SECRETS = {
    "SMTP_USER": "malvakt",
    "SMTP_PASSWORD": "hemmelig1",
    "TEAMS_URL": "json://hemmelig2/",
    "HOOK_PATH": "hemmelig3",
    "HOOK_SECRET": "hemmelig4",
}


def read(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> Channels:
    file = tmp_path / "channels.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file, SECRETS if environment is None else environment, Outside())


def test_every_kind_is_set_up_and_nothing_secret_prints(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND)
    assert [each.config.kind for each in found.by_id.values() if isinstance(each, Channel)] == [*KINDS]
    assert found.personal == {"email"}
    assert found.problems == ()
    for secret in ("hemmelig1", "hemmelig2", "hemmelig3", "hemmelig4"):
        assert secret not in repr(found) + str(found)


def test_a_secret_that_is_not_set_leaves_that_channel_waiting_and_no_other(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND, {**SECRETS, "TEAMS_URL": ""})
    assert [problem.line().split("yaml:")[1] for problem in found.problems] == [
        "3:5 [C001] the channel teams needs the variable 'TEAMS_URL', which is not set"
    ]
    with pytest.raises(Unreachable, match="TEAMS_URL"):
        found.by_id["teams"].send(letter(), AT)
    assert isinstance(found.by_id["hook"], Channel)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{id: a, kind: emali}", "is none of email, apprise, webhook, alertmanager, file (did you mean 'email'?)"),
        ("{id: a}", "the key 'kind' is missing"),
        ("{id: a, kind: file, folder: x, port: 3}", "unknown key 'port'"),
        ("{id: a, kind: webhook, url: https://x.no, secret: hemmelig}", "a secret stands in the environment"),
        ("{id: a, kind: email, host: x, sender: y, password: hemmelig}", "a secret stands in the environment"),
        ("{id: a, kind: email, host: x, sender: y, security: maybe}", "is none of starttls, tls, none"),
        ("{id: mappe, kind: file, folder: x}, {id: mappe, kind: file, folder: y}", "taken already"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(RuleFileError) as raised:
        read(tmp_path, f"channels: [{line}]\n")
    [problem, *_] = raised.value.problems
    assert said in problem.text()
    assert problem.place.line == 1
    assert "hemmelig" not in str(raised.value)


def test_without_a_file_everything_waits() -> None:
    assert none().by_id == {}


def test_every_kind_is_a_file_with_its_heading_in_the_docs() -> None:
    """The word in the YAML is the name of the file."""
    docs = (ROOT / "docs" / "notices.md").read_text(encoding="utf-8")
    for kind, found in KINDS.items():
        assert (ROOT / "engine" / "channels" / f"{kind}.py").is_file()
        assert f"### `kind: {kind}`" in docs
        assert found.Config.model_fields["kind"].annotation is not str


def test_the_example_in_the_docs_is_sound(tmp_path: Path) -> None:
    docs = (ROOT / "docs" / "notices.md").read_text(encoding="utf-8")
    example = docs.split("# channels.yaml\n")[1].split("```")[0]
    assert len(read(tmp_path, example).by_id) == len(KINDS)
