"""rules/<organisation>/report.yaml → the organisation's reports. A file with a mistake gives no report and harms no rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.errors import Problem, UsageError
from engine.language import mark
from engine.names import nearest, shown
from engine.periods import Period
from engine.report.lint import ReportLint
from engine.report.schema import Report
from engine.rulebook.book import Rulebook
from engine.rulebook.files import Holds, RuleFile
from engine.rulebook.findings import is_warning
from engine.rulebook.pool import Pool

FILE: Final = "report.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Every sound report by organisation, and what was wrong with the others."""

    by_organisation: Mapping[str, tuple[Report, ...]]
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not is_warning(problem))

    def of(self, organisation: str, period: Period, wanted: str | None = None) -> Report:
        """The organisation's report for periods of this grain. UsageError where there is none, or several and none is named."""
        own = self.by_organisation.get(organisation, ())
        if wanted is not None:
            return _named(own, wanted)
        fitting = [report for report in own if report.grain is period.grain]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            message = mark("{organisation} has several reports for {period}: say which with --report ({names})")
            raise UsageError(message, organisation=organisation, period=period, names=", ".join(each.id for each in fitting))
        if own:
            message = mark("{organisation} has no report for {period}; its reports are made per {grains}")
            grains = ", ".join(f"{each.grain.value} ({each.id})" for each in own)
            raise UsageError(message, organisation=organisation, period=period, grains=grains)
        message = mark("{organisation} has no report: write rules/{organisation}/report.yaml, see docs/report.md")
        raise UsageError(message, organisation=organisation)


def load(folder: Path, book: Rulebook, cache: Path | None = None) -> Reports:
    """The reports of every organisation in the book. `folder` is the rules folder that the book was read from."""
    found: dict[str, tuple[Report, ...]] = {}
    problems: list[Problem] = []
    for organisation in book.organisations:
        path = folder / organisation / FILE
        if path.is_file():
            pool = _read(RuleFile(path, str(path), organisation, Holds.REPORTS), folder, book, cache)
            found[organisation] = tuple(pool.models)
            problems += pool.problems
    return Reports(by_organisation=found, problems=tuple(problems))


def _read(file: RuleFile, folder: Path, book: Rulebook, cache: Path | None) -> Pool[Report]:
    pool: Pool[Report] = Pool(cache / "rules" if cache else None)
    pool.take(file, folder, Report)
    pool.settle(lambda *_: ReportLint(file.organisation, book))
    return pool


def _named(own: tuple[Report, ...], wanted: str) -> Report:
    for report in own:
        if report.id == wanted:
            return report
    meant = nearest(wanted, (report.id for report in own))
    if meant is None:
        raise UsageError(mark("unknown report {name}"), name=shown(wanted))
    raise UsageError(mark("unknown report {name} (did you mean {suggestion}?)"), name=shown(wanted), suggestion=shown(meant))
