"""The place of a character inside a text, in whatever way YAML lets the text be written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.rulebook.inside import inside
from engine.rulebook.yaml import read

TEXT = "calls > 10 and b == 'x'"


@pytest.mark.parametrize(
    "written",
    [
        f"when: {TEXT}",
        f'when: "{TEXT}"',
        "when: 'calls > 10 and b == ''x'''",
        "when:   calls > 10\n    and b\n\n       == 'x'",
        "when: \"calls > 10 \\\n   and\\x20b == 'x'\"",
        "when: |-\n  calls > 10\n  and b == 'x'",
        "when: >+  # why\n   calls > 10\n   and b == 'x'\n\n",
        "a: 1\r\nwhen: calls > 10\r\n  and b == 'x'",
        "when: \"calls > 10\\n\\tand b == 'x'\"",
    ],
)
@pytest.mark.parametrize("token", ["calls", ">", "10", "and", "==", "x"])
def test_every_token_is_found_where_it_is_written(written: str, token: str) -> None:
    """The line and column are the file's own, not the value's."""
    document = read(written.encode(), "f")
    place = document.place(("when",), offset=document.data["when"].index(token))
    assert place.line and place.column
    line = written.replace("\r\n", "\n").split("\n")[place.line - 1]
    assert line[place.column - 1 :].startswith(token)


def test_the_end_of_a_text_is_behind_its_last_character() -> None:
    """An expression that ends too early is pointed at where it ends, before the quote."""
    assert inside('when: "a >"', (1, 7), "a >", 3) == (1, 11)
    assert inside("when: a >  \nb: 1", (1, 7), "a >", 3) == (1, 10)


def test_an_empty_text_is_where_it_begins() -> None:
    """Nothing is inside nothing."""
    assert inside('when: ""', (1, 7), "", 0) == (1, 7)


@given(some.text(some.sampled_from("ab+ æ\"'\\\n,:#[]{}"), min_size=1), some.data())
def test_no_text_leads_out_of_its_file(text: str, data: some.DataObject) -> None:
    """Whatever is written in double quotes: the place is inside the quotes, and of a plain letter exactly its own."""
    written = "v: " + json.dumps(text, ensure_ascii=False)
    offset = data.draw(some.integers(0, len(text)))
    line, column = read(written.encode(), "f").place(("v",), offset=offset).line, 0
    column = read(written.encode(), "f").place(("v",), offset=offset).column or 0
    assert line == 1
    assert 4 <= column <= len(written)
    if text[offset : offset + 1] in {"a", "b", "+", "æ"}:
        assert written[column - 1] == text[offset]
