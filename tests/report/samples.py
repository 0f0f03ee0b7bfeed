"""Material for reports, from the two organisations' own deliveries and words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from engine.evaluate import evaluate
from engine.facts import Observation
from engine.language import Language
from engine.periods import Period
from engine.report.cells import Table
from engine.report.document import Document
from engine.report.loader import Reports, load
from engine.report.material import Material
from engine.report.word_file import names, read
from engine.report.words import Said
from tests.deliveries import FIXTURES, ROOT, book, observations, read_yaml

HN_IKT, HEMIT = "helse-nord-ikt", "hemit"
AS_OF = {HN_IKT: date(2023, 4, 18), HEMIT: date(2016, 2, 23)}


@cache
def reports() -> Reports:
    return load(ROOT / "rules", book())


@cache
def delivered() -> tuple[Observation, ...]:
    return tuple(observations(book()))


def corrected() -> tuple[Observation, ...]:
    """With the first of the synthetic corrections: sick leave in March from 5.2 to 4.9."""
    return (*delivered(), *list(observations(book(), "corrections"))[:1])


@cache
def words(organisation: str) -> tuple[Said, ...]:
    """What people wrote for the organisation's report."""
    return tuple(said for step in read_yaml(FIXTURES / "demo.yaml")["words"] for said in _said(step, organisation))


def _said(step: dict[str, Any], organisation: str) -> list[Said]:
    if step["organisation"] != organisation:
        return []
    period = Period.parse(str(step["period"]))
    known = names(reports().of(organisation, period), book().organisations[organisation])
    at = datetime.fromisoformat(step["at"])
    return [
        said(organisation, each.about, str(period), each.text, at=at)
        for each in read((FIXTURES / step["file"]).read_bytes(), step["file"], known)
    ]


def said(
    organisation: str,
    about: str,
    period: str,
    text: str,
    *,
    language: Language = Language.NB,
    at: datetime = datetime(2023, 4, 19, tzinfo=UTC),
) -> Said:
    return Said(
        organisation=organisation, about=about, period=Period.parse(period), text=text, language=language, who="Kari", at=at
    )


def material(organisation: str, period: str, figures: tuple[Observation, ...] | None = None, **changes: Any) -> Material:
    """What the report of the period is made of, as of the day on which the last figure of the printed one had come."""
    when, as_of = Period.parse(period), AS_OF[organisation]
    own = book().of(organisation)
    known = tuple(each for each in (figures or delivered()) if each.figure.series.organisation == organisation)
    made = Material(
        organisation=book().organisations[organisation],
        report=reports().of(organisation, when),
        period=when,
        language=Language.NB,
        as_of=as_of,
        rules=own.rules,
        observations=known,
        verdicts=evaluate(own, known, as_of),
        words=words(organisation),
        log_head="3:" + "a" * 64,
    )
    return replace(made, **changes)


def table(document: Document, name: str) -> Table:
    return next(each for each in document.tables if each.id == name)


def texts(document: Document) -> str:
    """Everything that the document says, one line per block and cell."""
    found: list[str] = []
    for block in document.blocks:
        found += [str(getattr(block, part, "")) for part in ("text", "title", "caption", "alternative")]
        found += getattr(block, "lines", ())
        found += [item.text for item in getattr(block, "items", ())]
        found += [cell.text for row in getattr(block, "rows", ()) for cell in row.cells]
        found += getattr(block, "footnotes", ())
    return "\n".join(filter(None, found))
