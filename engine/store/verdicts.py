"""Verdicts: every edition that was ever reached, and which of them stood from which round on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from engine.avvik.entries import Subject
from engine.facts import Cause, Outcome, Verdict
from engine.periods import Period
from engine.store import models
from engine.store.after import after
from engine.store.figures import BATCH
from engine.store.nouns import Change, Line, Version
from engine.store.review.queue import Rows
from engine.store.verdict_rows import COLUMNS, EDITION, KEY, Edition, Key, edition_of, key_of, row_of, verdict_of

_SAID = frozenset({Cause.REPORTED_NULL, Cause.ZERO_DENOMINATOR, Cause.TOO_FEW, Cause.INVALID, Cause.STATEMENT})
"""Causes for which there is no number although something was delivered."""
_OUTCOMES = {each.value: each for each in Outcome}
_CAUSES = {each.value: each for each in Cause}
_WAITING = frozenset({Cause.NO_PREVIOUS, Cause.SHORT_HISTORY})
"""What an earlier period's figure puts an end to when it comes late."""


def current(db: str, organisation: str | None = None, subject: Subject | None = None) -> tuple[Verdict, ...]:
    """The verdicts that stand, ordered by organisation, rule, unit, dimension and period."""
    rows = _about(models.Standing.objects.using(db).filter(replaced_by=None), organisation, subject)
    return tuple(verdict_of(row) for row in rows.order_by(*_of_verdict(*KEY)).values_list(*_of_verdict(*COLUMNS)))


def history(db: str, subject: Subject | None = None) -> tuple[Verdict, ...]:
    """Every verdict that ever stood, in the order in which they came to stand."""
    rows = _about(models.Standing.objects.using(db), None, subject)
    return tuple(verdict_of(row) for row in rows.order_by("seq").values_list(*_of_verdict(*COLUMNS)))


def lines(db: str, organisation: str, periods: Collection[Period], units: Collection[str] | None) -> list[Line]:
    """The verdicts that stand in these periods, of these units or of all, without what they say; in no order."""
    rows = models.Verdict.objects.using(db).filter(organisation=organisation, period__in=list(periods))
    if units is not None:
        rows = rows.filter(unit__in=sorted(units))
    # The verdicts first: there are as many as are asked for, while those that stand are all there ever were.
    rows = rows.filter(standing__replaced_by=None, standing__isnull=False)
    found = rows.values_list("rule", "unit", "dimension", "period", "outcome", "cause")
    return [
        Line(rule, unit, dimension, period, _OUTCOMES[outcome], _CAUSES[cause] if cause else None)
        for rule, unit, dimension, period, outcome, cause in found
        if period is not None
    ]


def on(
    db: str, organisation: str, subjects: Collection[tuple[str, str, str]], periods: Collection[Period]
) -> tuple[Verdict, ...]:
    """The verdicts that stand on these rules, units and dimensions in these periods."""
    if not subjects:
        return ()
    units: defaultdict[str, set[str]] = defaultdict(set)
    for rule, unit, _ in subjects:
        units[rule].add(unit)
    each_rule = (Q(verdict__rule=rule, verdict__unit__in=sorted(own)) for rule, own in units.items())
    rows = _about(models.Standing.objects.using(db).filter(replaced_by=None), organisation, None)
    rows = rows.filter(reduce(or_, each_rule), verdict__period__in=list(periods))
    wanted = set(subjects)
    return tuple(
        verdict_of(row)
        for row in rows.order_by(*_of_verdict(*KEY)).values_list(*_of_verdict(*COLUMNS))
        if (row[1], row[2], row[3]) in wanted
    )


