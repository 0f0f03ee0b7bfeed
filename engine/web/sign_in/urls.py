"""The ways in. allauth's own views, those that are used and no others, under the names that it knows them by."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path

from engine.web.access import ON_THE_WAY_IN, guarded, public, signed_in
from engine.web.sign_in import identity, leaving, mine, password, visits
from engine.web.sign_in.welcome import welcome

urlpatterns = [
    path("welcome/<str:code>/", welcome, name="welcome"),
    path("welcome/<str:code>/own/", identity.welcome, name="welcome-own"),
    path("sign-in/", public(account.login), name="account_login"),
    path("sign-in/code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/closed/", public(account.account_inactive), name="account_inactive"),
    path("sign-in/new/", public(account.signup), name="account_signup"),
    path("sign-in/oidc/<str:provider_id>/login/", identity.login, name="openid_connect_login"),
    path("sign-in/oidc/<str:provider_id>/login/callback/", public(oidc.callback), name="openid_connect_callback"),
    path("sign-in/oidc/cancelled/", public(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("sign-in/oidc/error/", public(social.login_error), name="socialaccount_login_error"),
    path("sign-in/oidc/new/", public(social.signup), name="socialaccount_signup"),
    path("sign-out/", leaving.leave, name="account_logout"),
    path("account/again/", guarded(account.reauthenticate, ON_THE_WAY_IN), name="account_reauthenticate"),
    path("account/again/code/", guarded(mfa.reauthenticate, ON_THE_WAY_IN), name="mfa_reauthenticate"),
    path("account/password/", password.change, name="account_change_password"),
    path("account/", signed_in(mine.Mine.as_view()), name="mfa_index"),
    path("account/sessions/", visits.sessions, name="sessions"),
    path("account/sessions/end-others/", visits.end_others, name="sessions-end-others"),
    path("account/sessions/<str:visit>/end/", visits.end, name="session-end"),
    path("account/code-app/", guarded(totp.activate_totp, ON_THE_WAY_IN), name="mfa_activate_totp"),
    path("account/code-app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", signed_in(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/file/", signed_in(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
