"""Delivered names, looked up in the organisation's catalogue. Each function raises CellProblem for a name it does not know."""

from collections.abc import Mapping

from engine.catalogue import Metric, Organisation, Unit
from engine.intake.cells import CellProblem, UnknownName
from engine.intake.findings import Code
from engine.language import mark
from engine.names import shown


def organisation_of(name: str, declared: str, organisations: Mapping[str, Organisation]) -> Organisation:
    """The organisation of a row: the delivery's, which a row may name again but not contradict."""
    if not name and not declared:
        raise CellProblem(Code.BLANK, mark("no organisation is named, neither here nor with the delivery"))
    if name and declared and name != declared:
        message = mark("{name} is another organisation than the delivery's, {declared}")
        raise CellProblem(Code.OTHER_ORGANISATION, message, name=shown(name), declared=shown(declared))
    found = organisations.get(name or declared)
    if found is None:
        message = mark("there is no organisation {name}")
        suggesting = mark("there is no organisation {name} (did you mean {suggestion}?)")
        raise UnknownName(Code.UNKNOWN_ORGANISATION, message, suggesting, name or declared, organisations)
    return found


def metric_of(name: str, organisation: Organisation) -> Metric:
    found = organisation.metrics.get(name)
    if found is None and not name:
        raise CellProblem(Code.BLANK, mark("no metric is named"))
    if found is None:
        message = mark("there is no metric {name}")
        suggesting = mark("there is no metric {name} (did you mean {suggestion}?)")
        raise UnknownName(Code.UNKNOWN_METRIC, message, suggesting, name, organisation.metrics)
    return found


def unit_of(name: str, organisation: Organisation) -> Unit:
    found = organisation.units.get(name)
    if found is None and not name:
        raise CellProblem(
            Code.BLANK, mark("no unit is named; the figures of all belong to the unit {root}"), root=shown(organisation.id)
        )
    if found is None:
        message = mark("there is no unit {name}")
        suggesting = mark("there is no unit {name} (did you mean {suggestion}?)")
        raise UnknownName(Code.UNKNOWN_UNIT, message, suggesting, name, organisation.units)
    return found


def dimension_of(name: str, metric: Metric) -> str:
    """A member of the metric's dimension, or the empty text for the figure without one."""
    if name and not metric.members:
        message = mark("the metric {metric} has no dimension, so {name} cannot be one of it")
        raise CellProblem(Code.UNKNOWN_DIMENSION, message, metric=shown(metric.id), name=shown(name))
    if name and name not in metric.by_member:
        message = mark("there is no {name} in the metric's dimension")
        suggesting = mark("there is no {name} in the metric's dimension (did you mean {suggestion}?)")
        raise UnknownName(Code.UNKNOWN_DIMENSION, message, suggesting, name, metric.by_member)
    return name
