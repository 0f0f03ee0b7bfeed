"""Why one recipient hears of one avvik now, or Reason.NONE: it follows from the entries since they last heard.

Because it rests on what was heard and not on what the last round wrote, nothing is lost or told twice when a round is missed,
an exemption ends, or forty days are caught up at once.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from engine.avvik.avvik import Avvik
from engine.avvik.entries import Entry, EntryKind
from engine.avvik.entries import Reason as Noted
from engine.avvik.states import Condition
from engine.exemptions import Exemption
from engine.notify.matter import Heard
from engine.reasons import Reason

OSLO = ZoneInfo("Europe/Oslo")
_CORRECTIONS = (EntryKind.PERIOD_CORRECTED, EntryKind.PERIOD_WITHDRAWN, EntryKind.JOINED, EntryKind.ACTIVE_AGAIN)


def why(
    avvik: Avvik,
    heard: Sequence[Heard],
    *,
    today: date,
    exemptions: Iterable[Exemption] = (),
    knows_rule: bool = False,
    reminder_days: int = 14,
) -> Reason:
    """The reason for one recipient.

    `heard`: what this recipient was told of this avvik, in order. `knows_rule`: they were told of another avvik of its rule
    that still lasts. `exemptions`: all of them, those that have ended too.
    """
    about = avvik.subject
    concerning = [each for each in exemptions if (each.organisation, each.rule) == (about.organisation, about.rule)]
    if not avvik.state.is_open or any(each.covers(about.organisation, about.rule, about.unit, today) for each in concerning):
        return Reason.NONE
    since = (heard[-1].at if heard else avvik.opened_at).astimezone(OSLO).date()
    released = any(_ended(each, about.unit, since, today) for each in concerning)
    if not heard:
        return _first(avvik, released=released, knows_rule=knows_rule)
    news = [entry for entry in avvik.entries if entry.seq > heard[-1].upto and entry.by_machine]
    if avvik.condition is not Condition.AKTIV:
        return _over(avvik.condition, news)
    if released:
        return Reason.EXEMPTION_EXPIRED
    return _lasting(news, patient=today >= since + timedelta(days=reminder_days))


def _first(avvik: Avvik, *, released: bool, knows_rule: bool) -> Reason:
    """Who never heard of it hears of it only while it lasts: nobody is told that something unheard of is over."""
    if avvik.condition is not Condition.AKTIV:
        return Reason.NONE
    if released:
        return Reason.EXEMPTION_EXPIRED
    return Reason.NEW_IN_GROUP if knows_rule else Reason.FIRST


def _over(condition: Condition, news: Sequence[Entry]) -> Reason:
    kinds = {entry.kind for entry in news}
    if condition is Condition.NORMALISERT:
        return Reason.CLEARED if EntryKind.NORMALISED in kinds else Reason.NONE
    return Reason.CORRECTED if kinds.intersection(_CORRECTIONS) else Reason.NONE


def _lasting(news: Sequence[Entry], *, patient: bool) -> Reason:
    kinds = {entry.kind for entry in news}
    noted = {entry.facts.get("reason") for entry in news}
    if EntryKind.RELAPSED in kinds:
        return Reason.FIRST
    if Noted.WORSE in noted:
        return Reason.WORSE
    if Noted.CORRECTED in noted or Noted.FOUND_BY_CORRECTION in noted:
        return Reason.CORRECTED
    return Reason.REMINDER if EntryKind.PERIOD_MISSED in kinds and patient else Reason.NONE


def _ended(exemption: Exemption, unit: str, since: date, today: date) -> bool:
    """True for one that kept the unit silent after `since` and does so no longer."""
    end = exemption.ended_on or exemption.until + timedelta(days=1)
    return exemption.unit in ("", unit) and exemption.since < end and since < end <= today
