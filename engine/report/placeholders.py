"""Figures inside people's texts: {first_line_resolution}, {open_avvik.in-hf}, {sick_leave_total.target}, {month}.

A text with a placeholder cannot say another figure than the report does, this month or the next.
"""

import re
from dataclasses import dataclass

from engine.report import periods
from engine.report.figures import Figures
from engine.report.material import Material

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_\-]+)(?:\.([A-Za-z0-9_\-]+))?\}")
_TARGET = "target"


@dataclass(frozen=True, slots=True)
class Filled:
    text: str
    unknown: tuple[str, ...]
    """What stands in braces and means nothing; it is left as it was written."""


def fill(text: str, material: Material, figures: Figures) -> Filled:
    unknown: list[str] = []

    def value(found: re.Match[str]) -> str:
        told = _value(found[1], found[2], material, figures)
        if told is None:
            unknown.append(found[0])
        return found[0] if told is None else told

    return Filled(_PLACEHOLDER.sub(value, text), tuple(unknown))


def _value(name: str, part: str | None, material: Material, figures: Figures) -> str | None:
    if name in periods.PLACEHOLDERS and part is None:
        return periods.fill(f"{{{name}}}", material.period, material.language)
    if name not in material.organisation.metrics:
        return None
    metric, root = figures.metric(name), material.organisation.id
    period = material.at(metric.grain)
    if part is None or part in metric.by_member:
        return figures.text(name, root, part or "", period)
    if part in material.organisation.units:
        return figures.text(name, part, "", period)
    if part == _TARGET:
        stated = (figures.demand(verdict) for verdict in figures.verdicts(name, root, "", period))
        return next(filter(None, stated), None)
    return None
