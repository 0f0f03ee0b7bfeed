"""Words for reports and final editions as rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from engine.avvik.chain import Head
from engine.errors import MoveRefused, Problem
from engine.language import Language, mark
from engine.periods import Period
from engine.report.basis import Basis
from engine.report.drafted import Drafted
from engine.report.edition import Edition, Kept, chained, hash_of, hash_of_basis, verify
from engine.report.words import Said, fingerprint, standing
from engine.store import models

_DRAFT = tuple(each.name for each in fields(Drafted))


def say(db: str, said: Said) -> None:
    models.ReportWords.objects.using(db).create(
        organisation=said.organisation,
        about=said.about,
        period=said.period,
        text=said.text,
        language=said.language.value,
        who=said.who,
        at=said.at,
    )


def say_over(db: str, said: Said, seen: str) -> None:
    """MoveRefused where another text stands there than the one that `seen` is the fingerprint of."""
    found = standing(words(db, said.organisation), said.about, said.period, said.language)
    if fingerprint(found.said.text if found else "") != seen:
        raise MoveRefused(mark("{about} was changed by somebody else in the meantime: look at it first"), about=said.about)
    say(db, said)


def words(db: str, organisation: str) -> tuple[Said, ...]:
    """Every text, in the order in which they were written."""
    rows = models.ReportWords.objects.using(db).filter(organisation=organisation).order_by("seq")
    return tuple(
        Said(
            organisation=row.organisation,
            about=row.about,
            period=_period(row.period),
            text=row.text,
            language=Language(row.language),
            who=row.who,
            at=row.at,
        )
        for row in rows
    )


def finalise(db: str, edition: Edition, files: Mapping[str, bytes], basis: Mapping[str, Any]) -> Edition:
    """Keep an edition under the next number of the chain. MoveRefused when somebody has finalised the same in between."""
    row = models.EditionHead.objects.using(db).select_for_update().get(id=1)
    same = models.Edition.objects.using(db).filter(
        organisation=edition.organisation, report=edition.report, period=edition.period
    )
    if same.count() != edition.number - 1:
        raise MoveRefused(mark("somebody else has finalised {name} in the meantime; look at it first"), name=edition.name)
    placed = chained(edition, Head(row.count, row.link))
    kept = models.Edition.objects.using(db).create(**_row(placed), basis=basis, previous=row.link)
    models.EditionFile.objects.using(db).bulk_create(
        models.EditionFile(edition=kept, format=name, hash=edition.files[name], data=files[name]) for name in sorted(files)
    )
    models.EditionHead.objects.using(db).update(count=placed.seq, link=placed.link)
    return placed


def keep_draft(db: str, drafted: Drafted) -> bool:
    """False, and nothing is kept, where the newest draft of the report's period said the same."""
    newest = (
        models.ReportDraft.objects.using(db)
        .filter(organisation=drafted.organisation, report=drafted.report, period=drafted.period)
        .order_by("-seq")
        .first()
    )
    if newest is not None and newest.content == drafted.content:
        return False
    models.ReportDraft.objects.using(db).create(**{name: getattr(drafted, name) for name in _DRAFT})
    return True


def drafts(db: str, organisation: str | None = None) -> tuple[Drafted, ...]:
    """Every draft that was made by itself, the oldest first."""
    rows = models.ReportDraft.objects.using(db).order_by("seq")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return tuple(Drafted(**{name: getattr(row, name) for name in _DRAFT}) for row in rows)


def editions(db: str, organisation: str | None = None) -> tuple[Edition, ...]:
    """Every final edition, the oldest first."""
    rows = models.Edition.objects.using(db).defer("basis").order_by("seq")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    hashes: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for seq, name, hash_ in models.EditionFile.objects.using(db).values_list("edition_id", "format", "hash"):
        hashes[seq][name] = hash_
    return tuple(_edition(row, hashes[row.seq]) for row in rows)


def basis(db: str, seq: int) -> tuple[Basis, str]:
    """The figures and verdicts that the edition rests on, and the name of what it says."""
    facts = models.Edition.objects.using(db).get(seq=seq).basis
    return Basis.read(facts), facts["content"]


def content(db: str, seq: int, format_: str) -> bytes:
    """The edition's bytes in this format. KeyError when it has none."""
    row = models.EditionFile.objects.using(db).filter(edition_id=seq, format=format_).first()
    if row is None:
        raise KeyError(format_)
    return bytes(row.data)


def findings(db: str) -> tuple[Problem, ...]:
    """What is wrong with the editions: with themselves, their order, and the log that they were printed with."""
    head = models.EditionHead.objects.using(db).filter(id=1).first()
    log = list(models.Entry.objects.using(db).order_by("seq").values_list("link", flat=True))
    return verify(_kept(db, editions(db)), Head(head.count, head.link) if head else Head(), log)


def _kept(db: str, known: Iterable[Edition]) -> Iterator[Kept]:
    """One after the other: all reports of some years at once would be a lot of memory."""
    for edition in known:
        row = models.Edition.objects.using(db).get(seq=edition.seq)
        files = models.EditionFile.objects.using(db).filter(edition_id=edition.seq)
        yield Kept(
            edition=edition,
            previous=row.previous,
            files={file.format: hash_of(bytes(file.data)) for file in files.iterator(chunk_size=1)},
            basis=hash_of_basis(row.basis),
        )


def _edition(row: models.Edition, files: Mapping[str, str]) -> Edition:
    return Edition(
        seq=row.seq,
        organisation=row.organisation,
        report=row.report,
        period=_period(row.period),
        number=row.number,
        language=Language(row.language),
        as_of=row.as_of,
        at=row.at,
        who=row.who,
        accepted=row.accepted,
        log_head=row.log_head,
        files=files,
        basis=row.basis_hash,
        link=row.link,
    )


def _period(told: Period | None) -> Period:
    if told is None:
        raise ValueError("a row without its period was never written by us")
    return told


def _row(edition: Edition) -> dict[str, Any]:
    return {
        "seq": edition.seq,
        "organisation": edition.organisation,
        "report": edition.report,
        "period": edition.period,
        "number": edition.number,
        "language": edition.language.value,
        "as_of": edition.as_of,
        "at": edition.at,
        "who": edition.who,
        "accepted": edition.accepted,
        "log_head": edition.log_head,
        "basis_hash": edition.basis,
        "link": edition.link,
    }
