"""The bytes of attached files, beside the entries that tell of them."""

from engine.store.review import models


def keep(db: str, seq: int, data: bytes) -> None:
    """Only inside the transaction that wrote the entry with this number."""
    models.Attachment.objects.using(db).create(entry_id=seq, data=data)


def content(db: str, seq: int) -> bytes | None:
    """None where the entry has no file, or it was erased."""
    found = models.Attachment.objects.using(db).filter(entry_id=seq).values_list("data", flat=True).first()
    return None if found is None else bytes(found)
