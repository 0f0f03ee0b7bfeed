"""Every address of the pages with what a test opens there. Whoever adds an address adds its line: test_matrix.py demands it.

`own` lies in tests.web.site.ORGANISATION, `other` in another organisation, `unknown` nowhere. Where an address is about no
object, `own` alone is enough. What may be opened by whom is not said here: it follows from the view's policy and the table in
tests/test_rights.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from engine.decisions.storm import Verb
from engine.web.api.root import urls as api
from engine.web.review.forms import FORMS
from tests.web.site import ACCOUNT, AVVIK, OTHERS_ACCOUNT, OTHERS_AVVIK, OTHERS_SYSTEM, SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    own: tuple[str, ...]
    other: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    method: str = "get"
    answer: int = 200
    """What `own` answers to whoever may: 302 where something is done and there is nothing to show."""
    is_page: bool = True
    """False for what shows nothing of its own: it is not looked at in a browser."""


HEMIT_KPI, HN_IKT_CALLS = "31f2d8557b088691", "c2bce37c6ae1c3e6"
"""A delivery of each organisation in the demo: its id follows from its bytes and what was said about them."""

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
    "avvik": Addresses(
        own=("/avvik/?organisation=hemit", "/avvik/?organisation=hemit&queue=new&text=fravær&order=due"),
        other=("/avvik/?organisation=helse-nord-ikt",),
        unknown=(
            "/avvik/?organisation=nobody",
            "/avvik/?organisation=hemit&unit=nobody",
            "/avvik/?organisation=hemit&page=0",
            f"/avvik/?page=000000001{'9' * 5_000}",
        ),
    ),
    "avvik-assign-several": Addresses(
        own=("/avvik/assign/?organisation=hemit",),
        other=("/avvik/assign/?organisation=helse-nord-ikt",),
        unknown=("/avvik/assign/?organisation=nobody",),
        method="post",
        is_page=False,
    ),
    "avvik-one": Addresses(
        own=(f"/avvik/{AVVIK}/",), other=(f"/avvik/{OTHERS_AVVIK}/",), unknown=("/avvik/A-999999/", "/avvik/x/")
    ),
    "avvik-chart": Addresses(
        own=(f"/avvik/{AVVIK}/chart.svg",),
        other=(f"/avvik/{OTHERS_AVVIK}/chart.svg",),
        unknown=("/avvik/A-999999/chart.svg",),
        is_page=False,
    ),
    "avvik-file": Addresses(
        own=(f"/avvik/{AVVIK}/files/1/",),
        other=(f"/avvik/{OTHERS_AVVIK}/files/1/",),
        unknown=(f"/avvik/{AVVIK}/files/9/", "/avvik/A-999999/files/1/"),
        is_page=False,
    ),
    **{
        f"avvik-{move.value}": Addresses(
            own=(f"/avvik/{AVVIK}/{move.value}/",),
            other=(f"/avvik/{OTHERS_AVVIK}/{move.value}/",),
            unknown=(f"/avvik/A-999999/{move.value}/",),
            method="post",
            is_page=False,
        )
        for move in FORMS
    },
    "aml": Addresses(own=("/aml/?organisation=hemit",), other=("/aml/?organisation=helse-nord-ikt",)),
    "aml-counts-file": Addresses(
        own=("/aml/counts.csv?organisation=hemit", "/aml/counts.xlsx"),
        other=("/aml/counts.csv?organisation=helse-nord-ikt",),
        unknown=("/aml/counts.pdf",),
        is_page=False,
    ),
    "aml-breaches": Addresses(
        own=("/aml/breaches/?organisation=hemit",), other=("/aml/breaches/?organisation=helse-nord-ikt",)
    ),
    "aml-breaches-file": Addresses(
        own=("/aml/breaches.csv?organisation=hemit",),
        other=("/aml/breaches.csv?organisation=helse-nord-ikt",),
        unknown=("/aml/breaches.pdf",),
        is_page=False,
    ),
    "aml-cases": Addresses(own=("/aml/cases/?organisation=hemit",), other=("/aml/cases/?organisation=helse-nord-ikt",)),
    # Before a reason is given a case that is none looks like one; tests/web/test_aml.py goes on.
    "aml-case": Addresses(
        own=("/aml/cases/H-000001/?organisation=hemit",), other=("/aml/cases/H-000001/?organisation=helse-nord-ikt",)
    ),
    "aml-what-if": Addresses(own=("/aml/what-if/?organisation=hemit",), other=("/aml/what-if/?organisation=helse-nord-ikt",)),
    "aml-access": Addresses(own=("/aml/access/?organisation=hemit",), other=("/aml/access/?organisation=helse-nord-ikt",)),
    "rules": Addresses(
        own=("/rules/?organisation=hemit", "/rules/?q=syk"),
        other=("/rules/?organisation=helse-nord-ikt",),
        unknown=("/rules/?organisation=x",),
    ),
    "rule": Addresses(
        own=("/rules/hemit-sick-leave/", "/rules/hemit-levering-kpi/"),
        other=("/rules/hnikt-first-line/",),
        unknown=("/rules/nobody/", "/rules/hemit-sick-leave/?page=9"),
    ),
    "rule-chart": Addresses(
        own=("/rules/hemit-sick-leave/chart.svg?unit=hemit",),
        other=("/rules/hnikt-first-line/chart.svg?unit=helse-nord-ikt",),
        unknown=(
            "/rules/nobody/chart.svg?unit=hemit",
            "/rules/hemit-sick-leave/chart.svg?unit=x",
            "/rules/hemit-sick-leave/chart.svg?unit=%00",
            "/rules/hemit-sick-leave/chart.svg?unit=hemit&dimension=x",
        ),
        is_page=False,
    ),
    "rule-why": Addresses(
        own=("/rules/hemit-sick-leave/why/?period=2015&unit=hemit",),
        other=("/rules/hnikt-first-line/why/?period=2023-03",),
        unknown=(
            "/rules/nobody/why/?period=2015",
            "/rules/hemit-sick-leave/why/?period=x",
            "/rules/hemit-sick-leave/why/?period=2015&unit=x",
        ),
    ),
    "deliveries": Addresses(
        own=("/deliveries/?organisation=hemit", "/deliveries/?organisation=hemit&year=2017"),
        other=("/deliveries/?organisation=helse-nord-ikt",),
        unknown=("/deliveries/?organisation=nobody", "/deliveries/?year=x", "/deliveries/?page=0", "/deliveries/?refused=99"),
    ),
    "delivery-new": Addresses(
        own=("/deliveries/new/?organisation=hemit",), other=("/deliveries/new/?organisation=helse-nord-ikt",)
    ),
    "delivery": Addresses(
        own=(f"/deliveries/{HEMIT_KPI}/",), other=(f"/deliveries/{HN_IKT_CALLS}/",), unknown=("/deliveries/nobody/",)
    ),
    "delivery-original": Addresses(
        own=(f"/deliveries/{HEMIT_KPI}/original/",),
        other=(f"/deliveries/{HN_IKT_CALLS}/original/",),
        unknown=("/deliveries/nobody/original/",),
        is_page=False,
    ),
    # tests/web/decided.py makes the two of each.
    "exemptions": Addresses(
        own=("/exemptions/?organisation=hemit",),
        other=("/exemptions/?organisation=helse-nord-ikt",),
        unknown=("/exemptions/?organisation=nobody",),
    ),
    "exemption-new": Addresses(
        own=("/exemptions/new/", "/exemptions/new/?organisation=hemit&rule=hemit-sick-leave&unit=hemit"),
        other=("/exemptions/new/?organisation=helse-nord-ikt",),
        unknown=("/exemptions/new/?organisation=nobody",),
    ),
    "exemption": Addresses(own=("/exemptions/U-0001/",), other=("/exemptions/U-0002/",), unknown=("/exemptions/U-0009/",)),
    "exemption-end": Addresses(
        own=("/exemptions/U-0001/end/",),
        other=("/exemptions/U-0002/end/",),
        unknown=("/exemptions/U-0009/end/",),
        method="post",
        is_page=False,
    ),
    "maintenance": Addresses(
        own=("/maintenance/?organisation=hemit",),
        other=("/maintenance/?organisation=helse-nord-ikt",),
        unknown=("/maintenance/?organisation=nobody",),
    ),
    "maintenance-new": Addresses(
        own=("/maintenance/new/?organisation=hemit",), other=("/maintenance/new/?organisation=helse-nord-ikt",)
    ),
    "maintenance-one": Addresses(
        own=("/maintenance/V-0001/",), other=("/maintenance/V-0002/",), unknown=("/maintenance/V-0009/",)
    ),
    "maintenance-end": Addresses(
        own=("/maintenance/V-0001/end/",),
        other=("/maintenance/V-0002/end/",),
        unknown=("/maintenance/V-0009/end/",),
        method="post",
        is_page=False,
    ),
    "held": Addresses(
        own=("/held/?organisation=hemit",),
        other=("/held/?organisation=helse-nord-ikt",),
        unknown=("/held/?organisation=nobody",),
    ),
    "held-one": Addresses(own=("/held/S-0001/",), other=("/held/S-0002/",), unknown=("/held/S-0009/",)),
    **{
        f"held-{verb.value}": Addresses(
            own=(f"/held/S-0001/{verb.value}/",),
            other=(f"/held/S-0002/{verb.value}/",),
            unknown=(f"/held/S-0009/{verb.value}/",),
            method="post",
            is_page=False,
        )
        for verb in Verb
    },
    "log": Addresses(
        own=("/log/", "/log/?list=decisions", "/log/?avvik=A-000001&kind=opened"),
        unknown=("/log/?kind=x", "/log/?day=x", "/log/?before=x"),
    ),
    "home": Addresses(own=("/home/",), is_page=False),
    "accounts": Addresses(
        own=("/accounts/", "/accounts/?organisation=hemit&text=kari&role=admin&state=open"),
        other=("/accounts/?organisation=helse-nord-ikt",),
        unknown=("/accounts/?organisation=nobody", "/accounts/?role=boss", "/accounts/?state=x", "/accounts/?page=9"),
    ),
    "account-new": Addresses(own=("/accounts/new/",)),
    "account-systems": Addresses(own=("/accounts/systems/",)),
    # Accounts have random ids; tests/web/conftest.py makes these two.
    "account": Addresses(
        own=(f"/accounts/{ACCOUNT}/",), other=(f"/accounts/{OTHERS_ACCOUNT}/",), unknown=("/accounts/nobody/",), is_page=False
    ),
    "account-act": Addresses(
        own=(f"/accounts/{ACCOUNT}/close/", f"/accounts/{ACCOUNT}/give/", f"/accounts/{ACCOUNT}/erase/"),
        other=(f"/accounts/{OTHERS_ACCOUNT}/close/",),
        unknown=("/accounts/nobody/close/", f"/accounts/{ACCOUNT}/promote/"),
        method="post",
        is_page=False,
    ),
    "account-token-end": Addresses(
        own=(f"/accounts/tokens/{SYSTEM}/end/",),
        other=(f"/accounts/tokens/{OTHERS_SYSTEM}/end/",),
        unknown=("/accounts/tokens/nobodys/end/",),
        method="post",
        answer=302,
        is_page=False,
    ),
    "sessions": Addresses(own=("/account/sessions/",)),
    "sessions-end-others": Addresses(own=("/account/sessions/end-others/",), method="post", is_page=False),
    "session-end": Addresses(own=(), unknown=("/account/sessions/nobodys/end/",), method="post", is_page=False),
    "language": Addresses(own=("/language/",), method="post", is_page=False),
    "welcome": Addresses(own=(), unknown=("/welcome/nobody-has-this-code/",)),
    "welcome-own": Addresses(own=(), unknown=("/welcome/nobody-has-this-code/own/",), method="post"),
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
