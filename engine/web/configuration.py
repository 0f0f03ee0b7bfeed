"""Django's settings for the pages, made from ours: chosen before the first table is loaded, never changed after."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.language import Language
from engine.settings import Settings
from engine.web.secret import secret_key

HERE = Path(__file__).parent
IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 10 * 60 * 60
LEAST_PASSWORD = 15
LONGEST_PASSWORD = 200
MOST_KEPT = 100_000
"""Counts of tries and used codes that are kept at once. With Django's 300 a stranger who tries many addresses from many places
would push the count for the one address out that they are after.
"""
LARGEST_FORM = 1 << 20
"""Bytes of a form without its files."""
MOST_FIELDS = 2_000
MOST_FILES = 20
OWN_APPS = ("contenttypes", "auth", "sessions", "account", "mfa", "socialaccount")
"""Other people's apps whose tables the pages need beside ours, in the order in which they build on each other."""


_APPS = (
    "engine.web",
    "engine.store",
    "engine.store.person",
    "engine.store.people",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
)

_MIDDLEWARE = (
    "engine.web.headers.Headers",  # outermost: what is refused further in carries the headers too
    "engine.web.api.problems.ApiErrors",
    "engine.web.uploads.LargestRequest",
    "engine.web.zero_bytes.ZeroBytes",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "engine.web.proxies.Proxies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "engine.web.sessions.SessionLimits",
    "engine.web.reader.ReaderLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "engine.web.errors.UserErrors",
    "engine.web.access.Guard",
)

_TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [HERE / "templates"],
    "APP_DIRS": True,
    "OPTIONS": {
        "builtins": ["engine.web.tags"],
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.messages.context_processors.messages",
            "engine.web.reader.of_page",
        ],
        "string_if_invalid": "",
    },
}


URLS, DEMO_URLS = "engine.web.urls", "engine.web.demo.urls"


def configure(settings: Settings, urls: str = URLS) -> None:
    """Choose Django's settings for this process, and the database that the pages' own tables lie in. Again the same: no matter.

    RuntimeError when others were chosen before.
    """
    from django.conf import settings as django

    if django.configured and getattr(django, "MALVAKT", None) == settings:
        return
    django.configure(**django_settings(settings), ROOT_URLCONF=urls)
    from engine.store.database import use_as_default  # only now: the store loads Django as it was just set up

    use_as_default(settings.database_url)


def django_settings(settings: Settings) -> dict[str, Any]:
    base = urlsplit(settings.base_url)
    is_https = base.scheme == "https"
    return {
        "MALVAKT": settings,
        "SECRET_KEY": secret_key(settings),
        "DEBUG": False,
        "ALLOWED_HOSTS": sorted({base.hostname or "", "127.0.0.1", "localhost", "[::1]"}),
        "INSTALLED_APPS": _APPS,
        "MIDDLEWARE": _MIDDLEWARE,
        "TEMPLATES": [_TEMPLATES],
        "CACHES": {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": MOST_KEPT}}
        },
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "STATIC_URL": "/static/",
        "STATIC_ROOT": str(settings.cache.absolute() / "static"),
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is served back from a folder
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        },
        "DATA_UPLOAD_MAX_MEMORY_SIZE": LARGEST_FORM,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": MOST_FIELDS,
        "DATA_UPLOAD_MAX_NUMBER_FILES": MOST_FILES,
        "LOGGING_CONFIG": None,
        **_TIME_AND_LANGUAGE,
        **_accounts(settings),
        **_cookies(is_https),
        **_transport(settings, is_https),
    }


_TIME_AND_LANGUAGE = {
    "LANGUAGE_CODE": Language.NB.value,
    "LANGUAGES": [(Language.NB.value, "Norsk"), (Language.EN.value, "English")],
    "USE_I18N": True,
    "USE_TZ": True,
    "TIME_ZONE": "UTC",
}


def _accounts(settings: Settings) -> dict[str, Any]:
    return {
        "AUTH_USER_MODEL": "people.Account",
        "AUTHENTICATION_BACKENDS": ["engine.web.sign_in.backend.ByPassword"],
        "PASSWORD_HASHERS": ["engine.web.sign_in.hasher.Argon2"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": LEAST_PASSWORD},
            },
            {"NAME": "engine.web.sign_in.passwords.Guessable"},
            {"NAME": "engine.web.sign_in.passwords.Longest"},
            {
                "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["email", "name"]},
            },
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "home",
        "ACCOUNT_ADAPTER": "engine.web.sign_in.adapters.Accounts",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        # A whole organisation may come from one address at eight o'clock; guesses are counted by themselves.
        "ACCOUNT_RATE_LIMITS": {
            "login": "120/m/ip",
            "login_failed": "20/m/ip,5/300s/key,50/d/key",
            "reauthenticate": "10/m/user",
        },
        "MFA_ADAPTER": "engine.web.sign_in.adapters.SecondFactor",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": "Målvakt",
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,  # whoever made the account vouched for the address
        "SOCIALACCOUNT_ADAPTER": "engine.web.sign_in.adapters.OwnSignIn",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": _provider(settings)}},
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_REQUESTS_TIMEOUT": 10,
    }


def _provider(settings: Settings) -> list[dict[str, Any]]:
    if not settings.oidc_issuer:
        return []
    return [
        {
            "provider_id": "own",
            "name": settings.oidc_name,
            "client_id": settings.oidc_client_id,
            "secret": settings.oidc_client_secret.get_secret_value(),
            "settings": {"server_url": settings.oidc_issuer, "oauth_pkce_enabled": True},
        }
    ]


def _cookies(is_https: bool) -> dict[str, Any]:
    # __Host-: the browser itself sees to it that no neighbouring host and no plain http can set the cookie.
    prefix = "__Host-" if is_https else ""
    return {
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SESSION_COOKIE_NAME": f"{prefix}malvakt",
        "SESSION_COOKIE_AGE": ABSOLUTE_SECONDS,
        "SESSION_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",  # Strict would lose the session on the way back from the organisation's sign-in
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_COOKIE_NAME": f"{prefix}malvakt-csrf",
        "CSRF_COOKIE_SECURE": is_https,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_FAILURE_VIEW": "engine.web.errors.csrf_failure",
        "LANGUAGE_COOKIE_NAME": f"{prefix}malvakt-language",
        "LANGUAGE_COOKIE_SECURE": is_https,
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
        "MESSAGE_STORAGE": "engine.web.told.Told",
    }


def _transport(settings: Settings, is_https: bool) -> dict[str, Any]:
    issuer = urlsplit(settings.oidc_issuer)
    return {
        "SECURE_HSTS_SECONDS": settings.hsts_seconds if is_https else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "CSRF_TRUSTED_ORIGINS": [settings.base_url],
        "CONTENT_SECURITY_POLICY": {
            "DIRECTIVES": {
                "default-src": ["'none'"],
                "script-src": ["'self'"],
                "style-src": ["'self'"],
                "img-src": ["'self'", "data:"],  # the code for the code app is a picture in the page
                "font-src": ["'self'"],
                "connect-src": ["'self'"],
                # Browsers hold a form's redirects to this too: the way to the organisation's sign-in begins with a form.
                "form-action": ["'self'", *([f"https://{issuer.netloc}"] if issuer.netloc else [])],
                "base-uri": ["'none'"],
                "frame-ancestors": ["'none'"],
            }
        },
    }
