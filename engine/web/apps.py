"""The pages as a Django app: its templates, its style sheet, and what is put on record when somebody signs in."""

from django.apps import AppConfig


class Web(AppConfig):
    name = "engine.web"
    label = "web"

    def ready(self) -> None:
        from engine.web.sign_in import events

        events.listen()
