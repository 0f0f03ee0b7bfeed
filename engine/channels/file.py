"""A file for each letter in a folder that something else watches; it opens in a mail program.

- {id: mappe, kind: file, folder: var/notices}
"""

import os
from contextlib import suppress
from email.headerregistry import Address
from pathlib import Path
from typing import Literal

from engine.channels.config import ChannelConfig
from engine.channels.mail import mail
from engine.channels.outcome import Unreachable
from engine.channels.outside import Occasion
from engine.notify.notice import Letter
from engine.schema import Line


class Config(ChannelConfig):
    kind: Literal["file"]
    folder: Line


def send(config: Config, letter: Letter, occasion: Occasion) -> None:  # noqa: ARG001 (nothing leaves the machine)
    """The file is there whole or not at all; the same letter again is the same file."""
    content = mail(letter, Address("Målvakt", "malvakt", "malvakt.invalid"), letter.address or "malvakt@malvakt.invalid")
    folder = Path(config.folder)
    unfinished = folder / f".{letter.key}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / f"{letter.key}.eml")
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise Unreachable(f"the folder cannot be written to: {os.strerror(error.errno or 0)}") from None
