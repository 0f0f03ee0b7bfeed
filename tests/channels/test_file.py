"""The file drop: whole or not at all, the same letter the same file."""

import email
from pathlib import Path

import pytest

from engine.channels import file
from engine.channels.file import Config
from engine.channels.outcome import Unreachable
from engine.channels.outside import Occasion, Outside
from tests.channels.conftest import AT, letter

OCCASION = Occasion(outside=Outside(), now=AT)


def test_a_letter_is_a_file_that_a_mail_program_opens(tmp_path: Path) -> None:
    config = Config(id="mappe", kind="file", folder=str(tmp_path / "ut"))
    for _ in range(2):
        file.send(config, letter(), OCCASION)
    [written] = (tmp_path / "ut").iterdir()
    assert written.name == "0123456789abcdef.eml"
    assert email.message_from_bytes(written.read_bytes())["Message-ID"] == "<0123456789abcdef@malvakt.example>"


def test_a_folder_that_cannot_be_written_to_is_not_about_the_letter(tmp_path: Path) -> None:
    (tmp_path / "ut").write_text("a file where the folder should be")
    with pytest.raises(Unreachable, match="cannot be written to"):
        file.send(Config(id="mappe", kind="file", folder=str(tmp_path / "ut")), letter(), OCCASION)
