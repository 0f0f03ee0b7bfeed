"""Roles and duties: given once, ended once, each with who did it. What is given already is not given twice."""

from typing import Any

from engine.errors import UsageError
from engine.language import mark
from engine.people import Duty, Grant
from engine.store.people import models
from engine.store.people.events import Change, Kind, tell


def give(db: str, account: models.Account, what: Grant | Duty, change: Change) -> None:
    named = columns(what)
    rows = _table(what).objects.using(db)
    if rows.filter(account=account, end=None, **named).exists():
        return
    rows.create(account=account, since=change.at, by=change.by, **named)
    tell(db, account.id, Kind.GRANTED if isinstance(what, Grant) else Kind.BOUND, change, named)


def end(db: str, account: models.Account, what: Grant | Duty, change: Change) -> None:
    """From now on it does not hold. UsageError where it was not given, or is ended already."""
    named = columns(what)
    found = [*_table(what).objects.using(db).filter(account=account, end=None, **named)]
    if not found:
        name = what.role.value if isinstance(what, Grant) else what.name
        raise UsageError(mark("{name} was not given {what} there"), name=account.email, what=name)
    if isinstance(what, Grant):
        ends = [models.GrantEnd(grant_id=each.pk, at=change.at, by=change.by) for each in found]
        models.GrantEnd.objects.using(db).bulk_create(ends)
        tell(db, account.id, Kind.REVOKED, change, named)
    else:
        released = [models.DutyEnd(duty_id=each.pk, at=change.at, by=change.by) for each in found]
        models.DutyEnd.objects.using(db).bulk_create(released)
        tell(db, account.id, Kind.RELEASED, change, named)


def _table(what: Grant | Duty) -> type[models.Grant] | type[models.Duty]:
    return models.Grant if isinstance(what, Grant) else models.Duty


def columns(what: Grant | Duty) -> dict[str, Any]:
    """As an event tells of it, and as its row has it."""
    named = {"role": what.role.value} if isinstance(what, Grant) else {"name": what.name}
    return {**named, "organisation": what.organisation, "unit": what.unit}
