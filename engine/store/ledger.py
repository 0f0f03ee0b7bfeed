"""The ledger of decisions: numbered without holes, chained, only appended to."""

import secrets
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from engine.avvik.chain import Head
from engine.decisions.decision import Decision, DecisionDraft, DecisionKind, LinkedDecision, append, verify
from engine.decisions.retold import forget as forgetting
from engine.decisions.retold import retold
from engine.errors import Place, Problem
from engine.language import mark
from engine.store import models

_SALT_BYTES = 32
_COLUMNS = ("seq", "kind", "organisation", "about", "at", "facts", "said__who", "said__words")
_CHAIN = ("previous", "seal", "said__salt", "link")


def decisions(db: str, kinds: Collection[DecisionKind] | None = None) -> tuple[Decision, ...]:
    """Every decision as it reads, or those of these kinds, in the order in which they were made."""
    if kinds is None:
        return retold(_raw(db))
    return tuple(each for each in retold(_raw(db, {*kinds, DecisionKind.NAMES_ERASED})) if each.kind in kinds)


def forget(db: str, names: Collection[str], who: str, reason: str, at: datetime) -> int:
    """Take a person's names (folded) out of the ledger; from how many decisions. Only inside a transaction with the head."""
    draft = forgetting(decisions(db), _raw(db), names, who, reason)
    if draft is None:
        return 0
    (written,) = write(db, [draft], at)
    gone: list[int] = draft.facts["decisions"]
    erasures = [models.DecisionErasure(decision_id=seq, by_id=written.seq) for seq in gone]
    models.DecisionErasure.objects.using(db).bulk_create(erasures)
    models.DecisionWords.objects.using(db).filter(decision__in=gone).delete()
    return len(gone)


def _raw(db: str, kinds: Collection[DecisionKind] | None = None) -> tuple[Decision, ...]:
    rows = models.Decision.objects.using(db).order_by("seq")
    if kinds is not None:
        rows = rows.filter(kind__in=sorted(kinds))
    return tuple(map(_decision, rows.values_list(*_COLUMNS)))


def page(db: str, organisations: Collection[str], before: int | None, most: int) -> tuple[Decision, ...]:
    """The last decisions of these organisations, or the last before that one; the last first."""
    rows = models.Decision.objects.using(db).filter(organisation__in=sorted(organisations))
    if before is not None:
        rows = rows.filter(seq__lt=before)
    chosen = set(rows.order_by("-seq").values_list("seq", flat=True)[:most])
    # What was erased of them reads as the erasing decisions tell it.
    read = models.Decision.objects.using(db).filter(Q(seq__in=chosen) | Q(kind=DecisionKind.NAMES_ERASED.value))
    told = retold(tuple(map(_decision, read.order_by("seq").values_list(*_COLUMNS))))
    return tuple(each for each in reversed(told) if each.seq in chosen)


def write(db: str, drafts: Iterable[DecisionDraft], at: datetime) -> tuple[Decision, ...]:
    """Append decisions. Only inside a transaction that holds the log's head."""
    now, written = head(db), []
    for draft in drafts:
        each = append(now, draft, at, secrets.token_bytes(_SALT_BYTES))
        now = Head(each.decision.seq, each.link)
        _add(db, each)
        written.append(each.decision)
    if written:
        models.DecisionHead.objects.using(db).update(count=now.count, link=now.link)
    return tuple(written)


def head(db: str) -> Head:
    """How long the ledger is and how it ends. An empty one when even that row is gone."""
    row = models.DecisionHead.objects.using(db).first()
    return Head(row.count, row.link) if row else Head()


def findings(db: str, anchor: Head | None = None) -> tuple[Problem, ...]:
    """What is wrong with the ledger; empty when it is whole."""
    while True:
        before = head(db)
        try:
            rows = tuple(_linked(db))
        except (ValueError, TypeError, KeyError):
            return (Problem(Place("decisions"), "L020", mark("a decision was changed so that it cannot be read")),)
        # Every writer moves the head: when it stands still, nobody wrote while we read.
        if head(db) == before:
            return tuple(verify(rows, before, anchor))


def _add(db: str, each: LinkedDecision) -> None:
    decision = each.decision
    kept = models.Decision.objects.using(db).create(
        seq=decision.seq,
        kind=decision.kind.value,
        organisation=decision.organisation,
        about=decision.about,
        at=decision.at,
        facts=dict(decision.facts),
        previous=each.previous,
        seal=each.seal,
        link=each.link,
    )
    models.DecisionWords.objects.using(db).create(decision=kept, salt=each.salt, who=decision.who, words=dict(decision.words))


def _linked(db: str) -> Iterator[LinkedDecision]:
    for row in models.Decision.objects.using(db).order_by("seq").values_list(*_COLUMNS, *_CHAIN):
        previous, seal, salt, link = row[len(_COLUMNS) :]
        yield LinkedDecision(
            decision=_decision(row[: len(_COLUMNS)]), previous=previous, seal=seal, salt=bytes(salt or b""), link=link
        )


def _decision(row: tuple[Any, ...]) -> Decision:
    seq, kind, organisation, about, at, facts, who, words = row
    erased = who is None and words is None
    readable = isinstance(facts, dict) and (erased or isinstance(words, dict)) and isinstance(at, datetime)
    if not readable:
        raise ValueError(f"decision {seq} cannot be read")
    return Decision(
        seq=seq,
        kind=DecisionKind(kind),
        organisation=organisation,
        about=about,
        at=at,
        who=who or "",
        facts=facts,
        words=words or {},
    )
