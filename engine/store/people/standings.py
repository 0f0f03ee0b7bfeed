"""Accounts as those see them who look after accounts: how they sign in, when they did last, what a form must have seen."""

from collections import defaultdict
from collections.abc import Mapping

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Max, Q

from engine.accounts import Standing
from engine.store.figures import BATCH
from engine.store.people import models, rows, sign_in
from engine.store.people.events import BY_PEOPLE

_COLUMNS = ("id", "password", "erased_at", "last_login")


def standings(db: str, condition: Q | None = None) -> tuple[Standing, ...]:
    """By name. The same few queries, however many there are."""
    kept = {row["id"]: row for row in models.Account.objects.using(db).filter(condition or Q()).values(*_COLUMNS)}
    within = Q(account__in=[*kept]) if len(kept) <= BATCH else Q()
    past, seen, sessions = _past(db, within), _seen(db, within), _sessions(db, within)
    factors, identities = sign_in.with_second_factor(db), sign_in.with_identity(db)
    return tuple(
        Standing(
            person=person,
            past=past.get(person.id, frozenset()),
            seen=seen.get(person.id, 0),
            last_sign_in=kept[person.id]["last_login"],
            has_password=not kept[person.id]["password"].startswith(UNUSABLE_PASSWORD_PREFIX),
            has_identity=person.id in identities,
            has_second_factor=person.id in factors,
            sessions=sessions.get(person.id, 0),
            erased_at=kept[person.id]["erased_at"],
        )
        for person in rows.persons(db, condition)
    )


def ever_in(db: str, organisations: frozenset[str]) -> Q:
    """Who has or had a role or a duty in one of them."""
    granted = models.Grant.objects.using(db).filter(organisation__in=organisations).values("account")
    bound = models.Duty.objects.using(db).filter(organisation__in=organisations).values("account")
    return Q(id__in=granted) | Q(id__in=bound)


def _past(db: str, within: Q) -> Mapping[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for table in (models.Grant, models.Duty):
        for account, organisation in table.objects.using(db).filter(within).values_list("account", "organisation").distinct():
            found[account].add(organisation)
    return {account: frozenset(each) for account, each in found.items()}


def _seen(db: str, within: Q) -> Mapping[str, int]:
    changes = models.Event.objects.using(db).filter(within, kind__in=[kind.value for kind in BY_PEOPLE])
    return dict(changes.values_list("account").annotate(Max("id")))


def _sessions(db: str, within: Q) -> Mapping[str, int]:
    return dict(models.Visit.objects.using(db).filter(within).values_list("account").annotate(Count("id")))
