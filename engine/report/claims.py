"""Does a text say what the figures say? «høyt over målet på 70 %» beside 65 %, «oktober» in March's report: both are found.

It reads no meaning, only what can be held against a number: a claim about a target (over, under, reached, not reached) in a
sentence whose words or numbers point at one figure, a percentage said of that figure, and the names of months. What it finds is
flagged for a person, who mends the text or accepts it with a reason.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from engine.language import mark
from engine.names import printable
from engine.periods import Grain, Period
from engine.report.periods import MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A figure with a stated target, as the report shows it."""

    metric: str
    titles: tuple[str, ...]
    """What it is called: the rule's title and the metric's, in both languages."""
    value: Decimal
    shown: str
    limit: Decimal
    demand: str
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One place where a text and the figures disagree. `message` is marked, with {placeholders} for `details`."""

    quote: str
    message: str
    details: dict[str, object]


class _Claim(Enum):
    OVER = "over"
    UNDER = "under"
    REACHED = "reached"
    NOT_REACHED = "not reached"


_AIM = r"(?:the\s+)?(?:mål\w*|krav\w*|grense\w*|target\w*|goal\w*|limit\w*)"
_NOT = r"(?:ikke|ikkje|not|never|aldri)"
_DONE = r"(?:nådd|nås|oppnådd|innfridd|oppfylt|met|reached|achieved)"
_PATTERNS: tuple[tuple[_Claim, re.Pattern[str]], ...] = tuple(
    (claim, re.compile(pattern, re.IGNORECASE))
    for claim, pattern in (
        (_Claim.NOT_REACHED, rf"\b{_AIM}\b[^.;]{{0,40}}?\b{_NOT}\s+(?:\w+\s+)?{_DONE}\b"),
        (
            _Claim.NOT_REACHED,
            rf"\b(?:når|nådde|oppfyller|innfrir|nås)\s+{_NOT}\s+{_AIM}|\b{_NOT}\s+(?:i\s+mål|nådd\s+{_AIM})\b",
        ),
        (_Claim.NOT_REACHED, rf"\b(?:misses|missed|fails|failed)\s+{_AIM}"),
        (_Claim.REACHED, rf"\b{_AIM}\b[^.;]{{0,40}}?\b(?:er|ble|blei|var|is|was|has been|har blitt)\s+(?:\w+\s+)?{_DONE}\b"),
        (_Claim.REACHED, rf"\b(?:når|nådde|oppfyller|oppfylte|innfrir|meets|met|reaches|reached)\s+{_AIM}"),
        (_Claim.REACHED, rf"\b(?:innenfor|within)\s+{_AIM}|\bi\s+mål\b"),
        (_Claim.OVER, rf"\b(?:over|høyere\s+enn|overstiger|overskrider|above|exceeds|higher\s+than)\s+{_AIM}"),
        (_Claim.UNDER, rf"\b(?:under|lavere\s+enn|below|lower\s+than)\s+{_AIM}"),
    )
)
"""The first that fits decides: «er ikke nådd» is no «er nådd»."""

_NEGATED = re.compile(rf"\b{_NOT}\s+(?:\w+\s+)?$", re.IGNORECASE)
_OPPOSITE = {_Claim.OVER: _Claim.UNDER, _Claim.UNDER: _Claim.OVER}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\"])|\n\s*\n")
_STATED_LIMIT = re.compile(rf"{_AIM}\s+(?:på|om|of|er|is)\s+(-?\d+(?:[.,]\d+)?)", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:på|er|var|til|ble|at|is|was|of)\s+(?:\w+\s+)?(-?\d+(?:[.,]\d+)?)\s*(?:%|prosent\b|per\s?cent\b)", re.IGNORECASE
)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]{4,}")
_MONTH_NUMBERS = {name: number for names in MONTHS.values() for number, name in enumerate(names, start=1)}
"""In Norwegian whatever the case; English months have a capital letter: may is a verb."""
_MONTH = re.compile(
    rf"\b(?:(?:per|pr)\.?\s+)?(?P<month>{'|'.join(_MONTH_NUMBERS)})\b(?:\s+(?P<year>(?:19|20)\d\d)\b)?", re.IGNORECASE
)
_SHOWN = 40
_STEM = 5
"""Letters by which two words are taken for the same: løsningsgrad and løsningsgraden."""
_COMMON = frozenset({"andel", "antall", "innen", "total", "samle", "share", "numbe", "within", "over", "under", "resul"})


def doubts(text: str, judged: Sequence[Judged], period: Period, about: str = "") -> Iterator[Doubt]:
    """Everything in the text that does not agree. `about`: the metric that the text is a comment on, or ""."""
    own = [each for each in judged if each.metric == about]
    for sentence in filter(None, map(str.strip, _SENTENCE.split(text))):
        yield from _months(sentence, period)
        yield from _claims(sentence, judged, own)


def _claims(sentence: str, judged: Sequence[Judged], own: Sequence[Judged]) -> Iterator[Doubt]:
    stated = [_number(found) for found in _STATED_LIMIT.findall(sentence)]
    meant = _by_words(sentence, judged, stated) or own or [each for each in judged if each.limit in stated]
    claim = _claim(sentence)
    if meant:
        if claim and not any(_holds(claim, each) for each in meant):
            each = meant[0]
            message = mark("the text says otherwise than the figure: {figure}, and the target is {demand}")
            yield Doubt(quote=sentence, message=message, details={"figure": each.shown, "demand": each.demand})
        yield from _other_figure(sentence, meant, stated)
    for limit in stated:
        if not any(each.limit == limit for each in (meant or judged)):
            yield Doubt(quote=sentence, message=mark("no target here is {limit}"), details={"limit": printable(limit, _SHOWN)})


def _other_figure(sentence: str, meant: Sequence[Judged], stated: Sequence[Decimal]) -> Iterator[Doubt]:
    """A percentage said of the figure that is neither it nor its target."""
    said = [_number(found) for found in _SAID.findall(sentence)]
    wrong = [number for number in said if number not in stated and all(number not in (m.value, m.limit) for m in meant)]
    # A sentence that names the right figure too compares it with another.
    if wrong and not any(each.value in said for each in meant):
        message = mark("the text says {said}, and the figure is {figure}")
        yield Doubt(quote=sentence, message=message, details={"said": printable(wrong[0], _SHOWN), "figure": meant[0].shown})


def _claim(sentence: str) -> _Claim | None:
    for claim, pattern in _PATTERNS:
        found = pattern.search(sentence)
        if found:
            negated = claim in _OPPOSITE and _NEGATED.search(sentence[: found.start()])
            return _OPPOSITE[claim] if negated else claim
    return None


def _holds(claim: _Claim, each: Judged) -> bool:
    match claim:
        case _Claim.OVER:
            return each.value > each.limit
        case _Claim.UNDER:
            return each.value < each.limit
        case _Claim.REACHED:
            return each.is_met
        case _Claim.NOT_REACHED:
            return not each.is_met


def _by_words(sentence: str, judged: Sequence[Judged], stated: Sequence[Decimal]) -> list[Judged]:
    """The figures that the sentence is about, by its words; numbers decide between those with as many words."""
    words = {word.casefold()[:_STEM] for word in _WORD.findall(sentence)}
    numbers = {_number(found) for found in _NUMBER.findall(sentence)}
    scored = [(_score(each, words), each) for each in judged]
    best = max((score for score, _ in scored), default=0)
    chosen = [each for score, each in scored if score == best > 0]
    return [each for each in chosen if each.value in numbers] or [each for each in chosen if each.limit in stated] or chosen


def _score(each: Judged, words: Iterable[str]) -> int:
    known = {word.casefold()[:_STEM] for title in each.titles for word in _WORD.findall(title)} - _COMMON
    return len(known & set(words))


def _months(sentence: str, period: Period) -> Iterator[Doubt]:
    """Months that are not the report's. Beside it they may stand to compare, but «per oktober» never tells of March."""
    if period.grain in (Grain.YEAR, Grain.WEEK):
        return
    own = set(period.parts(Grain.MONTH))
    named = list(_named_months(sentence, period))
    names_own = any(month in own for _, month in named)
    for name, month in named:
        if month not in own and (not names_own or name.casefold().startswith("p")):
            message = mark("the text names {month}, and the report is for {period}")
            yield Doubt(quote=sentence, message=message, details={"month": name, "period": period})


def _named_months(sentence: str, period: Period) -> Iterator[tuple[str, Period]]:
    """Each month as it stands there (`per oktober`), and which it is: of the report's year where none is given."""
    for found in _MONTH.finditer(sentence):
        number = _MONTH_NUMBERS.get(found["month"]) or _MONTH_NUMBERS.get(found["month"].casefold())
        if number:
            year = int(found["year"] or str(period.year))
            yield found[0], Period(Grain.MONTH, year * 12 + number - 1)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
