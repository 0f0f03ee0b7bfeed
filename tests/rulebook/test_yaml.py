"""The YAML door: exact scalars, true positions, and nothing that hangs, lies or tricks."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.compat import StringIO

from engine.errors import RuleFileError
from engine.rulebook.yaml import read, read_yaml


def data_of(text: str | bytes) -> Any:
    return read(text if isinstance(text, bytes) else text.encode(), "f.yaml").data


def refusal(text: str | bytes) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        data_of(text)
    return [problem.line() for problem in caught.value.problems]


def test_keys_are_text_whatever_they_look_like() -> None:
    """`NO:` is no False, `2022:` no number: a key is what is written."""
    assert data_of("NO: 1\n2022: 2\nnull: 3\n1.50: 4\n") == {"NO": 1, "2022": 2, "null": 3, "1.50": 4}


def test_quotes_make_text() -> None:
    """What stands in quotes or in a block is text, never a number or a truth."""
    assert data_of("[\"70\", 'true', '', \"~\"]") == ["70", "true", "", "~"]
    assert data_of("a: |\n  70\n") == {"a": "70\n"}


def test_a_bom_and_windows_line_ends_are_fine() -> None:
    """Notepad's files are read, and their places are those that Notepad shows."""
    document = read(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c: 2\r\n", "f.yaml")
    assert document.data == {"a": 1, "b": [{"c": 2}]}
    assert (document.values["a",], document.values["b", 0, "c"]) == ((1, 4), (3, 8))


BOMBS = {
    "open brackets": "[" * 200_000,
    "open braces": "{" * 200_000,
    "nested braces": "{a: " * 60_000,
    "nested dashes": "- " * 100_000,
    "nested keys": "? " * 100_000,
    "20 MB": "a" * 20_000_000,
    "20 MB of NUL": "\0" * 20_000_000,
    "a long list": "- 1\n" * 60_000,
    "many keys": "".join(f"k{number}: 1\n" for number in range(22_000)),
    "a long line": "a: " + "x" * 250_000,
    "a long quoted text": 'a: "' + "x" * 250_000 + '"',
    "a long key": "a" * 250_000 + ": 1",
    "sexagesimal": "a: " + "1:59:" * 50_000,
    "aliases of aliases": "a: &a [x]\n" + "".join(f"b{number}: &b{number} [*a, *a]\n" for number in range(9_000)),
    "merge keys": "a: &a {k: v}\n" + "".join(f"m{number}: {{<<: [*a, *a]}}\n" for number in range(9_000)),
    "an anchor in itself": "a: &a [*a]",
    "tags": "a: !!python/object/apply:os.system [ls]\n" * 5_000,
    "deep by indentation": "".join(" " * level + "a:\n" for level in range(700)),
    "a long number": "a: " + "9" * 200_000,
    "directives": "%YAML 1.1\n" * 20_000,
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_and_does_not_go_off(bomb: str) -> None:
    """Whatever the file holds, reading ends at a limit with a few lines of text."""
    lines = refusal(bomb)
    assert 1 <= len(lines) <= 101
    assert all(len(line) < 300 for line in lines)


def test_the_largest_file_allowed_is_read() -> None:
    """The limits refuse bombs, not a chapter with many rules."""
    text = "".join(f"- {{id: rule-{number}, at_least: {number}}}\n" for number in range(3_900))
    assert len(data_of(text)) == 3_900


def test_twenty_levels_are_allowed_and_twenty_one_are_not() -> None:
    """The limit is where it is said to be."""
    assert data_of("[" * 20 + "]" * 20)
    assert refusal("[" * 21 + "]" * 21) == ["f.yaml:1:21 [R002] more than 20 levels inside each other"]


@pytest.mark.parametrize("written", ["\\u202e", "\\x00", "\\ud800", "\\u2028", "\\x1b"])
def test_an_escape_brings_in_nothing_invisible(written: str) -> None:
    """NUL cannot be stored, half a surrogate not encoded, a turned writing direction deceives; a tab is fine."""
    assert refusal(f'a: "x{written}"') == [
        "f.yaml:1:4 [R002] an escape in this text stands for an invisible character: remove it"
    ]
    assert data_of('a: "\\t"') == {"a": "\t"}


def test_a_question_mark_inside_brackets_is_not_swallowed() -> None:
    """The parser reads `?x` there as the key x; what is not read as written is refused."""
    assert refusal("{?a: 1}") == ["f.yaml:1:3 [R002] a text that begins with ? is put in quotes"]
    assert refusal("[?a, b]") == ["f.yaml:1:3 [R002] a text that begins with ? is put in quotes"]
    assert data_of("? a\n: 1\n?b: 2\nc: ?d\n") == {"a": 1, "?b": 2, "c": "?d"}


def test_all_problems_of_a_file_are_told_at_once() -> None:
    """Who mends one does not have to run again to see the next."""
    lines = refusal("a: &x 1\nb: *x\nc: !t 1\nc: 2\n<<: {d: 1}\ne: [1\n")
    assert [re.match(r"f\.yaml:(\d+):", line)[1] for line in lines] == ["1", "2", "3", "4", "5", "6"]  # type: ignore[index]


def test_a_mistake_inside_the_second_of_two_equal_keys_hides_none_in_the_first() -> None:
    """Only the repeated key itself is told, not the keys inside it."""
    assert refusal("a: {b: 1}\na: {b: 2}\n") == [
        "f.yaml:2:1 [R003] the key 'a' stands here for the second time (first in line 1)"
    ]


def test_a_file_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is a path that the reader can open."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.yaml").write_text("a: [1")
    with pytest.raises(RuleFileError) as caught:
        read_yaml(Path("x.yaml"))
    assert str(caught.value.problems[0].place) == "x.yaml:1:4"


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(str.encode)
    | st.text("-?:[]{}&*!|>'\"%@` \n#a1.<,~\\", max_size=60).map(str.encode)
)
@settings(max_examples=300)
def test_no_bytes_bring_it_down(content: bytes) -> None:
    """Any file is read or refused with a place; nothing else is ever raised."""
    try:
        document = read(content, "f.yaml")
    except RuleFileError as error:
        assert error.problems
    else:
        assert all(line >= 1 and column >= 1 for line, column in document.values.values())


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn")), max_size=20).filter(
    lambda text: not text.startswith(("?", ":"))  # ruamel's writer leaves them bare inside brackets, where its reader trips
)
NUMBERS = st.integers(-(10**29), 10**29) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4
)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@given(data=st.dictionaries(TEXTS.filter(bool), DATA, min_size=1, max_size=4), flow=st.booleans())
@settings(max_examples=150)
def test_what_another_writer_writes_is_read_back(data: dict[str, Any], flow: bool) -> None:
    """Data → YAML by another writer → the same data, with every number exact."""
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = flow
    writer.representer.add_representer(
        Decimal, lambda to, number: to.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")
    )
    out = StringIO()
    writer.dump(data, out)
    assert data_of(out.getvalue()) == data
