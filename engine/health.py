"""How the guard itself is: what it saw, figures of it for monitoring, and what of it is reason for alarm. Pure.

Counts by organisation only: no unit, so that no small group is told of, and nothing about a person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from engine.errors import Place, Problem
from engine.language import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One organisation, as the last round that judged it left it."""

    organisation: str
    rules: int
    """The rules in force now."""
    judged: int
    """Of those there were in its last round, how many gave a verdict without breaking."""
    rounds_end: datetime | None
    """When its last round was; None when there was none yet."""
    held: bool
    """A storm waits for a person."""
    verdicts: Mapping[str, int] = field(default_factory=dict)
    """By outcome, the newest verdict of each rule, unit and dimension."""
    avvik: Mapping[str, int] = field(default_factory=dict)
    """By state."""
    late: int = 0
    """Figures that are past due."""
    refused: int = 0
    """Deliveries in quarantine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The outbox."""

    waiting: int
    dead: int
    oldest: datetime | None
    """Since when the oldest notice waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Everything that is told of the guard at one time."""

    at: datetime
    version: str
    organisations: tuple[Watched, ...]
    broken_rules: int
    """What is wrong in rule files and keeps rules from being judged."""
    log_entries: int
    decisions: int
    failing: int = 0
    """Jobs that run by themselves and failed when they were last tried."""
    outbox: Queue | None = None
    """None where the database has none yet."""


class Trouble(StrEnum):
    """Why the guard is not guarding; each is a fail signal."""

    NO_RULES = "no_rules"
    IDLE = "idle"
    NO_ROUND = "no_round"
    BROKEN_RULES = "broken_rules"
    HELD = "held"
    DEAD_NOTICES = "dead_notices"
    JOBS_FAIL = "jobs_fail"
    FAILED = "failed"


MESSAGES = {
    Trouble.NO_RULES: mark("not one rule is in force: nothing is kept"),
    Trouble.IDLE: mark("{organisation}: 0 of {rules} rules ran in the last round; see `malvakt check` for what is missing"),
    Trouble.NO_ROUND: mark("{organisation}: no round for {hours} hours; does the scheduler run?"),
    Trouble.BROKEN_RULES: mark("{count} mistakes keep rules from being judged; see `malvakt rules lint`"),
    Trouble.HELD: mark("{organisation}: a round is held; see `malvakt storm list`"),
    Trouble.JOBS_FAIL: mark("{count} jobs fail; see `malvakt due`"),
    Trouble.FAILED: mark("the round ended in an error: {kind}"),
    Trouble.DEAD_NOTICES: mark("{count} notices could not be delivered for good; see `malvakt notify`"),
}


def troubles(health: Health, longest: timedelta) -> tuple[Problem, ...]:
    """What is reason for alarm. `longest`: how long an organisation may be without a round."""
    return tuple(_troubles(health, longest))


def _troubles(health: Health, longest: timedelta) -> Iterator[Problem]:
    if not any(each.rules for each in health.organisations):
        yield _problem(Trouble.NO_RULES)
    if health.broken_rules:
        yield _problem(Trouble.BROKEN_RULES, count=health.broken_rules)
    for each in health.organisations:
        yield from _of_organisation(each, health.at, longest)
    if health.failing:
        yield _problem(Trouble.JOBS_FAIL, count=health.failing)
    if health.outbox is not None and health.outbox.dead:
        yield _problem(Trouble.DEAD_NOTICES, count=health.outbox.dead)


def _of_organisation(each: Watched, at: datetime, longest: timedelta) -> Iterator[Problem]:
    if each.rules and each.rounds_end is not None and not each.judged:
        yield _problem(Trouble.IDLE, organisation=each.organisation, rules=each.rules)
    if each.rules and (each.rounds_end is None or at - each.rounds_end > longest):
        hours = "∞" if each.rounds_end is None else int((at - each.rounds_end).total_seconds() // 3600)
        yield _problem(Trouble.NO_ROUND, organisation=each.organisation, hours=hours)
    if each.held:
        yield _problem(Trouble.HELD, organisation=each.organisation)


def _problem(trouble: Trouble, **details: object) -> Problem:
    return Problem(Place(trouble.value), "O001", MESSAGES[trouble], details)
