"""Rows of accounts to persons: who they are, what they were granted and which duties they have now."""

from collections.abc import Collection, Mapping

from django.db.models import Prefetch, Q

from engine.errors import UsageError
from engine.language import Language, mark
from engine.names import nearest, shown
from engine.people import Duty, Grant, Person, Role
from engine.store.people import models


def fold(email: str) -> str:
    """The form in which an e-mail address is kept and looked up."""
    return email.strip().casefold()


def persons(db: str, condition: Q | None = None) -> tuple[Person, ...]:
    """Ordered by name. Three queries, however many there are."""
    rows = models.Account.objects.using(db).filter(condition or Q()).order_by("name", "id")
    granted = Prefetch("grants", models.Grant.objects.using(db).filter(end=None), "grants_now")
    bound = Prefetch("duties", models.Duty.objects.using(db).filter(end=None), "duties_now")
    return tuple(map(_person, rows.prefetch_related(granted, bound)))


def names(db: str, accounts: Collection[str]) -> Mapping[str, str]:
    """Account → what its person is called; closed ones too."""
    return dict(models.Account.objects.using(db).filter(id__in=sorted(accounts)).values_list("id", "name"))


def of_organisation(db: str, organisation: str) -> Q:
    """Who has a role or a duty in it now."""
    granted = models.Grant.objects.using(db).filter(end=None, organisation=organisation).values("account")
    bound = models.Duty.objects.using(db).filter(end=None, organisation=organisation).values("account")
    return Q(id__in=granted) | Q(id__in=bound)


def find(db: str, email: str) -> models.Account:
    """UsageError, with the address that was probably meant, where there is no such account."""
    accounts = models.Account.objects.using(db)
    found = accounts.filter(email=fold(email)).first()
    if found is not None:
        return found
    meant = nearest(fold(email), accounts.values_list("email", flat=True))
    if meant is None:
        raise UsageError(mark("there is no account for {name}"), name=shown(email))
    message = mark("there is no account for {name} (did you mean {suggestion}?)")
    raise UsageError(message, name=shown(email), suggestion=shown(meant))


def hold(db: str, email: str) -> models.Account:
    """The account, kept from other writers until the transaction ends."""
    return models.Account.objects.using(db).select_for_update().get(id=find(db, email).id)


def hold_by_id(db: str, account: str) -> models.Account:
    """The account with this id, kept from other writers until the transaction ends. UsageError where there is none."""
    found = models.Account.objects.using(db).select_for_update().filter(id=account).first()
    if found is None:
        raise UsageError(mark("there is no account for {name}"), name=shown(account))
    return found


def _person(row: models.Account) -> Person:
    granted: Collection[models.Grant] = row.grants_now  # type: ignore[attr-defined]
    bound: Collection[models.Duty] = row.duties_now  # type: ignore[attr-defined]
    return Person(
        id=row.id,
        name=row.name,
        email=row.email,
        language=Language(row.language),
        active=row.is_active,
        grants=frozenset(Grant(role=Role(each.role), organisation=each.organisation, unit=each.unit) for each in granted),
        duties=frozenset(Duty(name=each.name, organisation=each.organisation, unit=each.unit) for each in bound),
        leader=row.leader_id or "",
        employee=row.employee,
    )
