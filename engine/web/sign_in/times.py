"""When a session began and was last used, in seconds, as the session itself has it."""

from typing import Final

from django.http import HttpRequest

BEGAN: Final = "began"
SEEN: Final = "seen"


def begin(request: HttpRequest, at: int) -> None:
    """Note the times with the sign-in itself, which writes the session anyway."""
    request.session[BEGAN] = request.session[SEEN] = at
