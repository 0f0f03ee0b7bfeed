"""A file that is written whole or not at all."""

from pathlib import Path

import pytest

from engine.whole import write_whole


def test_a_file_is_there_with_its_folder_and_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.json"
    for content in (b"first", b"second"):
        write_whole(file, content)
        assert file.read_bytes() == content
    assert [*file.parent.iterdir()] == [file]


def test_what_was_broken_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk: the file before it stays as it was."""
    file = tmp_path / "a.json"
    write_whole(file, b"first")

    def full(_: Path, content: bytes) -> int:
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(file, b"second")
    monkeypatch.undo()
    assert file.read_bytes() == b"first"
    assert [*tmp_path.iterdir()] == [file]
