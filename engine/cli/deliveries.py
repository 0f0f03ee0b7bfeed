"""`malvakt deliveries`: what has arrived, what lies in quarantine, and why."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.options import OSLO, DatabaseOption, Desk, JsonOption, LanguageOption, OrganisationOption, RulesOption

if TYPE_CHECKING:
    from engine.store import Delivered, Refused


def deliveries(
    refused: Annotated[
        bool,
        typer.Option("--refused", help="Bare det som ligger i karantene, med feilene · only the quarantine, with problems."),
    ] = False,
    organisation: OrganisationOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Vis leveransene og karantenen · Show the deliveries and the quarantine"""
    from engine.cli.output import say, show_json, show_problems, show_table
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    store = desk.store_as_it_is
    quarantine = store.refused(organisation)
    accepted = () if refused else store.deliveries(organisation)
    both: list[Delivered | Refused] = [*accepted, *quarantine]
    found = sorted(both, key=lambda each: each.received_at)
    if json:
        show_json([_json(each) for each in found])
        return
    words = (mark("Received"), mark("File"), mark("Source"), mark("Organisation"), mark("Period"), mark("Figures"))
    show_table([translate(word, desk.language) for word in words], [_row(each, desk) for each in found], right=(5,))
    if refused:
        for each in quarantine:
            say()
            show_problems(each.problems)


def _row(each: "Delivered | Refused", desk: Desk) -> tuple[str, ...]:
    from engine.language import mark, translate
    from engine.names import printable
    from engine.store import Refused

    said = each.declaration
    return (
        f"{each.received_at.astimezone(OSLO):%Y-%m-%d %H:%M}",
        printable(each.file_name, 255),
        said.source,
        said.organisation,
        str(said.period or ""),
        translate(mark("refused"), desk.language) if isinstance(each, Refused) else str(each.figures),
    )


def _json(each: "Delivered | Refused") -> dict[str, Any]:
    from engine.exchange import problem_json
    from engine.store import Refused

    said = each.declaration
    return {
        "delivery": each.id,
        "file": each.file_name,
        "received_at": each.received_at.isoformat(),
        "way": each.way.value if each.way else None,
        "source": said.source,
        "organisation": said.organisation,
        "period": str(said.period) if said.period else None,
        "extracted_at": said.extracted_at.isoformat() if said.extracted_at else None,
        "figures": 0 if isinstance(each, Refused) else each.figures,
        "problems": [*map(problem_json, each.problems)] if isinstance(each, Refused) else [],
    }
