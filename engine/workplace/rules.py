"""One rule with what it has said so far, as far as the person may see it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from engine.errors import Problem
from engine.explanation import Explanation, explain
from engine.facts import Verdict
from engine.periods import Period
from engine.rights import Action, Thing
from engine.rulebook.book import InForce
from engine.store import Version
from engine.workplace.place import Workplace
from engine.workplace.review.queue import Line as AvvikLine
from engine.workplace.review.queue import line
from engine.workplace.review.rows import rows

AVVIK_SHOWN: Final = 20

Series = tuple[str, str]
"""Unit and dimension."""


def rule(place: Workplace, name: str) -> InForce | None:
    """None for one that is none, or of an organisation whose rules the person may not read."""
    found = place.book.by_id.get(name)
    return found if found is not None and place.may(Action.SEE, Thing.RULE, found.organisation.id) else None


def history(place: Workplace, found: InForce) -> Mapping[Series, Sequence[Verdict]]:
    """The verdicts that stand, by unit and member, the oldest first; of units that the person may see."""
    reach = place.reach(Action.SEE, Thing.VERDICT)
    organisation = found.organisation.id
    if organisation not in reach.units:
        return {}
    series: defaultdict[Series, list[Verdict]] = defaultdict(list)
    for verdict in place.store.verdicts_of(organisation, found.rule.id, reach.units[organisation]):
        if place.sees_figure(found, verdict.unit):
            series[verdict.unit, verdict.dimension].append(verdict)
    return {name: sorted(own, key=lambda each: each.period.ordinal) for name, own in series.items()}


def course(place: Workplace, found: InForce, series: Series) -> Sequence[Verdict]:
    """One unit's and member's of these; empty where there is none, or none for this person."""
    unit, dimension = series
    may = place.may(Action.SEE, Thing.VERDICT, found.organisation.id, unit) and place.sees_figure(found, unit)
    # What is no unit is not asked for in the database: PostgreSQL takes no text with a zero byte in it.
    if not may or unit not in found.organisation.units:
        return ()
    own = place.store.verdicts_of(found.organisation.id, found.rule.id, {unit})
    return sorted((each for each in own if each.dimension == dimension), key=lambda each: each.period.ordinal)


def avvik(place: Workplace, found: InForce, today: date) -> tuple[Sequence[AvvikLine], Sequence[AvvikLine]]:
    """The rule's open avvik and those that have ended, the newest first, as far as the person may see them."""
    organisation = found.organisation.id
    if organisation not in place.reach(Action.SEE, Thing.AVVIK).units:
        return (), ()
    visible = rows(place, organisation)
    pages = (place.store.cards_of_rules(visible, {found.rule.id}, AVVIK_SHOWN, is_open=is_open) for is_open in (True, False))
    opened, ended = ([line(place, card, today) for card in page.cards] for page in pages)
    return opened, ended


def versions(place: Workplace, found: InForce) -> Sequence[Version]:
    """The versions of the rule that the verdicts know."""
    organisation, reach = found.organisation.id, place.reach(Action.SEE, Thing.VERDICT)
    if organisation not in reach.units:
        return ()
    return place.store.rule_versions(organisation, found.rule.id, reach.units[organisation])


def remarks(place: Workplace, found: InForce, last_line: int) -> Sequence[Problem]:
    """What lint says of the rule and of the metrics that it reads, for who keeps the rules.

    `last_line`: where the rule ends in its file.
    """
    if not place.may(Action.MANAGE, Thing.RULE, found.organisation.id):
        return ()
    return [each for each in place.book.problems if _is_about(each, found, last_line)]


def _is_about(problem: Problem, found: InForce, last_line: int) -> bool:
    own = found.place
    if problem.place.file == own.file:
        return own.line is not None and own.line <= (problem.place.line or 0) <= last_line
    is_beside = Path(problem.place.file).parent == Path(own.file).parent
    return is_beside and any(str(value) in found.rule.metrics for value in problem.details.values())


def explanation(place: Workplace, found: InForce, series: Series, period: Period, as_of: date) -> Explanation | None:
    """Why the rule says what it says; None where it says nothing, or not to this person."""
    unit, dimension = series
    sees = place.may(Action.SEE, Thing.VERDICT, found.organisation.id, unit) and place.sees_figure(found, unit)
    if not sees or period.grain is not found.organisation.metrics[found.rule.metric].grain:
        return None
    observations = place.store.observations(found.organisation.id)
    return explain(found, observations, as_of, unit=unit, dimension=dimension, period=period)
