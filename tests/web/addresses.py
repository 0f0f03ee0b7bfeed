"""Every address of the pages with what a test opens there. Whoever adds an address adds its line: test_matrix.py demands it.

`own` lies in tests.web.site.ORGANISATION, `other` in another organisation, `unknown` nowhere. Where an address is about no
object, `own` alone is enough. What may be opened by whom is not said here: it follows from the view's policy and the table in
tests/test_rights.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from engine.web.api.root import urls as api


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    own: tuple[str, ...]
    other: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    method: str = "get"
    is_page: bool = True
    """False for what shows nothing of its own: it is not looked at in a browser."""


ADDRESSES: dict[str, Addresses] = {
    "overview": Addresses(
        own=("/?organisation=hemit", "/?organisation=hemit&period=2015&compare=2014"),
        other=("/?organisation=helse-nord-ikt",),
        unknown=("/?organisation=nobody", "/?organisation=hemit&period=x", "/?organisation=hemit&unit=nobody"),
    ),
    "language": Addresses(own=("/language/",), method="post", is_page=False),
    "welcome": Addresses(own=(), unknown=("/welcome/nobody-has-this-code/",)),
    "account_login": Addresses(own=("/sign-in/",)),
    "account_logout": Addresses(own=("/sign-out/",)),
    "account_inactive": Addresses(own=("/sign-in/closed/",)),
    "account_signup": Addresses(own=("/sign-in/new/",)),
    "account_reauthenticate": Addresses(own=("/account/again/",), is_page=False),
    "account_change_password": Addresses(own=("/account/password/",), is_page=False),
    "mfa_index": Addresses(own=("/account/",)),
    "mfa_authenticate": Addresses(own=("/sign-in/code/",), is_page=False),
    "mfa_reauthenticate": Addresses(own=("/account/again/code/",), is_page=False),
    "mfa_activate_totp": Addresses(own=("/account/code-app/",), is_page=False),
    "mfa_deactivate_totp": Addresses(own=("/account/code-app/remove/",), is_page=False),
    "mfa_view_recovery_codes": Addresses(own=("/account/recovery-codes/",), is_page=False),
    "mfa_generate_recovery_codes": Addresses(own=("/account/recovery-codes/new/",), is_page=False),
    "mfa_download_recovery_codes": Addresses(own=("/account/recovery-codes/file/",), is_page=False),
    "openid_connect_login": Addresses(own=(), unknown=("/sign-in/oidc/nobody/login/",)),
    "openid_connect_callback": Addresses(own=(), unknown=("/sign-in/oidc/nobody/login/callback/",)),
    "socialaccount_login_cancelled": Addresses(own=("/sign-in/oidc/cancelled/",)),
    "socialaccount_login_error": Addresses(own=("/sign-in/oidc/error/",)),
    "socialaccount_signup": Addresses(own=("/sign-in/oidc/new/",), is_page=False),
    "tokens": Addresses(own=("/account/tokens/",)),
    "token-end": Addresses(own=(), unknown=("/account/tokens/nobodys/end/",), method="post", is_page=False),
    "api-docs": Addresses(own=("/api/docs/",)),
    # What the API answers to whom is tried operation by operation in tests/web/api/test_matrix.py.
    **{each.name: Addresses(own=(), is_page=False) for each in api[0]},
}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address that the pages have."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        else:
            yield each
