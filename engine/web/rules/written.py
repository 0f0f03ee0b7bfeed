"""A rule as it stands in its file, and its targets as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engine.checks.words import amount, tolerating
from engine.errors import Problem
from engine.facts import Comparator
from engine.language import Language, mark, translate
from engine.period_words import period_words
from engine.rulebook.book import InForce
from engine.rulebook.schema import OfMetric, Source, Target

LONGEST = 120
"""Lines of a rule that are shown: longer ones are read in the file."""

_DEMANDS = {
    Comparator.AT_MOST: mark("at most {limit}"),
    Comparator.BELOW: mark("below {limit}"),
    Comparator.AT_LEAST: mark("at least {limit}"),
    Comparator.ABOVE: mark("above {limit}"),
    Comparator.EQUALS: mark("exactly {limit}"),
    Comparator.BETWEEN: mark("from {low} to {high}"),
}


@dataclass(frozen=True, slots=True)
class Written:
    place: str
    """File and first line."""
    lines: tuple[tuple[int, str], ...]

    @property
    def last_line(self) -> int:
        return self.lines[-1][0] if self.lines else 0


@dataclass(frozen=True, slots=True)
class Stated:
    """One target in words, with its validity and where it is stated."""

    sentence: str
    first: str
    last: str
    source: Source | None
    decided_by: str
    """The role that must confirm what the document does not state."""
    members: str


def written(found: InForce, folder: Path) -> Written:
    """The lines of the rule: from its own to the next item of the list that it stands in."""
    place = found.place
    shown = f"{place.file}:{place.line}" if place.line else place.file
    file, root = Path(place.file).resolve(), folder.resolve()
    if not place.line or not file.is_relative_to(root):
        return Written(shown, ())
    try:
        text = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):  # replaced since it was loaded: the next look reads the new one
        return Written(shown, ())
    return Written(f"{file.relative_to(root.parent)}:{place.line}", tuple(_item(text, place.line)))


def told(problem: Problem, folder: Path, language: Language) -> str:
    """`rules/hemit/hr.yaml:7:12 [R004] …`, without where on the machine the folder lies."""
    root = folder.resolve().parent
    file = Path(problem.place.file).resolve()
    shown = replace(problem.place, file=str(file.relative_to(root)) if file.is_relative_to(root) else file.name)
    return replace(problem, place=shown).line(language)


def stated(found: InForce, language: Language) -> Iterator[Stated]:
    metric = found.organisation.metrics[found.rule.metric]
    for target in getattr(found.rule, "targets", ()):
        members = [metric.by_member[name] for name in target.dimensions or () if name in metric.by_member]
        yield Stated(
            sentence=_sentence(target, found, language),
            first=period_words(target.valid_from, language) if target.valid_from else "",
            last=period_words(target.valid_to, language) if target.valid_to else "",
            source=target.source,
            decided_by=target.decided_by or "",
            members=", ".join(_title(member, language) for member in members),
        )


def _sentence(target: Target, found: InForce, language: Language) -> str:
    metric = found.organisation.metrics[found.rule.metric]
    demand = _demand(target, found, language)
    return tolerating(demand, target.tolerance, metric.unit_of_measure, language)


def _demand(target: Target, found: InForce, language: Language) -> str:
    metric = found.organisation.metrics[found.rule.metric]
    limit, phrase = target.limit, translate(_DEMANDS[target.comparator], language)
    if isinstance(limit, tuple):
        low, high = (amount(end, metric.unit_of_measure, language) for end in limit)
        return phrase.format(low=low, high=high)
    if isinstance(limit, OfMetric):
        other = found.organisation.metrics.get(limit.metric)
        return phrase.format(limit=_title(other, language) if other else limit.metric)
    return phrase.format(limit=amount(limit, metric.unit_of_measure, language))


def _title(thing: object, language: Language) -> str:
    title, english = getattr(thing, "title", ""), getattr(thing, "title_en", "")
    return str(english or title) if language is Language.EN else str(title)


def _item(text: list[str], first: int) -> Iterator[tuple[int, str]]:
    own = text[first - 1 :]
    if not own:
        return
    margin = len(own[0]) - len(own[0].lstrip())
    for number, line in enumerate(own[:LONGEST], start=first):
        indent = len(line) - len(line.lstrip())
        begins_another = number > first and line.strip() and indent <= margin
        if begins_another:
            return
        yield number, line
