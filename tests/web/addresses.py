"""Every address of the pages with what a test opens there. Whoever adds an address adds its line: test_matrix.py demands it.

`own` lies in tests.web.site.ORGANISATION, `other` in another organisation, `unknown` nowhere. Where an address is about no
object, `own` alone is enough. What may be opened by whom is not said here: it follows from the view's policy and the table in
tests/test_rights.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


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
    "reports": Addresses(
        own=("/reports/", "/reports/?organisation=hemit"),
        other=("/reports/?organisation=helse-nord-ikt",),
        unknown=("/reports/?organisation=nobody",),
    ),
    "reports-read": Addresses(
        own=("/reports/hemit/arsrapport/2015/", "/reports/hemit/arsrapport/2015/?lang=en"),
        other=("/reports/helse-nord-ikt/virksomhetsrapport/2023-03/",),
        unknown=(
            *("/reports/nobody/arsrapport/2015/", "/reports/hemit/nothing/2015/", "/reports/hemit/arsrapport/2015-01/"),
            *("/reports/hemit/arsrapport/x/", "/reports/hemit/arsrapport/2090/"),
        ),
    ),
    "reports-words": Addresses(
        own=("/reports/hemit/arsrapport/2015/words/",),
        other=("/reports/helse-nord-ikt/virksomhetsrapport/2023-03/words/",),
        unknown=("/reports/hemit/nothing/2015/words/",),
    ),
    "reports-final": Addresses(
        own=("/reports/hemit/arsrapport/2015/final/",),
        other=("/reports/helse-nord-ikt/virksomhetsrapport/2023-03/final/",),
        unknown=("/reports/hemit/nothing/2015/final/",),
    ),
    "reports-draft-file": Addresses(
        own=("/reports/hemit/arsrapport/2015/file/html/",),
        other=("/reports/helse-nord-ikt/virksomhetsrapport/2023-03/file/html/",),
        unknown=("/reports/hemit/arsrapport/2015/file/exe/",),
        is_page=False,
    ),
    # The demo has no final reports; tests/web/conftest.py makes the two.
    "reports-edition": Addresses(
        own=("/reports/editions/1/",), other=("/reports/editions/2/",), unknown=("/reports/editions/9/",), is_page=False
    ),
    "reports-edition-file": Addresses(
        own=("/reports/editions/1/html/",),
        other=("/reports/editions/2/html/",),
        unknown=("/reports/editions/1/exe/", "/reports/editions/9/html/"),
        is_page=False,
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
}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address that the pages have."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        else:
            yield each
