"""Everything that a report is made of, as it was when it was asked for: the input of `collect`, without any store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from engine.avvik.avvik import Avvik
from engine.catalogue import Organisation
from engine.facts import Observation, Verdict
from engine.language import Language
from engine.periods import Grain, Period
from engine.report.basis import Basis
from engine.report.projects import Portfolio
from engine.report.schema import Report
from engine.report.words import Said
from engine.rulebook.book import InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A final edition that came before: of the same period, or else of the newest period before it."""

    period: Period
    edition: int
    as_of: date
    basis: Basis
    content: str = ""
    """Names what it says, see Collected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The verdicts are as of `as_of`, in the rules' order; those of later periods than the report's are not told."""

    organisation: Organisation
    report: Report
    period: Period
    language: Language
    as_of: date
    rules: tuple[InForce, ...]
    observations: tuple[Observation, ...]
    verdicts: tuple[Verdict, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Delivery id → the name of its file."""
    corrections: tuple[tuple[Verdict, Verdict], ...] = ()
    """Before and after, in the order in which they came."""
    avvik: tuple[Avvik, ...] = ()
    words: tuple[Said, ...] = ()
    """In the order in which they were written."""
    portfolio: Portfolio | None = None
    earlier: Earlier | None = None
    edition: int = 1
    is_draft: bool = True
    author: str = ""
    accepted: str = ""
    """Why the report was finalised although something in it is flagged."""
    log_head: str = ""
    smallest_group: int = 5
    tells_persons: bool = True
    """False: for a reader who may see no figure whose metric has `privacy: person` or `health`, nor words about one."""

    def is_for_fewer_eyes(self, metric: str) -> bool:
        """Whether the metric is about persons, and the reader may see none of those."""
        found = self.organisation.metrics.get(metric)
        return not self.tells_persons and found is not None and found.is_about_persons

    def at(self, grain: Grain) -> Period:
        return period_at(self.period, grain)


@cache  # asked for every verdict, and there are a handful of answers
def period_at(period: Period, grain: Grain) -> Period:
    """A report's period for a metric of this grain: a year's report shows the last month of the months."""
    if grain is period.grain:
        return period
    finer = list(Grain).index(grain) > list(Grain).index(period.grain)
    return list(period.parts(grain))[-1] if finer else period.enclosing(grain)
