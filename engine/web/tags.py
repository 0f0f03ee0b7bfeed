"""The words and figures in templates: built in, so that a template says `{% translate "…" %}` and nothing more.

{% translate "Met in {count} periods" count=row.streak %}    from the one catalogue, in the reader's language
{{ verdict|outcome:language }}                               see the filters below
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from engine.catalogue import Metric
from engine.charts.figure import ChartFigure
from engine.errors import Problem
from engine.facts import Outcome, Verdict
from engine.language import Language
from engine.language import translate as translated
from engine.log_words import SEVERITIES
from engine.numbers import norwegian, plain
from engine.people import Role
from engine.period_words import period_words
from engine.periods import Period
from engine.rulebook.book import Rulebook
from engine.web import clock, navigation
from engine.web.aml.words import RECORDS
from engine.web.clock import OSLO
from engine.web.course import legend as legend_of
from engine.web.ours import ours
from engine.web.parts import parts
from engine.words import OUTCOMES, ROLES, demand, number
from engine.worktime.records import WorkRecord

register = template.Library()


@register.simple_tag(takes_context=True, name="translate")
def translate(context: template.Context, message: str, **given: Any) -> SafeString:
    """The text in the reader's language; what is given is escaped."""
    text = translated(message, context["language"])
    return format_html(text, **given) if given else conditional_escape(text)


@register.filter
def in_words(message: str, language: Language) -> str:
    """A text that was marked in the code, in the reader's language."""
    return translated(message, language)


@register.filter
def period(value: Period, language: Language) -> str:
    """«mars 2023»."""
    return period_words(value, language)


@register.filter
def day(value: date, language: Language) -> str:
    return clock.day(value, language)


@register.filter
def moment(value: datetime, language: Language) -> str:
    return clock.moment(value, language)


@register.filter
def record(row: WorkRecord, language: Language) -> str:
    """«06.03.2023 08:00–16:00, ordinær tid» as the clock in Oslo showed it."""
    start, end = (each if each is None or each.tzinfo is None else each.astimezone(OSLO) for each in (row.start, row.end))
    assert start is not None
    until = f"{end:%H:%M}" if end and end.date() == start.date() else f"{day(end.date(), language)} {end:%H:%M}" if end else ""
    return f"{day(start.date(), language)} {start:%H:%M}–{until}, {translated(RECORDS[row.type], language)}"


@register.filter
def localised(value: Decimal | int, language: Language) -> str:
    return (norwegian if language is Language.NB else plain)(Decimal(value))


@register.filter
def told(problem: Problem, language: Language) -> str:
    return problem.text(language)


@register.filter
def sign(outcome: Outcome) -> str:
    return OUTCOMES[outcome][0]


@register.filter
def word(outcome: Outcome, language: Language) -> str:
    return translated(OUTCOMES[outcome][1], language)


@register.filter
def titled(thing: Any, language: Language) -> str:
    """The title of a rule, a metric, a unit or a member, in English where it has one and English is asked for."""
    return str(thing.title_en or thing.title) if language is Language.EN else str(thing.title)


@register.simple_tag
def figure(value: Decimal | None, metric: Metric, language: Language, *, signed: bool = False) -> str:
    return number(value, metric, language, sign=signed)


@register.simple_tag(name="demand")
def demand_of(verdict: Verdict, metric: Metric, language: Language) -> str:
    return demand(verdict, metric, language)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The address of this page with some of its filters changed; None takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def turn(context: template.Context, name: str, page: int, closed: str = "") -> str:
    """The address of this page with another page of one of its lists. `closed`: a filter that opens a row of the page now."""
    return query(context, **{name: page} | ({closed: None} if closed else {}))


@register.filter
def legend(figure: ChartFigure, language: Language) -> Iterator[tuple[str, str]]:
    """The signs in a chart with their words."""
    return legend_of(figure, language)


@register.filter
def role(name: str, language: Language) -> str:
    return translated(ROLES[Role(name)], language)


@register.simple_tag(takes_context=True, name="part")
def part_of(context: template.Context, organisation: str, unit: str = "") -> str:
    """Where a right holds, by the titles in the rules."""
    place = getattr(context["request"], "place", None)
    book = place.book if place else parts().shelf.book()
    return part_title(book, organisation, unit, context["language"])


def part_title(book: Rulebook, organisation: str, unit: str, language: Language) -> str:
    """«Hemit / Drift»; what the rules no longer have keeps the name that it had."""
    found = book.organisations.get(organisation)
    if found is None:
        return " / ".join(filter(None, (organisation, unit)))
    below = found.units.get(unit)
    return " / ".join(filter(None, (titled(found, language), titled(below, language) if below else unit)))


@register.filter
def ordered(values: Iterable[Any]) -> list[Any]:
    """What has no order of its own, such as a set of roles, in the same order on every page."""
    return sorted(values)


@register.filter
def severity(value: str, language: Language) -> str:
    return translated(SEVERITIES[value], language)


@register.filter
def unlocalised(value: float) -> str:
    """A coordinate: in bokmål it would get a decimal comma, which SVG reads as two numbers."""
    return str(value)


@register.simple_tag(takes_context=True)
def current(context: template.Context, name: str) -> SafeString:
    """`aria-current` for the link to a page, when that page or one below it is open."""
    said = navigation.current(name, context["request"].path)
    return format_html(' aria-current="{}"', said) if said else SafeString()


@register.simple_tag
def asset(name: str) -> str:
    """The address of a static file under its hashed name."""
    return static(name)


@register.simple_tag(takes_context=True)
def own_sign_in(context: template.Context) -> dict[str, str] | None:
    """The organisation's own sign-in, where the settings name one."""
    settings = ours()
    if not settings.oidc_issuer:
        return None
    address = reverse("openid_connect_login", args=["own"])
    wanted = context["request"].GET.get("next", "")
    return {"name": settings.oidc_name, "address": f"{address}?{urlencode({'next': wanted})}" if wanted else address}
