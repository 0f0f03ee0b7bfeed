"""The pictures in the README and in docs/ are there, are those that `make screenshots` takes, and are not too large."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+\.(?:png|webp))\)")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def taking() -> ModuleType:
    spec = importlib.util.spec_from_file_location("taking", ROOT / "docs/pictures/take.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["taking"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown() -> dict[Path, list[str]]:
    """Each picture that is shown somewhere, with what it says to whoever does not see it."""
    found: dict[Path, list[str]] = {}
    for page in PAGES:
        for words, target in SHOWN.findall(page.read_text(encoding="utf-8")):
            found.setdefault((page.parent / target).resolve(), []).append(words)
    return found


def test_what_is_shown_is_what_is_taken(taking: ModuleType) -> None:
    taken = {ROOT / "docs/pictures" / f"{picture.name}.png" for picture in taking.PICTURES}
    assert set(shown()) == taken == set((ROOT / "docs/pictures").glob("*.png"))


def test_every_picture_says_in_words_what_it_shows() -> None:
    assert [path.name for path, words in shown().items() if any(len(each.split()) < 5 for each in words)] == []


def test_the_pictures_are_small(taking: ModuleType) -> None:
    sizes = [path.stat().st_size for path in shown()]
    assert max(sizes) <= taking.LARGEST
    assert sum(sizes) <= taking.LARGEST_OF_ALL
