"""Notices into the outbox, and what everybody has heard: inside the transaction of whatever causes them."""

from collections.abc import Iterable

from engine.notify.matter import Heard
from engine.notify.notice import Notice
from engine.reasons import Reason
from engine.store.figures import BATCH
from engine.store.outbox import models
from engine.store.outbox.nouns import State


def post(db: str, notices: Iterable[Notice]) -> int:
    """Write the notices whose key is not there yet. Returns how many that were."""
    given = {notice.key: notice for notice in notices}
    there = models.Notice.objects.using(db).filter(key__in=list(given)).values_list("key", flat=True)
    for key in list(there):
        del given[key]
    for notice in given.values():
        _write(db, notice)
    return len(given)


def heard(db: str, organisation: str) -> tuple[Heard, ...]:
    """Everything that anybody of the organisation was told, in the order in which it was."""
    rows = models.Told.objects.using(db).filter(notice__organisation=organisation).order_by("id")
    values = rows.values_list("notice__recipient", "about", "reason", "upto", "notice__at")
    return tuple(
        Heard(recipient=recipient, about=about, reason=Reason(reason), upto=upto, at=at)
        for recipient, about, reason, upto, at in values.iterator(chunk_size=5000)
    )


def _write(db: str, notice: Notice) -> None:
    letter = notice.letter
    row = models.Notice.objects.using(db).create(
        key=notice.key,
        organisation=notice.organisation,
        recipient=notice.recipient,
        channel=notice.channel,
        at=letter.at,
    )
    models.Letter.objects.using(db).create(
        notice=row,
        message_id=letter.message_id,
        references=list(letter.references),
        address=letter.address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        data=dict(letter.data),
        language=letter.language.value,
    )
    told = [models.Told(notice=row, about=each.about, reason=each.reason.value, upto=each.upto) for each in notice.heard]
    models.Told.objects.using(db).bulk_create(told, batch_size=BATCH)
    models.Outgoing.objects.using(db).create(
        notice=row, recipient=notice.recipient, channel=notice.channel, state=State.WAITING.value, next_at=letter.at
    )
