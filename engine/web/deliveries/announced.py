"""What the form of `/deliveries/new/` says about a file, with everything that is wrong with it at its field, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from engine.facts import Delivery, Way
from engine.intake import TIDY, Profile, choose, declare
from engine.intake.announcing import Part, WrongAnnouncement
from engine.language import Language, mark, translate
from engine.names import printable
from engine.periods import NotAPeriod, Period

LARGEST: Final = 20 * 1024 * 1024
"""Bytes through the pages; larger ones are taken in where they lie, by `malvakt ingest`."""
LONGEST_NAME: Final = 150
STATUSES: Final = {"": None, "preliminary": True, "final": False}
_FIELDS: Final = {Part.SOURCE: "source", Part.PERIOD: "period", Part.ORGANISATION: "source", Part.NUMBERS: "file"}


@dataclass(slots=True)
class Announced:
    """A form that was sent. `delivery` and `profile` are there where nothing is wrong."""

    language: Language
    delivery: Delivery | None = None
    profile: Profile | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    """Field → what is wrong there, in the reader's words."""

    def refuse(self, name: str, message: str, **details: object) -> None:
        self.wrong.setdefault(name, translate(message, self.language).format(**details))


def announced(
    said: QueryDict,
    file: object,
    profiles: Sequence[tuple[str, Profile]],
    *,
    organisation: str,
    sender: str,
    at: datetime,
    language: Language,
) -> Announced:
    """`profiles`: those of the organisation, in whose name alone the sender may deliver."""
    told = Announced(language)
    sent = _file(told, file)
    extracted_at, period, preliminary = _day(told, said), _period(told, said), _status(told, said)
    source = _source(told, said, profiles)
    if sent is None or "source" in told.wrong:
        return told
    name, content = sent
    try:
        profile = choose(profiles, name, source)
        if told.wrong:
            return told
        declaration = declare(
            profile, name, organisation=organisation, period=period, extracted_at=extracted_at, preliminary=preliminary
        )
    except WrongAnnouncement as error:
        told.wrong.setdefault(_FIELDS[error.part], error.text(language))
        return told
    told.profile = profile
    told.delivery = Delivery(
        declaration=declaration, file_name=name, content=content, received_at=at, way=Way.PAGE, sender=sender
    )
    return told


def _file(told: Announced, file: object) -> tuple[str, bytes] | None:
    if not isinstance(file, UploadedFile) or not file.name:
        told.refuse("file", mark("Choose a file."))
        return None
    if file.size is None or file.size > LARGEST:
        told.refuse("file", mark("The file is larger than {limit} MB."), limit=LARGEST // 1024**2)
        return None
    if not file.size:
        told.refuse("file", mark("The file is empty."))
        return None
    return Path(file.name).name[-LONGEST_NAME:], file.read()


def _source(told: Announced, said: QueryDict, profiles: Sequence[tuple[str, Profile]]) -> str | None:
    source = said.get("source") or None
    if source is not None and source not in {TIDY.id, *(profile.id for _, profile in profiles)}:
        told.refuse("source", mark("There is no source {source}"), source=printable(source, 80))
    return source


def _period(told: Announced, said: QueryDict) -> str | None:
    text = said.get("period", "").strip()
    try:
        return str(Period.parse(text)) if text else None
    except NotAPeriod:
        message = mark("{text} is not a period: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12")
        told.refuse("period", message, text=printable(text, 40))
        return None


def _day(told: Announced, said: QueryDict) -> date | None:
    text = said.get("extracted_at", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        told.refuse("extracted_at", mark("The day of extraction is a date."))
        return None


def _status(told: Announced, said: QueryDict) -> bool | None:
    text = said.get("status", "")
    if text not in STATUSES:
        told.refuse("status", mark("Choose provisional, final or as the file says."))
    return STATUSES.get(text)
