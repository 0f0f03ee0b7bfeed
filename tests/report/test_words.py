"""The newest words hold until somebody changes them; files of words are taken in whole or not at all."""

import pytest

from engine.errors import UsageError
from engine.language import Language
from engine.periods import Period
from engine.report.word_file import read
from engine.report.words import standing
from tests.report.samples import HN_IKT, said

MARCH = Period.parse("2023-03")
JANUARY = said(HN_IKT, "fte", "2023-01", "Fra januar")
KNOWN = ("vurdering", "fte", "inquiries")


def test_an_earlier_comment_holds_with_its_age_until_it_is_changed() -> None:
    found = standing([JANUARY], "fte", MARCH, Language.NB)
    assert found
    assert (found.said.text, found.age) == ("Fra januar", 2)
    changed = standing([JANUARY, said(HN_IKT, "fte", "2023-03", "Ny")], "fte", MARCH, Language.NB)
    assert changed
    assert (changed.said.text, changed.age) == ("Ny", 0)


def test_an_empty_text_takes_an_earlier_one_back() -> None:
    assert standing([JANUARY, said(HN_IKT, "fte", "2023-02", "")], "fte", MARCH, Language.NB) is None


def test_later_words_are_not_told_before_their_time() -> None:
    assert standing([said(HN_IKT, "fte", "2023-04", "Fra april")], "fte", MARCH, Language.NB) is None


def test_the_reports_own_language_goes_first() -> None:
    both = [said(HN_IKT, "fte", "2023-03", "Norsk"), said(HN_IKT, "fte", "2023-03", "English", language=Language.EN)]
    for language, text in ((Language.NB, "Norsk"), (Language.EN, "English")):
        found = standing(both, "fte", MARCH, language)
        assert found
        assert found.said.text == text


def test_a_file_has_a_heading_for_each_text() -> None:
    found = read(b"\xef\xbb\xbf## fte\nEn linje.\n\nTo avsnitt.\n# vurdering\n", "ord.md", KNOWN)
    assert [(each.about, each.text, each.line) for each in found] == [
        ("fte", "En linje.\n\nTo avsnitt.", 1),
        ("vurdering", "", 5),
    ]


@pytest.mark.parametrize(
    ("content", "said_"),
    [
        (b"## ftee\nx", "'ftee' is neither a text of the report nor a metric (did you mean 'fte'?)"),
        (b"uten overskrift", "the file begins with a heading"),
        (b"innledning\n## fte\nx", "the file begins with a heading"),
        (b"## fte\nx\n## fte\ny", "'fte' stands here for the second time"),
        (b"## fte\n" + b"x" * 20_001, "a text has at most 20000 characters"),
        (b"\xff\xfe#", "ord.md is not text in UTF-8"),
        (b"", "the file begins with a heading"),
    ],
)
def test_a_file_with_a_mistake_is_refused_whole(content: bytes, said_: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(content, "ord.md", KNOWN)
    assert said_ in str(refused.value)
