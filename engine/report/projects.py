"""The project portfolio: each project's light with an arrow since the report before, and the risks in the red zone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReport:
    """What one project reported for one period."""

    project: str
    period: Period
    light: str
    progress: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One risk of a project in a period, with what is planned against it."""

    project: str
    period: Period
    text: str
    level: str
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Everything that projects reported. `lights` from the best to the worst, as the source declares them."""

    reports: tuple[ProjectReport, ...]
    risks: tuple[Risk, ...] = ()
    lights: tuple[str, ...] = ()
    red: str = "red"


@dataclass(frozen=True, slots=True)
class Status:
    """A project as it stands. `moved`: 1 better than last reported, -1 worse, 0 the same, None without an earlier report."""

    now: ProjectReport
    before: ProjectReport | None
    moved: int | None


def statuses(portfolio: Portfolio, period: Period) -> tuple[Status, ...]:
    """Each project that reported for the period, by name, held against its report before."""
    now = {each.project: each for each in portfolio.reports if each.period == period}
    return tuple(_status(now[name], portfolio) for name in sorted(now))


def _status(now: ProjectReport, portfolio: Portfolio) -> Status:
    earlier = [each for each in portfolio.reports if each.project == now.project and each.period < now.period]
    before = max(earlier, key=lambda each: each.period.ordinal, default=None)
    if before is None:
        return Status(now, None, None)
    ranks = [_rank(each.light, portfolio.lights) for each in (before, now)]
    if None in ranks:
        return Status(now, before, None)
    worse = (ranks[1] or 0) - (ranks[0] or 0)
    return Status(now, before, (worse < 0) - (worse > 0))


def red_risks(portfolio: Portfolio, period: Period) -> tuple[Risk, ...]:
    """The period's risks in the red zone, by project. A project with a green light may have some."""
    found: Iterable[Risk] = (each for each in portfolio.risks if each.period == period and each.level == portfolio.red)
    return tuple(sorted(found, key=lambda each: (each.project, each.text)))


def _rank(light: str, lights: Sequence[str]) -> int | None:
    return lights.index(light) if light in lights else None
