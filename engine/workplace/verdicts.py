"""The verdicts that a person may see, by organisation and period."""

from collections.abc import Collection, Sequence

from engine.facts import Outcome, Verdict
from engine.periods import Period
from engine.rights import Action, Thing
from engine.store import Line
from engine.store.verdicts import Sought
from engine.workplace.place import Workplace
from engine.workplace.review.rows import rows_within


def verdicts_after(
    place: Workplace, organisation: str, sought: Sought, key: Sequence[str] | None, most: int
) -> tuple[Verdict, ...]:
    """The next `most` that stand after a key of rule, unit, dimension and period, of rules that still hold. Empty for who may
    see none.
    """
    reach = place.reach(Action.SEE, Thing.VERDICT)
    if organisation not in reach.units:
        return ()
    rules = [each.rule.id for each in place.book.of(organisation).rules]
    return place.store.verdicts_after(rows_within(place, organisation, reach.units[organisation]), rules, sought, key, most)


def lines(place: Workplace, organisation: str, periods: Collection[Period]) -> list[Line]:
    """Those that stand in these periods, likewise, as no more than what a count or an order needs; in no order."""
    reach = place.reach(Action.SEE, Thing.VERDICT)
    if organisation not in reach.units:
        return []
    owner, rules = place.book.organisations[organisation], place.book.by_id
    found = place.store.verdict_lines(organisation, periods, reach.units[organisation])
    return [
        each
        for each in found
        if each.rule in rules and each.unit in owner.units and place.sees_figure(rules[each.rule], each.unit)
    ]


def periods(place: Workplace, organisation: str, outcomes: Collection[Outcome] | None = None) -> tuple[Period, ...]:
    """The periods of which the person may see a verdict, or one of these outcomes, the latest last."""
    reach = place.reach(Action.SEE, Thing.VERDICT)
    if organisation not in reach.units:
        return ()
    return place.store.judged_periods(organisation, reach.units[organisation], outcomes)
