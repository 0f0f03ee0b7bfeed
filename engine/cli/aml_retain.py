"""`malvakt aml retain`: what is older than it may be kept is deleted."""

from typing import Any

from engine.cli.options import (
    AsOfOption,
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    RulesOption,
    now,
    today,
)


def retain(
    as_of: AsOfOption = None,
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Slett det som er for gammelt, og si hvor mye · Delete what is too old, and say how much"""
    from dataclasses import asdict

    from engine.aml.retention import cuts
    from engine.cli.output import say, show_json
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    days = cuts(as_of or today(), desk.settings.record_months, desk.settings.breach_months)
    deleted = desk.persons.retain(days, by=by or desk.settings.user, at=now())
    told: dict[str, Any] = {
        "records_before": days.records.isoformat(),
        "breaches_before": days.breaches.isoformat(),
        **asdict(deleted),
    }
    text = mark(
        "Deleted: {records} records before {records_before}; {breaches} breaches before {breaches_before}, {cases} cases and "
        "the pseudonyms of {people} employees"
    )
    if json:
        show_json(told)
    else:
        say(translate(text, desk.language).format(**told))
