"""The ledger of decisions: numbered without holes, chained, only appended to."""

import secrets
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from engine.avvik.chain import Head
from engine.decisions.decision import Decision, DecisionDraft, DecisionKind, LinkedDecision, append, verify
from engine.errors import Place, Problem
from engine.language import mark
from engine.store import models

_SALT_BYTES = 32
_COLUMNS = ("seq", "kind", "organisation", "about", "at", "facts", "said__who", "said__words")
_CHAIN = ("previous", "seal", "said__salt", "link")


def decisions(db: str) -> tuple[Decision, ...]:
    """Every decision, in the order in which they were made."""
    return tuple(_decision(row) for row in models.Decision.objects.using(db).order_by("seq").values_list(*_COLUMNS))


def page(db: str, organisations: Collection[str], before: int | None, most: int) -> tuple[Decision, ...]:
    """The last decisions of these organisations, or the last before that one; the last first."""
    rows = models.Decision.objects.using(db).filter(organisation__in=sorted(organisations))
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return tuple(_decision(row) for row in rows.order_by("-seq").values_list(*_COLUMNS)[:most])


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
    readable = isinstance(facts, dict) and isinstance(words, dict) and isinstance(at, datetime)
    if not readable:
        raise ValueError(f"decision {seq} cannot be read")
    return Decision(
        seq=seq,
        kind=DecisionKind(kind),
        organisation=organisation,
        about=about,
        at=at,
        who=who,
        facts=facts,
        words=words,
    )
