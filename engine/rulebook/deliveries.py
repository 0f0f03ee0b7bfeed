"""A calendar in force: its deliveries become metrics and rules like any other, its due dates those of the sources' metrics."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from engine.calendar.due import Expected
from engine.catalogue import Metric, Organisation
from engine.intake.profile import Profile
from engine.rulebook.lint.timetable import metrics_of
from engine.rulebook.schema import Rule
from engine.rulebook.timetable import DeliveryItem

_TITLE, _TITLE_EN = "Leveranse: {source}", "Delivery: {source}"


def with_due_dates(organisation: Organisation, items: Iterable[DeliveryItem], profiles: Mapping[str, Profile]) -> Organisation:
    """The organisation with a metric for each delivery, and with the calendar's due dates in the place of `due_days`.

    A metric that several expected sources bring is missing when the last of them is late.
    """
    found = dict(organisation.metrics)
    expected: defaultdict[str, list[Expected]] = defaultdict(list)
    for item in items:
        found[item.id] = _metric(item, profiles[item.source])
        for name in metrics_of(profiles[item.source]):
            if name in found and found[name].grain is item.due.grain:
                expected[name].append(item.expected)
    dated = {name: found[name].expected_by(*each) for name, each in expected.items()}
    return organisation.model_copy(update={"metrics": found | dated})


def rule_of(item: DeliveryItem, organisation: Organisation, kind: type[Rule]) -> Rule:
    """The rule that judges whether the source came in time. `kind`: that of `check: freshness`."""
    metric = organisation.metrics[item.id]
    given = {
        "id": item.id,
        "title": metric.title,
        "title_en": metric.title_en,
        "metric": item.id,
        "unit": organisation.id,
        "check": "freshness",
        "due": item.due,
        "grace": item.grace,
        "closed": item.closed,
        "valid_from": item.valid_from,
        "missing": {"after_due": "missed"},
        "severity": item.severity,
        "owner": item.owner,
        "source": {"document": "calendar.yaml", "chapter": item.source, "quote": item.due.text},
        "notify": item.notify,
        "note": item.note,
    }
    return kind.model_validate(given)


def _metric(item: DeliveryItem, profile: Profile) -> Metric:
    source = profile.title or profile.id
    return Metric(
        id=item.id,
        title=item.title or _TITLE.format(source=source)[:300],
        title_en=item.title_en or _TITLE_EN.format(source=source)[:300],
        unit_of_measure="days",
        decimals=0,
        better="lower",
        grain=item.due.grain,
        due_days=0,
        source="calendar.yaml",
    ).expected_by(item.expected)
