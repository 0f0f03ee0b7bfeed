"""`malvakt user` as the operator calls it: a link to give away, names that are known, and never a password."""

from pathlib import Path

import pytest

from tests.cli.test_commands import Shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MALVAKT_LANGUAGE", "en")
    monkeypatch.setenv("MALVAKT_BASE_URL", "https://maal.acme.no/")
    return Shop(tmp_path)


def test_the_first_account_is_made_with_a_role_and_a_link(shop: Shop) -> None:
    """One command on an empty machine is enough for somebody to begin."""
    code, output = shop.call("user", "add", "Kari@acme.no", "--name", "Kari Nordmann", "--role", "admin")
    assert code == 0
    assert "https://maal.acme.no/welcome/" in output.splitlines()[-1]
    (told,) = shop.json("user", "list")
    assert (told["email"], told["roles"]) == ("kari@acme.no", [{"role": "admin", "organisation": "acme", "unit": ""}])


def test_each_link_is_another_and_is_printed_once(shop: Shop) -> None:
    first = shop.call("user", "add", "kari@acme.no", "--name", "Kari")[1].splitlines()[-1]
    second = shop.call("user", "invite", "kari@acme.no")[1].splitlines()[-1]
    assert first != second
    assert "welcome" not in str(shop.json("user", "list"))


def test_names_that_nobody_knows_are_told_with_the_ones_that_were_meant(shop: Shop) -> None:
    shop.call("user", "add", "kari@acme.no", "--name", "Kari")
    for arguments, said in (
        (("grant", "kari@acme.no", "qualty"), "did you mean 'quality'"),
        (("grant", "kari@acme.no", "leader", "--unit", "acmee"), "did you mean 'acme'"),
        (("duty", "kari@acme.no", "kvalitett"), "did you mean 'kvalitet'"),
        (("deactivate", "kari@acm.no"), "did you mean 'kari@acme.no'"),
    ):
        code, output = shop.call("user", *arguments)
        assert code == 2
        assert said in output


def test_an_unknown_role_makes_no_account(shop: Shop) -> None:
    """What is refused is refused before anything is written."""
    assert shop.call("user", "add", "kari@acme.no", "--name", "Kari", "--role", "boss")[0] == 2
    assert shop.call("user", "add", "kari@acme.no", "--name", "Kari", "--role", "reader")[0] == 0


def test_what_is_given_is_told_and_can_be_taken_back(shop: Shop) -> None:
    shop.call("user", "add", "kari@acme.no", "--name", "Kari")
    shop.call("user", "grant", "kari@acme.no", "quality")
    assert "quality (acme)  hr (acme)" in shop.call("user", "duty", "kari@acme.no", "hr")[1]
    shop.call("user", "duty", "kari@acme.no", "hr", "--end")
    shop.call("user", "revoke", "kari@acme.no", "quality")
    shop.call("user", "deactivate", "kari@acme.no")
    (told,) = shop.json("user", "list")
    assert (told["roles"], told["duties"], told["active"]) == ([], [], False)
    assert shop.call("user", "deactivate", "kari@acme.no", "--undo")[0] == 0


def test_setting_nothing_is_a_mistake(shop: Shop) -> None:
    shop.call("user", "add", "kari@acme.no", "--name", "Kari")
    assert shop.call("user", "set", "kari@acme.no")[0] == 2
    assert shop.call("user", "set", "kari@acme.no", "--speaks", "en", "--employee", "a1b2")[0] == 0
    assert shop.json("user", "list")[0]["language"] == "en"


def test_who_has_left_is_closed_and_then_erased(shop: Shop) -> None:
    for name in ("kari", "ada"):
        shop.call("user", "add", f"{name}@acme.no", "--name", name.title(), "--role", "admin")
    code, output = shop.call("user", "erase", "kari@acme.no", "--reason", "har sluttet")
    assert (code, "close it first" in output) == (2, True)
    shop.call("user", "deactivate", "kari@acme.no")
    code, output = shop.call("user", "erase", "kari@acme.no", "--reason", "har sluttet")
    assert code == 0, output
    assert "kari" not in str(shop.json("user", "list")).casefold()
    code, output = shop.call("user", "deactivate", "ada@acme.no")
    assert (code, "last administrator" in output) == (2, True)


def test_what_happened_to_an_account_is_told(shop: Shop) -> None:
    shop.call("user", "add", "kari@acme.no", "--name", "Kari", "--role", "reader")
    assert shop.call("user", "sign-out", "kari@acme.no", "--by", "ola")[0] == 0
    assert shop.call("user", "reset", "kari@acme.no")[0] == 2
    told = [(each["what"], each["by"]) for each in shop.json("user", "show", "kari@acme.no")]
    assert told[0][0] == "added"
    assert told[-1] == ("signed_out", "ola")
