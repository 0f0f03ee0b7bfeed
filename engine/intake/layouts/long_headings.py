"""The headings of a long table against those that its profile names."""

from collections.abc import Mapping

from engine.intake.findings import Code, Findings
from engine.intake.profile import Profile
from engine.intake.table import Field, Table
from engine.language import mark
from engine.names import nearest, shown

_OTHER_ENCODINGS = ("cp865", "cp850", "mac_roman", "latin-1")
"""What Norwegian letters are also written in; none can be declared, but the advice can name it."""


def named_fields(table: Table, profile: Profile, findings: Findings) -> Mapping[str, Field]:
    """The table's columns by the headings of the profile; unknown and absent headings are problems."""
    fields: dict[str, Field] = {}
    for field in table.fields:
        if not field.heading:
            findings.add(table.heading_place(field), Code.NO_HEADING, mark("the column has content and no heading"))
        elif field.heading not in profile.columns:
            _tell_unknown(field, table, profile, findings)
        elif field.heading in fields:
            message = mark("the heading {heading} stands twice")
            findings.add(table.heading_place(field), Code.HEADING_TWICE, message, heading=shown(field.heading))
        else:
            fields[field.heading] = field
    for heading, column in profile.columns.items():
        if heading not in fields and not column.optional:
            findings.add(
                table.heading_row, Code.MISSING_HEADING, mark("the heading {heading} is missing"), heading=shown(heading)
            )
    return fields


def _tell_unknown(field: Field, table: Table, profile: Profile, findings: Findings) -> None:
    place, heading = table.heading_place(field), shown(field.heading)
    encoding = _written_in(field.heading, profile)
    if encoding:
        message = mark(
            "the heading {heading} was written in {encoding}; save the file as CSV UTF-8 and declare that (encoding:)"
        )
        findings.add(place, Code.UNKNOWN_HEADING, message, heading=heading, encoding=encoding)
    elif meant := nearest(field.heading, profile.columns):
        message = mark("the profile has no heading {heading} (did you mean {suggestion}?)")
        findings.add(place, Code.UNKNOWN_HEADING, message, heading=heading, suggestion=shown(meant))
    else:
        findings.add(place, Code.UNKNOWN_HEADING, mark("the profile has no heading {heading}"), heading=heading)


def _written_in(heading: str, profile: Profile) -> str | None:
    """The encoding in which the heading's bytes are a heading of the profile."""
    if profile.format != "csv" or profile.encoding != "cp1252" or heading.isascii():
        return None
    content = heading.encode("cp1252", "replace")
    return next((other for other in _OTHER_ENCODINGS if content.decode(other, "replace") in profile.columns), None)
