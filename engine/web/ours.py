"""Målvakt's own settings, as the pages were started with them."""

from django.conf import settings as django

from engine.settings import Settings


def ours() -> Settings:
    # The type checker knows the settings that the store has alone.
    found: Settings = django.MALVAKT  # type: ignore[misc]
    return found
