"""`malvakt aml ingest | cases | case | cause | note | close | reopen | retain | access`: evidence kept, and HR's work with it.

The command line acts for HR: whoever may open the database can read it anyway. What is read is logged with its reason.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.aml_options import FromOption, Records, ToOption, read_records
from engine.cli.options import (
    AsOfOption,
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
    instant,
    now,
    today,
)

if TYPE_CHECKING:
    from engine.aml.cases import Case, CaseDraft
    from engine.aml.rights import Viewer

CaseId = Annotated[str, typer.Argument(metavar="ID", help="H-000001")]
Words = Annotated[str, typer.Argument(metavar="TEXT", help="Teksten, uten navn og helse · the words, no names, no health.")]
Why = Annotated[str, typer.Option("--why", metavar="WHY", help="Hvorfor du ser på det · why you look.")]


def ingest(
    records: Records,
    organisation: OrganisationOption = None,
    first: FromOption = None,
    last: ToOption = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="Den som ikke er med, jobbet ikke · who is not in the files did not work.")
    ] = False,
    received_at: Annotated[
        datetime | None, typer.Option("--received-at", parser=instant, metavar="T", help="Når den kom · when it came [nå].")
    ] = None,
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Ta vare på arbeidstid som bevis · Keep work records as evidence; `run` judges them"""
    from dataclasses import asdict

    from engine.cli.output import say, show_json
    from engine.language import mark, translate
    from engine.store.person.evidence import Handover

    desk = Desk.set_up(rules, database, language)
    rows = read_records(records)
    handover = Handover(
        organisation=organisation_of(desk, organisation),
        by=by or desk.settings.user,
        at=received_at or now(),
        files=[path.name for path in records],
        first=first,
        last=last,
        complete=complete,
    )
    taken = desk.persons.take(rows, handover)
    text = mark("{records} records of {people} employees: {new} new, {replaced} replaced")
    if json:
        show_json({"organisation": handover.organisation, **asdict(taken)})
    else:
        say(translate(text, desk.language).format(**asdict(taken)))


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
    found = desk.persons_as_they_are.cases(_hr(desk, by), name, why=why, at=now())
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
    found, breaches = desk.persons_as_they_are.case(_hr(desk, by), case_id, why=why, at=now())
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


def cause(
    case_id: CaseId,
    code: Annotated[str, typer.Argument(metavar="CODE", help="callout incident cover swap roster deadline emergency …")],
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Sett årsakskoden · Say why it happened"""
    from engine.aml.cases import set_cause

    _move(case_id, by, Desk.set_up(rules, database, language), lambda case, who: set_cause(case, who, code))


def note(
    case_id: CaseId,
    text: Words,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Skriv et notat · Write a note"""
    from engine.aml.cases import note as write

    _move(case_id, by, Desk.set_up(rules, database, language), lambda case, who: write(case, who, text))


def close(
    case_id: CaseId,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Hva som ble gjort · what was done.")] = "",
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Lukk saken; årsaken må være satt · Close the case; its cause must be given"""
    from engine.aml.cases import close as shut

    _move(case_id, by, Desk.set_up(rules, database, language), lambda case, who: shut(case, who, text))


def reopen(
    case_id: CaseId,
    text: Words,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Gjenåpne saken · Take the case up again"""
    from engine.aml.cases import reopen as take_up

    _move(case_id, by, Desk.set_up(rules, database, language), lambda case, who: take_up(case, who, text))


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


def access(
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Hvem har sett hva, og hvorfor · Who looked at what, and why"""
    from dataclasses import asdict

    from engine.cli.output import say, show_json

    desk = Desk.set_up(rules, database, language)
    log = desk.persons_as_they_are.access_log()
    if json:
        show_json([{**asdict(each), "at": each.at.isoformat(), "role": each.role.value} for each in log])
        return
    for each in log:
        say(f"{each.at:%Y-%m-%d %H:%M} {each.who} ({each.role.value}) {each.what}, {each.rows}: {each.why}")


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


def _move(
    case_id: str,
    by: str | None,
    desk: Desk,
    act: "Callable[[Case, str], CaseDraft]",
) -> None:
    from engine.cli.output import say

    viewer = _hr(desk, by)
    moved = desk.persons_as_they_are.move(viewer, case_id, lambda case: act(case, viewer.who), at=now())
    say(f"{moved.id} {moved.state.value}")


def _hr(desk: Desk, by: str | None) -> "Viewer":
    """Whoever works at the command line, by name: an access that nobody made is logged by nobody."""
    from engine.aml.rights import Viewer
    from engine.errors import UsageError
    from engine.language import mark
    from engine.people import Role

    who = (by or desk.settings.user).strip()
    if not who:
        raise UsageError(mark("say who you are: --by or MALVAKT_USER"))
    return Viewer(who=who[:100], role=Role.HR)


def organisation_of(desk: Desk, named: str | None) -> str:
    """The organisation, which need not be named where there is only one."""
    from engine.cli.verdicts import known_organisation
    from engine.errors import UsageError
    from engine.language import mark

    known = sorted(desk.rulebook.organisations)
    if named is None and len(known) != 1:
        raise UsageError(mark("say whose records these are: --organisation {names}"), names=" | ".join(known))
    return known_organisation(desk.rulebook, named) or known[0]
