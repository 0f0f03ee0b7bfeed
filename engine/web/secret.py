"""The key that seals sessions and second factors: from the settings, else from a file that is made at the first start."""

import os
import secrets
from pathlib import Path

from engine.errors import Place, Problem, SettingsError
from engine.language import mark
from engine.settings import Settings

LEAST = 50


def secret_key(settings: Settings) -> str:
    """Raises SettingsError for a key that is too short, and for a file that others may read or that cannot be made."""
    given = settings.secret_key.get_secret_value()
    if given:
        return _long_enough(given, "MALVAKT_SECRET_KEY")
    file = settings.secret_key_file
    try:
        _make(file)
        if file.stat().st_mode & 0o077:
            raise _problem(file, mark("others may read the secret key: chmod 600 {file}, and think of making a new one"))
        return _long_enough(file.read_text(encoding="ascii").strip(), str(file))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "ASCII"
        raise _problem(file, mark("the secret key cannot be read from {file} or made there: {reason}"), reason) from None


def _make(file: Path) -> None:
    """Two who start at once end with the same key: the file appears whole under its name, and only once."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        file.hardlink_to(fresh)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def _long_enough(key: str, place: str) -> str:
    if len(key) < LEAST or len(set(key)) < LEAST // 5:
        message = mark("a secret key has at least {least} random characters")
        raise SettingsError("", [Problem(Place(place), "S002", message, {"least": LEAST})])
    return key


def _problem(file: Path, message: str, reason: object = "") -> SettingsError:
    return SettingsError("", [Problem(Place(str(file)), "S004", message, {"file": file, "reason": reason})])
