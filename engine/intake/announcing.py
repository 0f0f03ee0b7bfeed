"""What is said about a file before it is read: which source profile it is for, and its declaration."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import cast

from engine.errors import UsageError
from engine.facts import Declaration, Status
from engine.intake.profile import TIDY, Profile, Role
from engine.language import mark
from engine.names import nearest, shown
from engine.numbers import DecimalMark
from engine.periods import NotAPeriod, Period


class Part(StrEnum):
    """What of an announcement is wrong."""

    SOURCE = "source"
    ORGANISATION = "organisation"
    PERIOD = "period"
    NUMBERS = "numbers"


class WrongAnnouncement(UsageError):
    """What is said about a file contradicts itself, or is too little to read it by."""

    def __init__(self, part: Part, message: str, **details: object) -> None:
        super().__init__(message, (), **details)
        self.part = part


def choose(
    profiles: Iterable[tuple[str, Profile]],
    file_name: str,
    source: str | None = None,
    *,
    decimal: str | None = None,
) -> Profile:
    """The profile of a file: the one with the id `source`, or the only one whose globs match the name.

    `profiles` are (organisation id, profile). `tidy` is always there; by its globs it is taken only where no other matches.
    `decimal` (comma | point) overrides the profile's decimal mark. Raises UsageError.
    """
    known = [*(_of(organisation, profile) for organisation, profile in profiles if profile.id != TIDY.id), TIDY]
    found = _named(known, source) if source else _matching(known, file_name)
    return found if decimal is None else _with_decimal(found, decimal)


def declare(
    profile: Profile,
    file_name: str,
    *,
    organisation: str | None = None,
    period: str | None = None,
    extracted_at: date | None = None,
    preliminary: bool | None = None,
) -> Declaration:
    """What is said about a file, by the call and by its name. Raises UsageError where they contradict or say too little."""
    status = None if preliminary is None else Status.PRELIMINARY if preliminary else Status.FINAL
    return Declaration(
        source=profile.id,
        organisation=_organisation(profile, organisation),
        period=_period(profile, file_name, period),
        extracted_at=extracted_at,
        status=status,
    )


def _of(organisation: str, profile: Profile) -> Profile:
    return profile if profile.organisation else profile.model_copy(update={"organisation": organisation})


def _named(known: list[Profile], source: str) -> Profile:
    found = [profile for profile in known if profile.id == source]
    if len(found) > 1:
        owners = ", ".join(str(profile.organisation) for profile in found)
        raise WrongAnnouncement(
            Part.SOURCE, mark("more than one organisation has a source {source}: {owners}"), source=shown(source), owners=owners
        )
    if found:
        return found[0]
    meant = nearest(source, [profile.id for profile in known])
    if meant is None:
        raise WrongAnnouncement(Part.SOURCE, mark("there is no source {source}"), source=shown(source))
    message = mark("there is no source {source} (did you mean {suggestion}?)")
    raise WrongAnnouncement(Part.SOURCE, message, source=shown(source), suggestion=shown(meant))


def _matching(known: list[Profile], file_name: str) -> Profile:
    own = [profile for profile in known if profile is not TIDY and profile.matches(file_name)]
    found = own or [profile for profile in (TIDY,) if profile.matches(file_name)]
    if not found:
        message = mark("no source profile is for a file named {file}; name the source, or add a glob to its files:")
        raise WrongAnnouncement(Part.SOURCE, message, file=shown(file_name))
    if len(found) > 1:
        message = mark("{file} fits more than one source profile: {sources}; name the one that is meant")
        raise WrongAnnouncement(Part.SOURCE, message, file=shown(file_name), sources=", ".join(profile.id for profile in found))
    return found[0]


def _with_decimal(profile: Profile, decimal: str) -> Profile:
    if decimal not in ("comma", "point"):
        raise WrongAnnouncement(Part.NUMBERS, mark("the decimal mark is comma or point, not {text}"), text=shown(decimal))
    changed = profile.with_decimal(cast(DecimalMark, decimal))
    if changed is None:
        message = mark("the source {source} cannot be read with a decimal {decimal}: its thousands are written with that mark")
        raise WrongAnnouncement(Part.NUMBERS, message, source=shown(profile.id), decimal=decimal)
    return changed


def _organisation(profile: Profile, declared: str | None) -> str:
    if declared and profile.organisation and declared != profile.organisation:
        message = mark("the source {source} belongs to {owner}, not to {declared}")
        raise WrongAnnouncement(
            Part.ORGANISATION, message, source=shown(profile.id), owner=shown(profile.organisation), declared=shown(declared)
        )
    found = declared or profile.organisation or ""
    if not found and profile.column(Role.ORGANISATION) is None:
        raise WrongAnnouncement(
            Part.ORGANISATION,
            mark("the source {source} does not say whose figures it has: name the organisation"),
            source=shown(profile.id),
        )
    return found


def _period(profile: Profile, file_name: str, declared: str | None) -> Period | None:
    in_name = profile.period_in(file_name)
    given = {_parsed(text) for text in (declared, in_name and in_name.upper()) if text}
    if len(given) > 1:
        message = mark("the delivery is declared for {declared}, but its name says {named}")
        raise WrongAnnouncement(Part.PERIOD, message, declared=declared, named=in_name)
    if not given and profile.needs_period:
        message = mark("the figures of {source} follow the delivery's period: name it, or have it in the file's name")
        raise WrongAnnouncement(Part.PERIOD, message, source=shown(profile.id))
    return given.pop() if given else None


def _parsed(text: str) -> Period:
    try:
        return Period.parse(text)
    except NotAPeriod:
        message = mark("{text} is not a period: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12")
        raise WrongAnnouncement(Part.PERIOD, message, text=shown(text)) from None
