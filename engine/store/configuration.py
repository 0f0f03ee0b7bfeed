"""Django's settings for the store. Which database is used is said when one is opened, not here."""

import os

from django.apps import apps
from django.conf import settings

INSTALLED_APPS = ["engine.store", "engine.store.person", "engine.store.people"]
AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None  # the program that uses the store decides what is logged


def set_up() -> None:
    """Load the tables. Whoever has chosen Django settings of their own, such as the pages, keeps them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engine.store.configuration")
    # What django.setup() does besides, it does for pages: loading their URLs takes a fifth of the start.
    apps.populate(settings.INSTALLED_APPS)
