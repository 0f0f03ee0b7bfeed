"""An explanation in one sentence says what decided, in both languages."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import expression
from engine.expression import BOOLEAN, INSTANT, TEXT, Failure, number
from engine.expression.boundary import read_row
from engine.expression.explaining import State, explain, sentence
from engine.expression.explaining.phrases import PHRASES
from engine.expression.tree import Comparison
from engine.language import Language

NAMES = {
    "wait": number(decimals=0, unit="s"),
    "share": number(digits=3, decimals=2, unit="%"),
    "calls": number(decimals=0),
    "answered": number(decimals=0),
    "unit": TEXT,
    "open": BOOLEAN,
    "maybe": BOOLEAN,
    "closed_at": INSTANT,
}
ROW: dict[str, Any] = {"wait": 72, "share": Decimal("69.20"), "calls": 0, "answered": 7, "unit": "drift", "open": True}
ROW |= {"maybe": None, "closed_at": datetime(2023, 4, 1, tzinfo=UTC)}
LABELS = {"wait": "Ventetid"}

CASES = [
    (
        "wait <= 60",
        "Vilkåret er ikke oppfylt: Ventetid (72 s) er over 60 s.",
        "The condition does not hold: wait (72 s) is above 60 s.",
    ),
    ("share < 70", "Vilkåret er oppfylt: share (69,2 %) er under 70 %.", "The condition holds: share (69.2 %) is below 70 %."),
    (
        "wait > 60 and open",
        "Vilkåret er oppfylt: Ventetid (72 s) er over 60 s; open er sant.",
        "The condition holds: wait (72 s) is above 60 s; open is true.",
    ),
    ("wait > 60 and not open", "Vilkåret er ikke oppfylt: open er sant.", "The condition does not hold: open is true."),
    (
        "maybe or wait > 60",
        "Vilkåret er oppfylt: Ventetid (72 s) er over 60 s.",
        "The condition holds: wait (72 s) is above 60 s.",
    ),
    ("maybe and open", "Det mangler data: maybe mangler.", "Data are missing: maybe is missing."),
    (
        "answered / calls >= 0.7",
        "Det kan ikke regnes ut: answered / calls deler på null.",
        "It cannot be computed: answered / calls divides by zero.",
    ),
    (
        "unit in ['adm', 'it']",
        "Vilkåret er ikke oppfylt: unit («drift») er ingen av «adm», «it».",
        "The condition does not hold: unit («drift») is none of «adm», «it».",
    ),
    (
        "unit.starts_with('dr')",
        "Vilkåret er oppfylt: unit («drift») begynner med «dr».",
        "The condition holds: unit («drift») begins with «dr».",
    ),
    ("closed_at == null", "Vilkåret er ikke oppfylt: closed_at finnes.", "The condition does not hold: closed_at is there."),
    ("maybe == null", "Vilkåret er oppfylt: maybe mangler.", "The condition holds: maybe is missing."),
    (
        "open ? wait > 60 : maybe",
        "Vilkåret er oppfylt: open er sant; Ventetid (72 s) er over 60 s.",
        "The condition holds: open is true; wait (72 s) is above 60 s.",
    ),
    ("100 * answered / wait", "100 * answered / wait er 9,722222222222.", "100 * answered / wait is 9.722222222222."),
    ("true", "Vilkåret er oppfylt.", "The condition holds."),
    (
        'closed_at < d"2023-01-01T00:00:00Z"',
        "Vilkåret er ikke oppfylt: closed_at (2023-04-01T00:00:00+00:00) er minst 2023-01-01T00:00:00+00:00.",
        "The condition does not hold: closed_at (2023-04-01T00:00:00+00:00) is at least 2023-01-01T00:00:00+00:00.",
    ),
]


@pytest.mark.parametrize(("text", "bokmal", "english"), CASES, ids=[text for text, *_ in CASES])
def test_the_sentence(text: str, bokmal: str, english: str) -> None:
    """What decided and no more, with the values, in the reader's language."""
    found = expression.compile(text, NAMES)
    told = explain(found, read_row(ROW, found.names))
    assert sentence(told, Language.NB, LABELS) == bokmal
    assert sentence(told, Language.EN) == english


@pytest.mark.parametrize("language", list(Language))
def test_each_language_has_every_phrase(language: Language) -> None:
    """A state, a comparison or a failure more cannot be left without words."""
    phrases = PHRASES[language]
    assert set(phrases.relations) == set(Comparison)
    assert set(phrases.failures) == set(Failure)
    assert set(phrases.openings) == set(State) - {State.VALUE, State.NOT_LOOKED_AT}
