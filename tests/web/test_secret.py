"""The secret key: made once, read by its owner alone, never short, never printed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from engine.errors import SettingsError
from engine.settings import Settings
from engine.web.secret import secret_key

GIVEN = "".join(chr(33 + number) for number in range(60))


def settings(file: Path, key: str = "") -> Settings:
    return Settings(_env_file=None, secret_key_file=file, secret_key=SecretStr(key))


def test_it_is_made_at_the_first_start_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "en mappe" / "secret-key"
    first = secret_key(settings(file))
    assert secret_key(settings(file)) == first
    assert len(first) >= 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_who_start_at_once_end_with_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_key(settings(tmp_path / "key")), range(8)))) == 1


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(GIVEN)
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        secret_key(settings(file))


@pytest.mark.parametrize("key", ["short", "a" * 80, "abab" * 20])
def test_a_key_that_can_be_guessed_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        secret_key(settings(tmp_path / "key", key))
    assert key not in str(caught.value)


def test_the_environments_key_goes_first_and_makes_no_file(tmp_path: Path) -> None:
    assert secret_key(settings(tmp_path / "key", GIVEN)) == GIVEN
    assert not (tmp_path / "key").exists()
    assert GIVEN not in repr(settings(tmp_path / "key", GIVEN))


def test_a_place_where_nothing_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be read"):
        secret_key(settings(tmp_path / "file" / "key"))
