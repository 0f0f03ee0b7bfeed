"""{% load review %}: moments, dates, states and names as the pages about avvik show them."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django import template

from engine.avvik.said import folded
from engine.avvik.states import Condition, State
from engine.calendar.clock import clock_in_oslo, is_shown_twice
from engine.language import Language, mark
from engine.language import translate as translated
from engine.log_words import CONDITIONS, SEVERITIES, STATES
from engine.rulebook.book import InForce
from engine.rulebook.schema import Severity, Target
from engine.web import clock
from engine.words import stated

register = template.Library()

_LINE = re.compile(r"line (\d+) «(.*)»", re.DOTALL)
"""As the intake keeps the place of a cell in a text file."""

_SIGNS = {Severity.LOW: "▁", Severity.MEDIUM: "▃", Severity.HIGH: "▅", Severity.CRITICAL: "▇"}


@register.filter
def moment(at: datetime, language: Language) -> str:
    return clock.moment(at, language)


@register.filter
def exactly(at: datetime, language: Language) -> str:
    """A moment, with its offset in the hour that the clock in Oslo shows twice."""
    told = clock.moment(at, language)
    return f"{told} ({clock_in_oslo(at)[-6:]})" if is_shown_twice(at) else told


@register.filter
def day(value: date | None, language: Language) -> str:
    return "" if value is None else clock.day(value, language)


@register.filter
def state(value: State, language: Language) -> str:
    return translated(STATES[value], language)


@register.filter
def condition(value: Condition, language: Language) -> str:
    return translated(CONDITIONS[value.value], language)


@register.filter
def severity(value: Severity, language: Language) -> str:
    return translated(SEVERITIES[value.value], language)


@register.filter
def severity_sign(value: Severity) -> str:
    return _SIGNS[value]


@register.simple_tag(name="stated")
def stated_by(target: Target, found: InForce, language: Language) -> str:
    return stated(target, found, language)


@register.filter
def spot(place: str, language: Language) -> str:
    """Where a figure stands in its file: «linje 2 «Antall»»; a sheet and a cell are the same in every language."""
    found = _LINE.fullmatch(place)
    if found is None:
        return place
    return translated(mark("line {line} “{column}”"), language).format(line=found[1], column=found[2])


@register.filter
def called(name: str, names: Mapping[str, str]) -> str:
    """The person's name where the account is known; else what was written: an address, a duty, or nothing."""
    return names.get(folded(name), name)
