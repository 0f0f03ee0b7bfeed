"""An account by its e-mail address and password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from engine.store.people.rows import fold


class ByPassword(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **given: Any
    ) -> AbstractBaseUser | None:
        """The same time and the same answer for an unknown address, a closed account and a wrong password."""
        email = username or given.get("email")
        return None if email is None or password is None else super().authenticate(request, fold(email), password)
