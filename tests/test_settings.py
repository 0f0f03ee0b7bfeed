"""The settings are read loudly, and .env.example tells the truth about them."""

from pathlib import Path

import pytest
from dotenv import dotenv_values

from engine.errors import SettingsError
from engine.language import Language
from engine.settings import PREFIX, Settings, load

EXAMPLE = Path(__file__).parents[1] / ".env.example"


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the developer's environment nor a .env file reaches these tests."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(PREFIX + field.upper(), raising=False)


def refusal(**given: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(**given)
    return [problem.line() for problem in caught.value.problems]


def test_the_defaults_need_no_file_and_no_environment() -> None:
    settings = load()
    assert (settings.database_url, settings.rules) == ("sqlite:///var/malvakt.sqlite3", Path("rules"))
    assert (settings.language, settings.user) == (Language.NB, "")


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("MALVAKT_LANGUAGE=en\nMALVAKT_USER=file\nMALVAKT_RULES=file\nOTHER_PROGRAM=1\n")
    monkeypatch.setenv("MALVAKT_USER", " kari ")
    monkeypatch.setenv("MALVAKT_RULES", "environment")
    settings = load(rules=Path("given"))
    assert (settings.language, settings.user, settings.rules) == (Language.EN, "kari", Path("given"))


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALVAKT_LANGUAGE", "")
    assert load().language is Language.NB


def test_an_unknown_name_is_refused_with_a_suggestion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALVAKT_DATABSE_URL", "sqlite:///x")
    assert refusal() == [
        "environment «MALVAKT_DATABSE_URL» [S001] there is no such setting (did you mean 'MALVAKT_DATABASE_URL'?)"
    ]


def test_all_that_is_wrong_is_told_at_once_with_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("MALVAKT_LANGUAGE=de\nMALVAKT_ZZZ=1\n")
    monkeypatch.setenv("MALVAKT_USER", "x" * 101)
    assert refusal() == [
        ".env «MALVAKT_ZZZ» [S001] there is no such setting; .env.example names them all",
        ".env «MALVAKT_LANGUAGE» [S002] expected 'nb' or 'en'",
        "environment «MALVAKT_USER» [S002] at most 100 characters",
    ]


def test_a_line_that_cannot_be_read_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    """python-dotenv alone would warn about the line and start without it."""
    Path(".env").write_text("MALVAKT_USER=kari\nMALVAKT RULES = rules\n\n'unclosed\n")
    assert refusal() == [".env:2 [S003] this line is not NAME=value", ".env:3 [S003] this line is not NAME=value"]


def test_one_wrong_value_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALVAKT_LANGUAGE", "norsk")
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value) == "environment «MALVAKT_LANGUAGE» [S002] expected 'nb' or 'en'"
    assert caught.value.text() == ""


@pytest.mark.parametrize("url", ["mysql://root:hemmelig@db/x", "var/hemmelig.sqlite3", "sqlite://hemmelig", "hemmelig"])
def test_a_wrong_database_address_is_refused_without_being_repeated(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALVAKT_DATABASE_URL", url)
    (line,) = refusal()
    assert line.startswith("environment «MALVAKT_DATABASE_URL» [S002] a database is sqlite:///")
    assert "hemmelig" not in line


def test_what_the_command_line_gives_is_named_as_such() -> None:
    (line,) = refusal(database_url="oracle://x")
    assert line.startswith("command line «MALVAKT_DATABASE_URL» [S002]")


def test_a_password_does_not_show_when_settings_are_printed() -> None:
    settings = load(database_url="postgresql://malvakt:hemmelig@db/malvakt")
    assert "hemmelig" not in f"{settings!r} {settings}"


def test_a_file_in_another_encoding_is_refused() -> None:
    Path(".env").write_bytes("MALVAKT_USER=kåre".encode("cp1252"))
    assert refusal() == [".env [S003] this file cannot be read: UTF-8"]


def test_every_setting_is_in_the_example_with_its_default_and_nothing_else_is() -> None:
    documented = {name: value or "" for name, value in dotenv_values(EXAMPLE).items()}
    defaults = {PREFIX + name.upper(): str(field.default) for name, field in Settings.model_fields.items()}
    assert documented == defaults