def of_rule(db: str, organisation: str, rule: str, units: Collection[str] | None) -> tuple[Verdict, ...]:
    """The verdicts that stand of one rule, of these units or of all."""
    rows = _about(models.Standing.objects.using(db).filter(replaced_by=None, verdict__rule=rule), organisation, None)
    if units is not None:
        rows = rows.filter(verdict__unit__in=sorted(units))
    return tuple(verdict_of(row) for row in rows.order_by(*_of_verdict(*KEY)).values_list(*_of_verdict(*COLUMNS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which verdicts are looked for; None = all."""

    rule: str | None = None
    unit: str | None = None
    outcome: Outcome | None = None
    period: Period | None = None


def following(
    db: str, rows: Rows, rules: Collection[str], sought: Sought, key: Sequence[str] | None, most: int
) -> tuple[Verdict, ...]:
    """The next `most` verdicts that stand, of these rules and rows, after a key of rule, unit, dimension and period."""
    stands = models.Standing.objects.using(db).filter(verdict=OuterRef("pk"), replaced_by=None)
    found = models.Verdict.objects.using(db).filter(Exists(stands), organisation=rows.organisation, rule__in=sorted(rules))
    if rows.units is not None:
        found = found.filter(unit__in=sorted(rows.units))
    if rows.sensitive_units is not None:
        found = found.filter(Q(rule__in=sorted(rows.open_rules)) | Q(unit__in=sorted(rows.sensitive_units)))
    said = ((each.name, getattr(sought, each.name)) for each in fields(sought))
    found = found.filter(**{name: value for name, value in said if value is not None})
    return tuple(verdict_of(row) for row in after(found, KEY[1:], key, most).values_list(*COLUMNS))


def editions(db: str, subject: Subject, period: Period | None, key: int | None, most: int) -> tuple[tuple[int, Verdict], ...]:
    """The next `most` verdicts that ever stood on a subject, each with its place in the order in which they came to stand."""
    rows = _about(models.Standing.objects.using(db), None, subject)
    if period is not None:
        rows = rows.filter(verdict__period=period)
    found = after(rows, ["seq"], None if key is None else [key], most)
    return tuple((row[0], verdict_of(row[1:])) for row in found.values_list("seq", *_of_verdict(*COLUMNS)))


def versions(db: str, organisation: str, rule: str, units: Collection[str] | None) -> tuple[Version, ...]:
    """Every version of the rule that has said something of these units or of all, the newest first."""
    rows = models.Standing.objects.using(db).filter(verdict__organisation=organisation, verdict__rule=rule)
    if units is not None:
        rows = rows.filter(verdict__unit__in=sorted(units))
    told = rows.values("verdict__rule_version").annotate(first=Min("round__at"), last=Max("round__at"), count=Count("seq"))
    found = told.order_by("-last", "-first").values_list("verdict__rule_version", "first", "last", "count")
    return tuple(Version(version, first, last, count) for version, first, last, count in found)


def periods(
    db: str, organisation: str, units: Collection[str] | None, outcomes: Collection[Outcome] | None
) -> tuple[Period, ...]:
    """Every period with a verdict, or with one of these outcomes, the latest last."""
    rows = models.Verdict.objects.using(db).filter(organisation=organisation)
    if outcomes is not None:
        rows = rows.filter(outcome__in=[outcome.value for outcome in outcomes])
    if units is not None:
        rows = rows.filter(unit__in=sorted(units))
    found = rows.order_by().values_list("period", flat=True).distinct()
    return tuple(sorted((each for each in found if each), key=lambda period: (period.end, period.start)))


def corrections(
    db: str,
    organisation: str | None = None,
    periods: Collection[Period] | None = None,
    subject: Subject | None = None,
) -> tuple[tuple[Verdict, Verdict], ...]:
    """Before and after, in the order in which they came, where a value or outcome was replaced by another."""
    replacing = _about(models.Standing.objects.using(db).exclude(replaces=None), organisation, subject).order_by("seq")
    if periods is not None:
        replacing = replacing.filter(verdict__period__in=list(periods))
    both = (*_of_verdict(*COLUMNS), *(f"replaces__{name}" for name in _of_verdict(*COLUMNS)))
    width = len(COLUMNS)
    pairs = ((verdict_of(row[width:]), verdict_of(row[:width])) for row in replacing.values_list(*both))
    return tuple(pair for pair in pairs if _is_correction(*pair))


def judge(db: str, round_number: int, verdicts: Iterable[Verdict]) -> tuple[Change, ...]:
    """Let these verdicts stand. Returns those that did not stand already, each with the one that stood before."""
    stands = _standing(db)
    moved = [each for each in verdicts if key_of(each) not in stands or stands[key_of(each)][1] != edition_of(each)]
    replaced = {key_of(each): stands[key_of(each)][0] for each in moved if key_of(each) in stands}
    before = _verdicts_at(db, replaced.values())
    rows = [
        models.Standing(verdict_id=seq, replaces_id=replaced.get(key_of(each)), round_id=round_number)
        for each, seq in zip(moved, _written(db, moved, replaced), strict=True)
    ]
    models.Standing.objects.using(db).bulk_create(rows, batch_size=BATCH)
    return tuple(Change(before.get(key_of(each)), each) for each in moved)


def moved_since(db: str, organisation: str, round_number: int) -> dict[tuple[str, str, str, str, str], Verdict | None]:
    """By `Verdict.key`, what stood before that round where anything has come to stand since; None where nothing stood."""
    rows = models.Standing.objects.using(db).filter(round_id__gte=round_number, verdict__organisation=organisation)
    first: dict[Key, int | None] = {}
    for replaced, *key in rows.order_by("seq").values_list("replaces_id", *_of_verdict(*KEY)):
        organisation_, rule, unit, dimension, period = key
        first.setdefault((organisation_, rule, unit, dimension, period), replaced)
    before = _verdicts_at(db, (seq for seq in first.values() if seq is not None))
    return {(*key[:4], str(key[4])): before.get(key) for key in first}


def _standing(db: str) -> dict[Key, tuple[int, Edition]]:
    """For each key the row that stands, and the edition it names."""
    rows = models.Standing.objects.using(db).filter(replaced_by=None).values_list("seq", *_of_verdict(*KEY, *EDITION))
    return {row[1:6]: (row[0], row[6:]) for row in rows}


def _verdicts_at(db: str, standing: Iterable[int]) -> dict[Key, Verdict]:
    rows = models.Standing.objects.using(db).filter(seq__in=list(standing)).values_list(*_of_verdict(*COLUMNS))
    return {row[:5]: verdict_of(row) for row in rows}


def _written(db: str, moved: Sequence[Verdict], replaced: Collection[Key]) -> list[int]:
    """The numbers of these editions, those that were never reached before being written now."""
    known = _editions(db, {each.rule for each in moved if key_of(each) in replaced})
    fresh = {(key_of(each), edition_of(each)): each for each in moved if (key_of(each), edition_of(each)) not in known}
    rows = [models.Verdict(**row_of(each)) for each in fresh.values()]
    written = models.Verdict.objects.using(db).bulk_create(rows, batch_size=BATCH)
    known |= {edition: row.seq for edition, row in zip(fresh, written, strict=True)}
    return [known[key_of(each), edition_of(each)] for each in moved]


def _editions(db: str, rules: Collection[str]) -> dict[tuple[Key, Edition], int]:
    """Every edition of these rules' verdicts: only where a verdict is replaced can the new one have stood before."""
    rows = models.Verdict.objects.using(db).filter(rule__in=rules).values_list("seq", *KEY, *EDITION)
    return {(row[1:6], row[6:]): row[0] for row in rows}


def _is_correction(before: Verdict, after: Verdict) -> bool:
    """A hole that is filled corrects nothing: neither its own period, nor one that waited for it."""
    if before.value is None and before.cause not in _SAID:
        return False
    return before.value != after.value or (before.outcome != after.outcome and before.cause not in _WAITING)


def _about(rows: "QuerySet[models.Standing]", organisation: str | None, subject: Subject | None) -> Any:
    if organisation is not None:
        rows = rows.filter(verdict__organisation=organisation)
    if subject is not None:
        rows = rows.filter(
            verdict__organisation=subject.organisation,
            verdict__rule=subject.rule,
            verdict__unit=subject.unit,
            verdict__dimension=subject.dimension,
        )
    return rows


def _of_verdict(*columns: str) -> tuple[str, ...]:
    return tuple(f"verdict__{column}" for column in columns)
