"""The columns of a file of work records: which there are, which must be, and which nobody may send."""

from enum import StrEnum
from typing import Final

from engine.intake.findings import Findings
from engine.intake.table import Field, Table
from engine.language import mark
from engine.names import nearest, shown
from engine.timesheets.codes import Code
from engine.timesheets.identity import holds_national_id


class Column(StrEnum):
    EMPLOYEE = "employee"
    START = "start"
    END = "end"
    TYPE = "type"
    UNIT = "unit"
    SOURCE = "source"
    RECORD_ID = "record_id"


REQUIRED: Final = (Column.EMPLOYEE, Column.START, Column.END, Column.TYPE)
_UNION = ("union", "fagforening", "fagforbund", "forbund", "arbeidstakerorg", "medlemskap", "tillitsvalgt")


def columns_of(table: Table, findings: Findings) -> dict[Column, Field]:
    """The fields by their column. Raises DeliveryRefused for a heading that is unknown, missing or there twice."""
    known = {column.value for column in Column}
    found: dict[Column, Field] = {}
    if not any(field.heading in known for field in table.fields):
        # A row of data, most likely: whose it is need not be repeated.
        message = mark("none of the headings {headings} is in the first row")
        findings.refuse(Code.MISSING_COLUMN, message, table.heading_row, headings=",".join(Column))
    for field in table.fields:
        if field.heading not in known:
            _tell_unknown(table, field, findings)
        elif (column := Column(field.heading)) in found:
            findings.add(
                table.heading_place(field), Code.COLUMN_TWICE, mark("the column {name} is there twice"), name=column.value
            )
        else:
            found[column] = field
    for column in REQUIRED:
        if column not in found:
            message = mark("the column {name} is missing; the headings are {headings}")
            headings = ",".join(Column)
            findings.add(table.heading_row, Code.MISSING_COLUMN, message, name=column.value, headings=headings)
    findings.refuse_if_any()
    return found


def _tell_unknown(table: Table, field: Field, findings: Findings) -> None:
    if holds_national_id(field.heading):
        # Not even the place may repeat it.
        message = mark("a national identity number stands among the headings; the first row must be the headings")
        findings.refuse(Code.NATIONAL_ID, message, table.heading_row)
    place, name = table.heading_place(field), shown(field.heading)
    if any(word in field.heading.casefold() for word in _UNION):
        message = mark("{name} looks like union membership, which is never kept; give the group a profile instead")
        findings.add(place, Code.UNION, message, name=name)
        return
    meant = nearest(field.heading, [column.value for column in Column])
    message = mark("there is no column {name}; what is not asked for is not sent")
    if meant:
        message = mark("there is no column {name} (did you mean '{nearest}'?)")
    findings.add(place, Code.UNKNOWN_COLUMN, message, name=name, nearest=meant)
