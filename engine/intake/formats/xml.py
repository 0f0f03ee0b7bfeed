"""XML parts of a workbook, read as a stream of start tags: no tree is built, nothing is resolved, a DTD is refused."""

from collections.abc import Callable, Mapping
from typing import Never
from xml.parsers import expat

from engine.intake.findings import Code, Findings
from engine.language import mark
from engine.names import shown

MAX_ELEMENTS = 1_500_000
"""Start tags looked at in one part: room for the cells of the largest sheet, and the end of a bomb within a second."""

Attributes = Mapping[str, str]
Handler = Callable[[Attributes], None]


def walk(part: bytes, name: str, handlers: Mapping[str, Handler], findings: Findings) -> None:
    """Call the handler of each start tag by its local name. Raises DeliveryRefused for a DTD and for what is not XML."""
    parser = expat.ParserCreate()
    elements = 0

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal elements
        elements += 1
        if elements > MAX_ELEMENTS:
            findings.refuse(Code.SPAN, mark("the workbook's part {name} has too many elements"), name=shown(name))
        handle = handlers.get(local(tag) if ":" in tag else tag)
        if handle:
            handle(attributes)

    def doctype(*_: object) -> Never:
        findings.refuse(
            Code.DOCTYPE, mark("the workbook's part {name} has a document type, which Excel never writes"), name=shown(name)
        )

    parser.StartDoctypeDeclHandler = doctype
    if handlers:
        parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        findings.refuse(Code.XML, mark("the workbook is damaged: its part {name} is not XML"), name=shown(name))


def local(name: str) -> str:
    """A tag or attribute without its prefix."""
    return name.rpartition(":")[2]
