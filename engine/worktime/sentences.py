"""A result in one sentence or two, in bokmål and English."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.language import Language, mark, translate
from engine.worktime.kinds import TITLES, BreachType, Remark, Status

if TYPE_CHECKING:
    from engine.worktime.result import Result

_OF_TYPE = {
    BreachType.DAY_TOTAL: mark("{actual} hours of work from {start} to {end}; at most {limit} are allowed ({law})."),
    BreachType.WEEK_OVERTIME: mark("{actual} hours of overtime in the week from {start}; at most {limit} are allowed ({law})."),
    BreachType.FOUR_WEEK_OVERTIME: mark(
        "{actual} hours of overtime in the four weeks or less from {since} to {end}; at most {limit} are allowed ({law})."
    ),
    BreachType.YEAR_OVERTIME: mark(
        "{actual} hours of overtime in the 52 weeks or less from {since} to {end}; at most {limit} are allowed ({law})."
    ),
    BreachType.WEEK_TOTAL: mark("{actual} hours of work in the week from {start}; at most {limit} are allowed ({law})."),
    BreachType.WEEKLY_REST: mark(
        "The longest rest in the week from {start} was {actual} hours; {limit} without a break are required ({law})."
    ),
    BreachType.DAILY_REST: mark(
        "The longest rest in the 24 hours from {start} was {actual} hours; {limit} without a break are required ({law})."
    ),
    BreachType.CONSECUTIVE_SUNDAYS: mark("{date} was number {actual} in a row with work; at most {limit} is allowed ({law})."),
    BreachType.FREE_SUNDAYS_26W: mark(
        "{actual} Sundays and holidays were free from {since} to {end}; at least {limit} must be ({law})."
    ),
    BreachType.NIGHT_WORK: mark(
        "{actual} hours of work from {since} to {end} by someone who works at night; at most {limit} are allowed ({law})."
    ),
    BreachType.PLANNED_DAY: mark("{actual} hours of ordinary time are planned on {date}; at most {limit} are allowed ({law})."),
    BreachType.PLANNED_WEEK: mark(
        "{actual} hours of ordinary time are planned in the week from {start}; at most {limit} are allowed ({law})."
    ),
}
_MEAN = mark("{actual} hours of work a week on average over the {weeks} weeks to {end}; at most {limit} are allowed ({law}).")
_UNKNOWN = mark("{title} is not evaluated from {start} to {end}: the records do not cover all that the window needs.")
_OF_STATUS = {
    Status.ABSOLUTT: mark("No local agreement can allow this."),
    Status.VARSEL: mark("This is near the limit, but not over it."),
    Status.OVER_LOVENS_HOVEDREGEL: mark("This is over the main rule of the law, but inside the agreement."),
    Status.UNNTATT: mark("The post is exempt from these rules."),
    Status.PLANLAGT: mark("So says the plan."),
}
_OF_REMARK = {
    Remark.OPEN: mark("The record from {start} has no end and is left out."),
    Remark.REVERSED: mark("The record from {start} does not end after it begins and is left out."),
    Remark.TOO_LONG: mark("The record from {start} to {end} is longer than {limit} hours and is left out."),
    Remark.NO_PROFILE: mark("No profile or no law holds for the employee from {start}: nothing is evaluated."),
    Remark.OVERLAP: mark("Two records overlap from {start} to {end}; that time counts once."),
    Remark.BREAK_IN_WORK: mark(
        "From {start} on there are breaks inside records of work. They are not subtracted: deliver the work around them."
    ),
    Remark.STANDBY_WITHOUT_FACTOR: mark(
        "There is standby from {start}, and the profile {profile} has no oncall.factor; the least share of the law is counted."
    ),
    Remark.UNLISTED: mark("The employee is in no list of profiles; the profile {profile} is used."),
    Remark.DUPLICATE: mark("The record from {start} to {end} came more than once and counts once."),
    Remark.AMBIGUOUS_TIME: mark(
        "The record from {start} to {end} has a time that occurs twice when the clock is set back; the longer time is counted."
    ),
    Remark.NONEXISTENT_TIME: mark(
        "The record from {start} to {end} has a time that the clock skips when it is set forward; it is moved an hour forward."
    ),
}


def sentence(result: "Result", language: Language) -> str:
    """What the result says, with numbers and dates as the language writes them."""
    if result.remark is not None:
        message, more = _OF_REMARK[result.remark], ""
    elif result.status is Status.NOT_EVALUATED:
        message, more = _UNKNOWN, ""
    else:
        message = _OF_TYPE[result.type] if result.mean_of == 1 else _MEAN
        more = _OF_STATUS.get(result.status, "")
    text = translate(message, language).format(
        title=translate(TITLES[result.type], language),
        actual="" if result.actual is None else _number(result.actual, language),
        limit=_number(result.limit, language),
        start=_moment(result.window_start, language),
        end=_moment(result.window_end, language),
        since=_moment(result.since, language),
        date=result.day.strftime(_DATE[language]),
        weeks=result.mean_of,
        profile=result.profile,
        law=result.law_ref,
    )
    return f"{text} {translate(more, language)}" if more else text


_DATE = {Language.NB: "%d.%m.%Y", Language.EN: "%Y-%m-%d"}


def _number(value: Decimal, language: Language) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language is Language.NB else text


def _moment(moment: datetime, language: Language) -> str:
    return moment.strftime(f"{_DATE[language]} %H:%M")
