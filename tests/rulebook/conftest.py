"""A rules folder to write files into and load: each test begins with the sound organisation `eksempel`."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.checks import KINDS
from engine.rulebook.loader import Rulebook, load

FIXTURES = Path(__file__).parents[2] / "fixtures" / "broken" / "rules"


@dataclass(frozen=True)
class Rules:
    """The folder `rules` of the current directory, so that messages read as users see them."""

    folder: Path
    organisation: Path

    def put(self, path: str, text: str | bytes) -> Path:
        file = self.organisation / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def load(self) -> Rulebook:
        return load(self.folder, {name: kind.rule for name, kind in KINDS.items()})

    def lines(self) -> Sequence[str]:
        return [problem.line() for problem in self.load().problems]

    def codes(self) -> Sequence[str]:
        return [problem.code for problem in self.load().problems]


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rules:
    monkeypatch.chdir(tmp_path)
    organisation = Path("rules") / "eksempel"
    shutil.copytree(FIXTURES / "sound", organisation)
    return Rules(Path("rules"), organisation)
