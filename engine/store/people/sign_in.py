"""What the sign-in keeps of an account in tables of its own: second factors, identities, addresses, sessions.

The tables are other people's and may not be there yet: a database that no pages were served from has none of them.
"""

import base64
import json
import zlib
from collections.abc import Collection, Iterator
from typing import Any

from django.db import connections

_OF_ACCOUNT = ("mfa_authenticator", "socialaccount_socialaccount", "account_emailaddress")
_BELOW = (
    ("socialaccount_socialtoken", "account_id", "socialaccount_socialaccount"),
    ("account_emailconfirmation", "email_address_id", "account_emailaddress"),
)
"""What hangs on a row of an account: its table, its column, and the table that it hangs on."""
_SESSIONS = "django_session"


def having(db: str, table: str) -> frozenset[str]:
    """The accounts that have a row in one of these tables."""
    return frozenset(_ids(db, table)) if table in _there(db) else frozenset()


def with_second_factor(db: str) -> frozenset[str]:
    return having(db, "mfa_authenticator")


def with_identity(db: str) -> frozenset[str]:
    return having(db, "socialaccount_socialaccount")


def forget_second_factor(db: str, account: str) -> None:
    _delete(db, ("mfa_authenticator",), account)


def forget_identities(db: str, account: str) -> None:
    _delete_below(db, account)
    _delete(db, ("socialaccount_socialaccount",), account)


def forget(db: str, account: str, email: str) -> None:
    """Take everything away that the sign-in keeps of the account, its sessions and those of tries with its address too."""
    _delete_below(db, account)
    _delete(db, _OF_ACCOUNT, account)
    if _SESSIONS in _there(db):
        _forget_sessions(db, account, email)


def _forget_sessions(db: str, account: str, email: str) -> None:
    with connections[db].cursor() as cursor:
        cursor.execute(f"SELECT session_key, session_data FROM {_SESSIONS}")  # noqa: S608
        named = [key for key, data in cursor.fetchall() if _names(data, account, email)]
        for key in named:
            cursor.execute(f"DELETE FROM {_SESSIONS} WHERE session_key = %s", [key])  # noqa: S608


def _names(data: str, account: str, email: str) -> bool:
    text = json.dumps(_opened(data), ensure_ascii=False).casefold()
    return account in text or email in text


def _opened(data: str) -> Any:
    """What a session holds. Its signature does not matter to whoever is about to delete it; what is no session is empty."""
    packed, payload = data[:1] == ".", data.lstrip(".").partition(":")[0]
    try:
        plain = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return json.loads(zlib.decompress(plain) if packed else plain)
    except (ValueError, zlib.error):
        return {}


def _delete(db: str, tables: Collection[str], account: str) -> None:
    there = _there(db)
    with connections[db].cursor() as cursor:
        for table in tables:
            if table in there:
                cursor.execute(f"DELETE FROM {table} WHERE user_id = %s", [account])  # noqa: S608 -- our own names


def _delete_below(db: str, account: str) -> None:
    tables = _there(db)
    with connections[db].cursor() as cursor:
        for table, column, above in _BELOW:
            if table in tables:
                rows = f"SELECT id FROM {above} WHERE user_id = %s"  # noqa: S608 -- our own names
                cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({rows})", [account])  # noqa: S608


def _ids(db: str, table: str) -> Iterator[str]:
    with connections[db].cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT user_id FROM {table}")  # noqa: S608 -- our own names
        yield from (row[0] for row in cursor.fetchall())


def _there(db: str) -> frozenset[str]:
    return frozenset(connections[db].introspection.table_names())
