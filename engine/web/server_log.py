"""What the server itself says goes into our own log; of a request that it cannot read, no letter: there may be a name in it."""

from typing import Any, Final

from gunicorn.glogging import Logger

_UNREADABLE: Final = "Invalid request"
"""What gunicorn begins with before it repeats the line or the header that it could not read."""


class ServerLog(Logger):  # type: ignore[misc]
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()  # ours is the root's: engine/logs.py
        self.error_log.propagate = True

    def warning(self, msg: str, *args: object, **given: Any) -> None:
        told = (_UNREADABLE,) if msg.startswith(_UNREADABLE) else (msg, *args)
        super().warning(*told, **given)
