"""What a workbook says about itself: its sheets and where they lie, its percent formats, whether its formulas are stale."""

import re
from dataclasses import dataclass, field

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.formats.archive import Archive
from engine.intake.formats.xml import Attributes, Handler, local, walk
from engine.language import mark
from engine.names import nearest, printable, shown

CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
SHARED_STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"

_COMPARED = 100
"""Sheets whose names are compared with the one that is not there."""
_PERCENT_IDS = frozenset({"9", "10"})
"""Excel's built-in formats 0% and 0.00%."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
"""Parts of a number format that are printed as they stand."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    relation: str
    hidden: bool


@dataclass(slots=True)
class Workbook:
    """Collected from xl/workbook.xml while it is walked through."""

    sheets: list[Sheet] = field(default_factory=list)
    recalculates: bool = False
    """True when the program that wrote it left the formulas to be calculated by the one that opens it."""

    def sheet(self, attributes: Attributes) -> None:
        relation = next((text for name, text in attributes.items() if ":" in name and local(name) == "id"), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append(Sheet(attributes.get("name", ""), relation, hidden))

    def calculation(self, attributes: Attributes) -> None:
        self.recalculates = attributes.get("fullCalcOnLoad", "0") in ("1", "true")


def workbook(archive: Archive, findings: Findings) -> Workbook:
    found = Workbook()
    walk(archive.part(WORKBOOK), WORKBOOK, {"sheet": found.sheet, "calcPr": found.calculation}, findings)
    return found


def chosen(sheets: list[Sheet], wanted: str | None, findings: Findings) -> Sheet:
    """The sheet that the profile names, or the only one there is. A hidden one is refused: nobody has looked at it."""
    names = [sheet.name for sheet in sheets]
    fitting = sheets if wanted is None else [sheet for sheet in sheets if sheet.name == wanted]
    shown_names = ", ".join(shown(name) for name in names[:10])
    if wanted is None and len(fitting) != 1:
        message = mark("the workbook has {count} sheets ({names}); the profile has to name one (sheet:)")
        findings.refuse(Code.SHEET, message, count=len(names), names=shown_names)
    if len(fitting) != 1:
        _refuse_unknown(str(wanted), names, shown_names, findings)
    if fitting[0].hidden:
        place = Place(findings.file, sheet=printable(fitting[0].name, 40))
        findings.refuse(Code.HIDDEN, mark("the sheet is hidden; show it, look at it and save again"), place)
    return fitting[0]


def _refuse_unknown(wanted: str, names: list[str], shown_names: str, findings: Findings) -> None:
    meant = nearest(wanted, names[:_COMPARED])
    if meant is None:
        findings.refuse(Code.SHEET, mark("there is no sheet {name}; there is {names}"), name=shown(wanted), names=shown_names)
    message = mark("there is no sheet {name} (did you mean {suggestion}?)")
    findings.refuse(Code.SHEET, message, name=shown(wanted), suggestion=shown(meant))


def sheet_part(archive: Archive, sheet: Sheet, findings: Findings) -> str:
    """The name of the part in which the sheet lies."""
    targets: dict[str, str] = {}

    def relation(attributes: Attributes) -> None:
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    walk(archive.part(WORKBOOK_RELATIONS), WORKBOOK_RELATIONS, {"Relationship": relation}, findings)
    target = targets.get(sheet.relation, "").removeprefix("/")
    return target if target.startswith("xl/") else f"xl/{target}"


def percent_styles(archive: Archive, findings: Findings) -> frozenset[str]:
    """The styles (as cells name them) that show a number times a hundred."""
    if STYLES not in archive:
        return frozenset()
    styles = _Styles()
    walk(archive.part(STYLES), STYLES, styles.handlers(), findings)
    return frozenset(str(index) for index, percent in enumerate(styles.percent) if percent)


@dataclass(slots=True)
class _Styles:
    """Collected from xl/styles.xml: the list of cell formats, to which cells refer by number."""

    formats: dict[str, str] = field(default_factory=dict)
    percent: list[bool] = field(default_factory=list)
    of_cells: bool = False

    def handlers(self) -> dict[str, Handler]:
        others = dict.fromkeys(("cellStyleXfs", "cellStyles", "dxfs"), self._leave)
        return {"numFmt": self._format, "xf": self._style, "cellXfs": self._enter, **others}

    def _enter(self, _: Attributes) -> None:
        self.of_cells = True

    def _leave(self, _: Attributes) -> None:
        self.of_cells = False

    def _format(self, attributes: Attributes) -> None:
        self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def _style(self, attributes: Attributes) -> None:
        if self.of_cells:
            number_format = attributes.get("numFmtId", "0")
            shown_as = _LITERAL.sub("", self.formats.get(number_format, ""))
            self.percent.append("%" in shown_as or number_format in _PERCENT_IDS)
