"""Deliveries, figures, verdicts and a small rulebook for the tests of store and rounds."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.avvik.chain import Head
from engine.avvik.entries import MACHINE, Draft, EntryKind, Opening, Subject
from engine.checks import KINDS
from engine.decisions.decision import DecisionDraft, DecisionKind
from engine.facts import Declaration, Delivery, Figure, Outcome, Series, Verdict
from engine.language import Language
from engine.periods import Period
from engine.report.edition import Edition, hash_of, hash_of_basis
from engine.rulebook.loader import Rulebook, load

NOON = datetime(2023, 4, 20, 12, tzinfo=UTC)
"""When things arrive unless a test says otherwise."""
TODAY = date(2023, 4, 20)
SERIES = Series("hemit", "sick_leave", "hemit")
SUBJECT = Subject(organisation="hemit", rule="sick-leave", unit="hemit", dimension="")

_METRICS = """
- {id: sick_leave, title: Sykefravær, unit_of_measure: "%", decimals: 1, better: lower, grain: month, due_days: 15}
"""
_RULES = """
- id: sick-leave
  title: Sykefravær under 5 %
  metric: sick_leave
  unit: hemit
  check: target
  targets: [{below: BELOW, decided_by: hr}]
  missing: {after_due: no_data}
  severity: high
  owner: hr
"""


def rulebook(folder: Path, below: str = "5.0") -> Rulebook:
    """One rule for one metric of one organisation."""
    home = folder / "hemit"
    home.mkdir(parents=True)
    (home / "metrics.yaml").write_text(_METRICS)
    (home / "hr.yaml").write_text(_RULES.replace("BELOW", below))
    book = load(folder, {name: kind.rule for name, kind in KINDS.items()})
    assert not book.errors
    return book


def figure(period: str, value: str | None, series: Series = SERIES, **said: Any) -> Figure:
    return Figure(series=series, period=Period.parse(period), value=None if value is None else Decimal(value), **said)


def delivery(content: str, received_at: datetime = NOON, **said: Any) -> Delivery:
    """A delivery whose bytes are these words."""
    declaration = Declaration(source="hr", organisation="hemit", **said)
    return Delivery(declaration=declaration, file_name="fravær.csv", content=content.encode(), received_at=received_at)


def verdict(period: str = "2023-03", value: str | None = "5.2", outcome: Outcome = Outcome.MISSED, **said: Any) -> Verdict:
    content: dict[str, Any] = {
        "rule": SUBJECT.rule,
        "organisation": SUBJECT.organisation,
        "unit": SUBJECT.unit,
        "dimension": SUBJECT.dimension,
        "period": Period.parse(period),
        "outcome": outcome,
        "value": None if value is None else Decimal(value),
        "rule_version": "r1",
        "data_revision": f"d{value}",
    }
    return Verdict(**content | said)


def opening(subject: Subject = SUBJECT, period: str = "2023-03") -> Opening:
    """The machine's opening of an avvik, as decided."""
    facts = {
        "subject": {
            "organisation": subject.organisation,
            "rule": subject.rule,
            "unit": subject.unit,
            "dimension": subject.dimension,
        },
        "period": period,
        "outcome": "missed",
        "rule_version": "r1",
        "data_revision": "d1",
        "state": "ny",
        "condition": "aktiv",
        "severity": "high",
        "owner": "hr",
    }
    return Opening(subject=subject, drafts=[Draft(kind=EntryKind.OPENED, who=MACHINE, facts=facts)])


def exemption(about: str = "U-0001", who: str = "kari@hemit.no") -> DecisionDraft:
    facts = {"rule": SUBJECT.rule, "unit": "", "since": "2023-04-01", "until": "2023-06-30"}
    return DecisionDraft(
        kind=DecisionKind.EXEMPTION,
        organisation=SUBJECT.organisation,
        about=about,
        who=who,
        facts=facts,
        words={"reason": "ombygging", "approver": "ola@hemit.no"},
    )


def comment(text: str, who: str = "kari@hemit.no") -> Draft:
    return Draft(kind=EntryKind.COMMENT, who=who, words={"text": text})


def edition() -> Edition:
    """A final report of one file."""
    return Edition(
        organisation="hemit",
        report="arsrapport",
        period=Period.parse("2014"),
        number=1,
        language=Language.NB,
        as_of=TODAY,
        at=NOON,
        who="Kari",
        log_head=str(Head()),
        files={"html": hash_of(b"<html>")},
        basis=hash_of_basis({"figures": [], "verdicts": [], "content": ""}),
    )
