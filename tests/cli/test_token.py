"""`malvakt token` as the operator calls it: the secret is printed once, and never listed."""

from pathlib import Path

import pytest

from tests.cli.test_commands import Shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MALVAKT_LANGUAGE", "en")
    shop = Shop(tmp_path)
    shop.call("user", "add", "kari@acme.no", "--name", "Kari", "--role", "quality")
    return shop


def test_a_secret_is_printed_once(shop: Shop) -> None:
    code, output = shop.call("token", "add", "notatbok", "--scope", "read", "--account", "kari@acme.no")
    assert code == 0
    secret = output.splitlines()[-1]
    assert secret.startswith("mvk_")
    assert secret.rpartition("_")[2] not in str(shop.json("token", "list"))


def test_a_system_gets_one_role_and_is_ended(shop: Shop) -> None:
    made = shop.json("token", "add", "telefoni", "--scope", "push", "--source", "tidy", "--role", "data_owner")
    assert (made["holder"], made["sources"], made["good"]) == ("system telefoni", ["tidy"], True)
    assert shop.call("token", "revoke", made["id"])[0] == 0
    (listed,) = shop.json("token", "list")
    assert listed["good"] is False


def test_what_is_not_understood_is_told(shop: Shop) -> None:
    for arguments, told in (
        (("a", "--scope", "raed", "--account", "kari@acme.no"), "did you mean 'read'"),
        (("a", "--scope", "read"), "--account"),
        (("a", "--scope", "read", "--account", "kari@acme.no", "--role", "hr"), "--account"),
        (("a", "--scope", "read", "--account", "kar@acme.no"), "did you mean 'kari@acme.no'"),
        (("a", "--scope", "read", "--source", "tidy", "--account", "kari@acme.no"), "push"),
    ):
        code, output = shop.call("token", "add", *arguments)
        assert code == 2
        assert told in output
