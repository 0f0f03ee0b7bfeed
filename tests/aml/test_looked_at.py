"""The access log is read by people: what was looked at stands in their words."""

import pytest

from engine.aml.looked_at import looked_at
from engine.language import Language


@pytest.mark.parametrize(
    ("kept", "bokmal", "english"),
    [
        ("breaches", "brudd", "breaches"),
        ("case H-000048", "sak H-000048", "case H-000048"),
        ("closed H-000048", "lukket H-000048", "closed H-000048"),
        (
            "records of weekly_rest",
            "postene bak et brudd: ukentlig arbeidsfri",
            "the work records behind a breach: weekly rest",
        ),
        ("something of before", "something of before", "something of before"),
    ],
)
def test_what_was_looked_at_is_said_in_the_readers_language(kept: str, bokmal: str, english: str) -> None:
    """Whatever the log has kept in short."""
    assert [looked_at(kept, language) for language in (Language.NB, Language.EN)] == [bokmal, english]
