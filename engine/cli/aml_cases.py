"""`malvakt aml cases | case`: HR's cases, and one of them with everything in it."""

from typing import TYPE_CHECKING, Any

from engine.cli.aml_desk import CaseId, Why, hr, organisation_of
from engine.cli.options import (
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
    now,
)

if TYPE_CHECKING:
    from engine.aml.cases import Case


def cases(
    why: Why,
    organisation: OrganisationOption = None,
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """List HRs saker · List HR's cases"""
    from engine.cli.output import show_json, show_table
    from engine.language import mark, translate
    from engine.worktime.kinds import TITLES

    desk = Desk.set_up(rules, database, language)
    name = organisation_of(desk, organisation)
    found = desk.persons_as_they_are.cases(hr(desk, by), name, why=why, at=now())
    if json:
        show_json([case_json(case) for case in found])
        return
    headings = [
        translate(each, desk.language)
        for each in (mark("Case"), mark("Person"), mark("Type"), mark("State"), mark("Breaches"), mark("Cause"))
    ]
    rows = (
        (
            case.id,
            case.about.person,
            translate(TITLES[case.about.type], desk.language),
            case.state.value,
            str(len(case.breaches)),
            case.cause.value if case.cause else "",
        )
        for case in found
    )
    show_table(headings, rows, right=(4,))


def case(
    case_id: CaseId,
    why: Why,
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Vis en sak med bruddene og alt som har skjedd · Show a case with its breaches and all that happened"""
    from engine.cli.output import say, show_json

    desk = Desk.set_up(rules, database, language)
    found, breaches = desk.persons_as_they_are.case(hr(desk, by), case_id, why=why, at=now())
    if json:
        rows = [{**dict(each.result.as_json()), "withdrawn": each.withdrawn} for each in breaches]
        show_json({**case_json(found), "results": rows, "entries": [_entry_json(entry) for entry in found.entries]})
        return
    say(f"{found.id} {found.about.person} {found.state.value}")
    for each in breaches:
        say(f"  {'–' if each.withdrawn else '✗'} {each.result.day} {each.result.sentence(desk.language)}")
    for entry in found.entries:
        cause = entry.cause.value if entry.cause else ""
        say(" ".join(filter(None, (f"  {entry.at:%Y-%m-%d %H:%M}", entry.who, entry.kind.value, cause, entry.text))))


def case_json(case: "Case") -> dict[str, Any]:
    return {
        "id": case.id,
        "person": case.about.person,
        "type": case.about.type.value,
        "state": case.state.value,
        "cause": case.cause.value if case.cause else None,
        "breaches": len(case.breaches),
    }


def _entry_json(entry: Any) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "who": entry.who,
        "kind": entry.kind.value,
        "cause": entry.cause.value if entry.cause else None,
        "window_start": entry.breach[2] if entry.breach else None,
        "text": entry.text,
    }
