"""The door to accounts: who there is, what they may, and every change to it with who made it and when."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from engine.accounts import Act, Order, Standing
from engine.errors import UsageError
from engine.language import Language, mark
from engine.names import shown
from engine.people import Duty, Grant, Person, Token
from engine.store import address
from engine.store.database import Database
from engine.store.people import given, invitations, models, orders, rows, sign_in, standings, tokens, visits
from engine.store.people.events import Change, Happened, Kind, history, tell
from engine.store.people.tokens import Asked, Issued
from engine.store.people.visits import Visit


def open_people(url: str) -> "People":
    """The accounts at this address. Raises StoreError for what is no address; nothing is connected to or made yet."""
    return People(Database(address.parse(url)))


class People:
    """Errors of the database are StoreErrors. What one call writes is one transaction. Times are aware datetimes.

    `who` is an account's e-mail address, in any case; UsageError where there is none.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def everybody(self, organisation: str | None = None) -> tuple[Person, ...]:
        """Everybody by name, or those who have a role or a duty in an organisation now; closed accounts too."""
        with self._database.reading() as db:
            return rows.persons(db, None if organisation is None else rows.of_organisation(db, organisation))

    def by_id(self, account: str) -> Person | None:
        with self._database.reading() as db:
            return next(iter(rows.persons(db, Q(id=account))), None)

    def names(self, accounts: Collection[str]) -> Mapping[str, str]:
        """What the people with these ids are called; one query."""
        with self._database.reading() as db:
            return rows.names(db, accounts)

    def person(self, who: str) -> Person:
        with self._database.reading() as db:
            return rows.persons(db, Q(id=rows.find(db, who).id))[0]

    def history(self, who: str) -> tuple[Happened, ...]:
        """What happened to an account, the oldest first."""
        with self._database.reading() as db:
            return history(db, rows.find(db, who).id)

    def history_of(self, account: str) -> tuple[Happened, ...]:
        """The same of the account with this id."""
        with self._database.reading() as db:
            return history(db, account)

    def add(self, email: str, name: str, change: Change, language: Language = Language.NB) -> Person:
        """A new account without a password: nobody can sign in before an invitation was accepted."""
        folded = _checked(email, name)
        with self._database.transaction() as db:
            if models.Account.objects.using(db).filter(email=folded).exists():
                raise UsageError(mark("there is an account for {name} already"), name=shown(folded))
            account = models.Account(email=folded, name=name.strip(), language=language.value, password=make_password(None))
            account.save(using=db, force_insert=True)
            tell(db, account.id, Kind.ADDED, change)
            return rows.persons(db, Q(id=account.id))[0]

    def edit(self, who: str, change: Change, **columns: str) -> Person:
        """Change `name`, `language`, `leader` (an e-mail address, empty = none) or `employee` (a pseudonym)."""

        def act(db: str, account: models.Account) -> None:
            values: dict[str, Any] = {name: value for name, value in columns.items() if name != "leader"}
            if "leader" in columns:
                values["leader_id"] = _leader(db, account, columns["leader"])
            models.Account.objects.using(db).filter(id=account.id).update(**values)
            tell(db, account.id, Kind.EDITED, change, {"what": sorted(columns)})

        return self._change(who, act)

    def give(self, who: str, what: Grant | Duty, change: Change) -> Person:
        """Give a role or a duty. Given already, it stays as it is."""
        return self._change(who, lambda db, account: given.give(db, account, what, change))

    def invite(self, who: str, change: Change, lasts: timedelta = invitations.LASTS) -> str:
        """A one-time code with which the account's password may be set; the older ones are void from now on."""
        with self._database.transaction() as db:
            return invitations.make(db, rows.hold(db, who), change, lasts)

    def invited(self, code: str, at: datetime) -> Person | None:
        """Whom a code is good for at this time; None for any other text."""
        with self._database.reading() as db:
            found = invitations.good(db, code, at)
            return None if found is None else rows.persons(db, Q(id=found.account_id))[0]

    def accept(self, code: str, password: str | None, at: datetime) -> Person | None:
        """Use the code up and set the password, or take it away; every session ends. None for a code that is not good."""
        hashed = make_password(password)  # before the transaction: it is slow on purpose
        with self._database.transaction() as db:
            first = invitations.good(db, code, at)
            # Looked at again with the account held: two who use the same code at once must not both succeed.
            account = None if first is None else rows.hold(db, first.account.email)
            found = invitations.good(db, code, at)
            if account is None or found is None:
                return None
            invitations.accept(db, found, hashed, at)
            return rows.persons(db, Q(id=account.id))[0]

    def standings(self, organisations: frozenset[str] | None = None) -> tuple[Standing, ...]:
        """Every account by name, or those that have or had a role or a duty in one of these organisations."""
        with self._database.reading() as db:
            return standings.standings(db, None if organisations is None else standings.ever_in(db, organisations))

    def standing(self, account: str) -> Standing | None:
        """The account with this id."""
        with self._database.reading() as db:
            return next(iter(standings.standings(db, Q(id=account))), None)

    def carry_out(self, account: str, order: Order, change: Change, asked: orders.Asked) -> None:
        """Do what was ordered with the account with this id. AccountRefused for what may not be done, AccountOvertaken where
        somebody changed it since the form was made. The same order twice, as a double click sends it, is carried out once.
        """
        with self._database.transaction() as db:
            orders.carry_out(db, rows.hold_by_id(db, account), order, change, asked)
        if order.act is Act.ERASE:
            self._database.scrub()

    def may_carry_out(self, account: str, order: Order, change: Change, asked: orders.Asked) -> None:
        """As `carry_out`, without doing it."""
        with self._database.transaction() as db:
            orders.is_new(db, rows.hold_by_id(db, account), order, change, asked)

    def order_invitation(self, account: str, change: Change, asked: orders.Asked) -> str:
        """A one-time code, as `invite` makes one, for whoever may ask for it. A second click makes another."""
        with self._database.transaction() as db:
            held = rows.hold_by_id(db, account)
            orders.is_new(db, held, Order(act=Act.INVITE), change, asked)
            return invitations.make(db, held, change, invitations.LASTS)

    def begin_visit(self, account: str, browser: str, at: datetime, over_before: datetime) -> str:
        """A session of the account with this id begins; its own id."""
        with self._database.transaction() as db:
            return visits.begin(db, account, browser, at, over_before)

    def visit_lasts(self, visit: str, account: str, at: datetime, note_every: timedelta) -> bool:
        """Whether nobody has ended the session. When it was used is noted where that was last done so long ago."""
        with self._database.reading() as db:
            return visits.last(db, visit, account, at, note_every)

    def visits(self, account: str) -> tuple[Visit, ...]:
        """The sessions that last, the one used last first."""
        with self._database.reading() as db:
            return visits.of(db, account)

    def end_visits(self, account: str, *, only: str = "", but: str = "", change: Change | None = None) -> int:
        """End the account's sessions, only one, or all but one; how many there were. `change`: put it on record."""
        with self._database.transaction() as db:
            return visits.end(db, account, only=only, but=but, change=change)

    def has_identity(self, account: str) -> bool:
        """Whether the organisation's own sign-in knows the account with this id."""
        with self._database.reading() as db:
            return account in sign_in.with_identity(db)

    def accept_identity(self, code: str, at: datetime) -> Person | None:
        """Use the code up for whoever signs in elsewhere from now on: no password, no second factor, no earlier identity."""
        person = self.accept(code, None, at)
        if person is not None:
            with self._database.transaction() as db:
                sign_in.forget_second_factor(db, person.id)
                sign_in.forget_identities(db, person.id)
        return person

    def tell(self, account: str, kind: Kind, change: Change, **details: str) -> None:
        """Put on record what happened to the account with this id."""
        with self._database.transaction() as db:
            tell(db, account, kind, change, details)

    def issue(self, who: str | None, asked: Asked, change: Change) -> Issued:
        """A new token of an account, or of a system where there is no `who`. Its secret is told here and never again."""
        with self._database.transaction() as db:
            return tokens.issue(db, None if who is None else rows.hold(db, who), asked, change)

    def tokens(self, account: str | None = None) -> tuple[Token, ...]:
        """All of them, or those of the account with this id; the newest first, expired and ended ones too."""
        with self._database.reading() as db:
            return tokens.tokens(db, None if account is None else Q(account=account))

    def end_token(self, token: str, change: Change) -> Token:
        """It opens nothing from its next use on. UsageError where there is none of this id."""
        with self._database.transaction() as db:
            tokens.end(db, tokens.find(db, token), change)
            return tokens.find(db, token)

    def bearer(self, secret: str, at: datetime) -> Token | None:
        """The token whose secret somebody shows, if it is good now."""
        with self._database.reading() as db:
            return tokens.bearer(db, secret, at)

    def _change(self, who: str, act: Callable[[str, models.Account], None]) -> Person:
        with self._database.transaction() as db:
            account = rows.hold(db, who)
            act(db, account)
            return rows.persons(db, Q(id=account.id))[0]


def _checked(email: str, name: str) -> str:
    folded = rows.fold(email)
    login, _, host = folded.partition("@")
    if not login or not host or "@" in host or len(folded) > models.EMAIL_LENGTH or not folded.isprintable() or " " in folded:
        raise UsageError(mark("{name} is no e-mail address"), name=shown(email))
    if not name.strip() or not name.isprintable():
        raise UsageError(mark("an account has a name: who is {name}?"), name=shown(folded))
    return folded


def _leader(db: str, account: models.Account, email: str) -> str | None:
    if not email:
        return None
    leader = rows.find(db, email)
    if leader.id == account.id:
        raise UsageError(mark("nobody is their own leader: {name}"), name=shown(email))
    return leader.id
