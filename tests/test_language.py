"""Whoever reads bokmål reads all of it: the catalogue has every text of the code, translated, and is compiled as it stands."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from engine.language import LOCALES, Language, translate

TEMPLATE = LOCALES / "malvakt.pot"
BOKMAL = LOCALES / "nb" / "LC_MESSAGES" / "malvakt.po"
ENGINE = LOCALES.parent

ALIKE = {
    "database": "the same word in both languages",
    "disk": "the same word in both languages",
    "Mine": "the same word in both languages",
    "System": "the same word in both languages",
    "{count} avvik": "the word is Norwegian in both languages",
    "Demo": "a loan word, the same in both languages",
    "HR": "the same abbreviation in both languages",
    "administrator": "a loan word, the same in both languages",
    "Avvik": "the word is Norwegian in both languages",
    "Margin": "a loan word, the same heading in both languages",
    "Trend": "a loan word, the same heading in both languages",
    "tertial": "the Norwegian word for a third of a year, in both languages",
    "Målvakt – {counts} ({organisation})": "a subject line of a name and two parts that are translated by themselves",
    "Id": "the heading of a column of identifiers, the same in both languages",
}
"""Texts whose translation is the text itself, and why."""


def marked() -> set[str]:
    """Every text that the code marks, as `make messages` finds it."""
    found = extract_from_dir(
        ENGINE, method_map=[("**.py", "python"), ("**.html", "engine.web.texts:extract")], keywords={"mark": None}
    )
    return {str(message) for _, _, message, _, _ in found}


def in_f_strings() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in ENGINE.rglob("*.py"))
    strings = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    return {text for string in strings for node in ast.walk(string) for text in marked_by(node)}


def marked_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "mark":
        yield from (each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str))


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_mo(file) if path.suffix == ".mo" else read_po(file)


def texts(path: Path) -> set[str]:
    return {str(message.id) for message in catalogue(path) if message.id}


def translated(path: Path) -> dict[str, str]:
    """Each text with its translation, where it has one; without the header."""
    return {str(message.id): str(message.string) for message in catalogue(path) if message.id and message.string}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", [TEMPLATE, BOKMAL], ids=lambda path: path.name)
def test_the_catalogue_has_what_the_code_says_and_nothing_else(path: Path) -> None:
    """A new text is not forgotten, and one that is gone is not kept: `make messages`."""
    assert marked() - texts(path) == set()
    assert texts(path) - marked() == set()
    assert not catalogue(path).obsolete


def test_everything_is_translated() -> None:
    """Nobody who reads bokmål meets a sentence in English, or one that a program guessed."""
    assert texts(BOKMAL) - set(translated(BOKMAL)) == set()
    assert [message.id for message in catalogue(BOKMAL) if message.id and message.fuzzy] == []


def test_a_translation_names_what_its_text_names() -> None:
    """A placeholder that is lost or misspelt would hide the file, the cell or the name that a message is about."""
    differing = {
        text: translation for text, translation in translated(BOKMAL).items() if placeholders(text) != placeholders(translation)
    }
    assert differing == {}


def test_what_is_the_same_in_both_languages_is_so_on_purpose() -> None:
    """A text that was copied instead of translated is seen here."""
    assert {text for text, translation in translated(BOKMAL).items() if text == translation} == set(ALIKE)


def test_the_compiled_catalogue_is_the_written_one() -> None:
    """What the program says is what the translator wrote: the two are committed together."""
    assert translated(BOKMAL.with_suffix(".mo")) == translated(BOKMAL)
    assert translate("The figure is provisional.", Language.NB) == "Tallet er foreløpig."


def test_no_text_is_marked_where_extraction_does_not_look() -> None:
    """A text that is marked inside an f-string would stay English without anybody noticing."""
    assert in_f_strings() == set()
