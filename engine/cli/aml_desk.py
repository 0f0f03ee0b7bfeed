"""Who works with the evidence at the command line, and whose records it is about.

The command line acts for HR: whoever may open the database can read it anyway. What is read is logged with its reason.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import Desk

if TYPE_CHECKING:
    from engine.aml.rights import Viewer

CaseId = Annotated[str, typer.Argument(metavar="ID", help="H-000001")]
Why = Annotated[str, typer.Option("--why", metavar="WHY", help="Hvorfor du ser på det · why you look.")]


def hr(desk: Desk, by: str | None) -> "Viewer":
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
