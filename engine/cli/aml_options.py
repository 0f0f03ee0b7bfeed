"""What the AML commands share: their options, the records that they are given, and the profiles that hold."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.arriving import read_file
from engine.cli.options import Desk, day

if TYPE_CHECKING:
    from engine.worktime.blocks import Known
    from engine.worktime.normalise import Normalised
    from engine.worktime.profiles import Profiles
    from engine.worktime.records import WorkRecord

Records = Annotated[list[Path], typer.Argument(metavar="RECORDS…", help="Arbeidstid: csv, xlsx, parquet · work records.")]
OptionalRecords = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[RECORDS…]", help="Arbeidstid; ellers lagrede brudd · else the breaches on record."),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile", metavar="P", help="Profilen til alle som ingen fil nevner · of whom no file names [dagarbeider]."
    ),
]
ProfilesOption = Annotated[
    Path | None, typer.Option("--profiles", metavar="FILE", help="Egne profiler og hvem som har dem · your own profiles.")
]
FromOption = Annotated[
    date | None, typer.Option("--from", parser=day, metavar="D", help="Første dag som filene dekker og som vises · first day.")
]
ToOption = Annotated[
    date | None, typer.Option("--to", parser=day, metavar="D", help="Siste dag som filene dekker og som vises · last day.")
]
PlanOption = Annotated[bool, typer.Option("--plan", help="Døm planen · judge the plan.")]


def read_records(paths: list[Path]) -> "tuple[WorkRecord, ...]":
    """The rows of all files. Raises DeliveryRefused with every problem."""
    from engine.timesheets import File, read_all

    return read_all(File(path.name, read_file(path)) for path in paths)


def read_profiles(desk: Desk, own: Path | None = None, default: str | None = None) -> "Profiles":
    """The laws and profiles that are shipped, and those of the user. Raises RuleFileError."""
    from engine.worktime.profiles import DEFAULT, load

    return load(desk.settings.rules / "aml", own, default=default or DEFAULT)


def profiles_of_evidence(desk: Desk, own: Path | None = None, default: str | None = None) -> "Profiles":
    """The profiles by which evidence is judged: those of the file that MALVAKT_AML_PROFILES names, or of another."""
    return read_profiles(desk, own or (Path(desk.settings.aml_profiles) if desk.settings.aml_profiles else None), default)


def asked_days(
    given: "Normalised", first: date | None, last: date | None, *, plan: bool
) -> "tuple[Known | None, Known | None]":
    """The days that are known, and those to report on.

    Days are known from the first record to the last, and as far as --from and --to say that the files reach. Raises UsageError
    when --from lies after --to.
    """
    from engine.errors import UsageError
    from engine.language import mark
    from engine.worktime.blocks import Known, known_by

    if first and last and first > last:
        raise UsageError(mark("--from {first} lies after --to {last}"), first=first, last=last)
    covered = known_by(given.records.of_source(planned=plan))
    if covered is None:
        return None, None
    known = Known(min(first or covered.first, covered.first), max(last or covered.last, covered.last))
    return known, Known(first or known.first, last or known.last) if first or last else None
