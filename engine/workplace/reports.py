"""What a person may see and do of reports: the final editions, figures about persons, and which words are theirs to write."""

from engine.report.edition import Edition
from engine.rights import Action, Thing
from engine.workplace.place import Workplace


def editions(place: Workplace, organisation: str) -> tuple[Edition, ...]:
    """The organisation's final reports, the newest first; none for who may not see its reports."""
    return place.store.editions(organisation)[::-1] if place.may(Action.SEE, Thing.REPORT, organisation) else ()


def edition(place: Workplace, seq: int, action: Action = Action.SEE) -> Edition | None:
    """The one with this number, where the person may do that with it."""
    found = next((each for each in place.store.editions() if each.seq == seq), None)
    return found if found and place.may(action, Thing.REPORT, found.organisation) else None


def tells_persons(place: Workplace, organisation: str) -> bool:
    """Whether the person may see figures about persons in the whole organisation, as a report has them."""
    return place.may(Action.SEE, Thing.PERSONAL_FIGURE, organisation)


def may_write(place: Workplace, organisation: str, about: str) -> bool:
    """Who may finalise writes every text; a data owner the comments on metrics that one of the own duties owns a rule of."""
    if place.may(Action.DECIDE, Thing.REPORT, organisation):
        return True
    if not place.may(Action.COMMENT, Thing.REPORT, organisation):
        return False
    duties = {duty.name for duty in place.person.duties if duty.organisation == organisation}
    metric = about.partition(".")[0]
    return any(each.rule.owner in duties and metric in each.rule.metrics for each in place.book.of(organisation).rules)
