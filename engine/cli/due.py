"""`malvakt due`: what runs by itself, how it went last, and which deliveries are expected next."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from engine.cli.options import OSLO, DatabaseOption, Desk, JsonOption, LanguageOption, OrganisationOption, RulesOption, now

if TYPE_CHECKING:
    from engine.expected import Delivery
    from engine.jobs.job import Job
    from engine.store import DueRow


def due(
    organisation: OrganisationOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Vis hva som er ventet, planlagt og feilet · Show what is expected, planned and failing"""
    from engine.cli.output import EXIT_MISSING, show_json, show_problems
    from engine.cli.verdicts import known_organisation
    from engine.expected import State, deliveries
    from engine.jobs.job import jobs_of

    desk = Desk.set_up(rules, database, language)
    show_problems(desk.rulebook.problems)
    chosen = known_organisation(desk.rulebook, organisation)
    at = now()
    arrivals = desk.store_as_it_is.arrivals(chosen)
    expected = deliveries(desk.rulebook, arrivals, at.astimezone(OSLO).date(), chosen)
    rows = {(row.job, row.organisation): row for row in desk.store_as_it_is.due.rows()}
    jobs = [job for job in jobs_of(desk.rulebook, desk.settings) if chosen in (None, job.organisation)]
    states = [(job, rows.get((job.id, job.organisation))) for job in jobs]
    if json:
        show_json({"deliveries": [*map(_delivery_json, expected)], "jobs": [_job_json(job, row, at) for job, row in states]})
    else:
        _show(desk, expected, states, at)
    if any(each.state is State.LATE for each in expected) or any(row and row.failure for _, row in states):
        raise typer.Exit(EXIT_MISSING)


def _show(desk: Desk, expected: "list[Delivery]", jobs: "list[tuple[Job, DueRow | None]]", at: datetime) -> None:
    from engine.cli.output import say, show_table
    from engine.expected import STATES, runs
    from engine.language import mark, translate

    def words(*texts: str) -> list[str]:
        return [translate(text, desk.language) for text in texts]

    rows = [
        (first.organisation, first.source, _span(first, last), first.due.isoformat(), *words(STATES[first.state]), first.owner)
        for first, last in runs(expected)
    ]
    headings = (mark("Organisation"), mark("Source"), mark("Period"), mark("Due"), mark("State"), mark("Owner"))
    show_table(words(*headings), rows)
    say()
    headings = (mark("Organisation"), mark("Job"), mark("When"), mark("Last run"), mark("Next run"), mark("State"))
    show_table(words(*headings), [_job_row(job, row, at, desk) for job, row in jobs])


def _span(first: "Delivery", last: "Delivery") -> str:
    begins = f"… {first.period}" if first.and_earlier else str(first.period)
    return begins if first == last else f"{begins} – {last.period}"


def _job_row(job: "Job", row: "DueRow | None", at: datetime, desk: Desk) -> tuple[str, ...]:
    from engine.language import mark, translate

    upcoming = job.when.next(at) if job.when else None
    state = mark("never run")
    if row is not None:
        state = (
            mark("running") if row.holder else mark("done") if row.done_at else mark("fails") if row.failure else mark("waits")
        )
    told = translate(state, desk.language)
    if row is not None and row.failure:
        told = f"{told} ({row.attempts}): {row.failure}"
    return (
        job.organisation,
        job.id,
        job.when.text if job.when else "",
        _shown(row.done_at if row else None),
        _shown(upcoming.due_at if upcoming else None),
        told,
    )


def _shown(at: datetime | None) -> str:
    return f"{at.astimezone(OSLO):%Y-%m-%d %H:%M}" if at else ""


def _delivery_json(each: "Delivery") -> dict[str, Any]:
    return {
        "organisation": each.organisation,
        "source": each.source,
        "rule": each.rule,
        "period": str(each.period),
        "due": each.due.isoformat(),
        "last_day": each.last_day.isoformat(),
        "state": each.state.value,
        "owner": each.owner,
    }


def _job_json(job: "Job", row: "DueRow | None", at: datetime) -> dict[str, Any]:
    upcoming = job.when.next(at) if job.when else None
    return {
        "organisation": job.organisation,
        "job": job.id,
        "run": job.kind,
        "when": job.when.text if job.when else None,
        "slot": row.slot if row else None,
        "done_at": _iso(row.done_at if row else None),
        "next": _iso(upcoming.due_at if upcoming else None),
        "holder": row.holder if row else "",
        "attempts": row.attempts if row else 0,
        "failure": row.failure if row else "",
        "retry_at": _iso(row.retry_at if row else None),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
