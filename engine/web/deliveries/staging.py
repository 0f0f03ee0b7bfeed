"""A file between preview and acceptance: kept aside for its sender alone, under the hash of its bytes, for an hour at most.

What is accepted is what was looked at: the bytes are found by their hash and hashed again, and what was said about them is
sealed with the person's id. The folder may be deleted at any time; then the file is sent again.
"""

import hashlib
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.core import signing

from engine.facts import Declaration, Delivery, Status
from engine.periods import Period

LASTS_SECONDS = 60 * 60
MOST_KEPT = 10
"""Files of one person: whoever looks at one after the other must not fill the disk that everybody's figures lie on."""
_SALT = "malvakt.deliveries.preview"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was previewed: which bytes, under which name and declaration."""

    delivery_id: str
    content_hash: str
    file_name: str
    source: str
    organisation: str
    period: str
    extracted_at: str
    status: str

    @property
    def declaration(self) -> Declaration:
        return Declaration(
            source=self.source,
            organisation=self.organisation,
            period=Period.parse(self.period) if self.period else None,
            extracted_at=date.fromisoformat(self.extracted_at) if self.extracted_at else None,
            status=Status(self.status) if self.status else None,
        )


def keep(folder: Path, person: str, delivery: Delivery, now: float) -> str:
    """Put the bytes aside; the answer is the seal that `opened` opens. What lies there for too long is taken away first."""
    _clear(folder, now)
    place = _place(folder, person, delivery.content_hash)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room(place)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(delivery.content)
    said = delivery.declaration
    sealed = Sealed(
        delivery_id=delivery.id,
        content_hash=delivery.content_hash,
        file_name=delivery.file_name,
        source=said.source,
        organisation=said.organisation,
        period=str(said.period or ""),
        extracted_at=said.extracted_at.isoformat() if said.extracted_at else "",
        status=said.status.value if said.status else "",
    )
    return signing.dumps(asdict(sealed), salt=_salt(person))


def opened(person: str, seal: str) -> Sealed | None:
    """What was sealed; None for a seal that is broken, somebody else's or too old."""
    try:
        return Sealed(**signing.loads(seal, salt=_salt(person), max_age=LASTS_SECONDS))
    except signing.BadSignature:
        return None


def content(folder: Path, person: str, sealed: Sealed) -> bytes | None:
    """The very bytes that were looked at; None where they are gone or others."""
    try:
        found = _place(folder, person, sealed.content_hash).read_bytes()
    except FileNotFoundError:
        return None
    return found if hashlib.sha256(found).hexdigest() == sealed.content_hash else None


def drop(folder: Path, person: str, sealed: Sealed) -> None:
    _place(folder, person, sealed.content_hash).unlink(missing_ok=True)


def _clear(folder: Path, now: float) -> None:
    for place in folder.glob("*/*"):
        try:
            if now - place.stat().st_mtime > LASTS_SECONDS:
                place.unlink()
        except FileNotFoundError:  # somebody else cleared at the same time
            continue


def _make_room(place: Path) -> None:
    """The oldest of the person's other files go first; who still wants one of them sends it again."""
    others = sorted((each for each in place.parent.iterdir() if each != place), key=lambda each: each.stat().st_mtime)
    for each in others[: max(0, len(others) + 1 - MOST_KEPT)]:
        each.unlink(missing_ok=True)


def _place(folder: Path, person: str, content_hash: str) -> Path:
    return folder / hashlib.sha256(person.encode()).hexdigest()[:32] / content_hash


def _salt(person: str) -> str:
    return f"{_SALT}:{person}"
