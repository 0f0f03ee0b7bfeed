"""What a page says once of what was just done: it travels in a signed cookie, so that showing it writes nothing."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Told(CookieStorage):
    """In the session each message would cost two writes, and the second one would let a reader wait for a round."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return f"{settings.SESSION_COOKIE_NAME}-told"
