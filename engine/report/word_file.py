"""A file of texts for a report, as a controller edits it: a heading for each metric or text, its words below.

## vurdering
For mars var andelen besvart innen ett minutt {answered_within_1_min}.

## first_line_resolution
Det er brukt mye tid på opplæring av nytilsatte.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.catalogue import Organisation
from engine.errors import Place, Problem, UsageError
from engine.language import mark
from engine.names import UNSHOWABLE, is_showable, nearest, shown
from engine.report.schema import Report

LONGEST = 20_000
"""Characters of one text: some pages."""

_COMMAND = "command line"
_HEADING = re.compile(r"#{1,6}\s+(\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class Written:
    about: str
    text: str
    line: int


def names(report: Report, organisation: Organisation) -> tuple[str, ...]:
    """Everything that words can be about: the texts of the chapters, then metrics and their members."""
    texts = [part.words for chapter in report.chapters for part in chapter.parts if part.words]
    metrics = organisation.metrics.values()
    members = [f"{metric.id}.{member.id}" for metric in metrics for member in metric.members]
    return (*dict.fromkeys(texts), *(metric.id for metric in metrics), *members)


def read(content: bytes, file: str, known: Collection[str]) -> tuple[Written, ...]:
    """The texts of the file. UsageError with every heading that means nothing, and where it stands."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(mark("{file} is not text in UTF-8"), file=file) from None
    found = list(_cut(text))
    problems = [problem for each in found for problem in _problems(each, file, known)]
    if not found or text[: text.index("#")].strip():
        problems.insert(
            0, Problem(Place(file, 1), "T002", mark("the file begins with a heading: ## and what the text is about"))
        )
    seen: set[str] = set()
    for each in found:
        if each.about in seen:
            message = mark("{name} stands here for the second time")
            problems.append(Problem(Place(file, each.line), "T003", message, {"name": shown(each.about)}))
        seen.add(each.about)
    if problems:
        raise UsageError("", problems)
    return tuple(found)


def refuse_unknown(about: str, known: Collection[str]) -> None:
    """UsageError for a name that no words can be about."""
    problems = list(_problems(Written(about, "", 1), _COMMAND, known))
    if problems:
        raise UsageError("", problems)


def _cut(text: str) -> Iterator[Written]:
    about, first, lines = "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _HEADING.fullmatch(line)
        if heading:
            if about:
                yield Written(about, "\n".join(lines).strip(), first)
            about, first, lines = heading[1], number, []
        else:
            lines.append(line)
    if about:
        yield Written(about, "\n".join(lines).strip(), first)


def _problems(written: Written, file: str, known: Collection[str]) -> Iterator[Problem]:
    place = Place(file, written.line)
    if len(written.text) > LONGEST:
        yield Problem(place, "T004", mark("a text has at most {most} characters"), {"most": LONGEST})
    if not is_showable(written.text):
        yield Problem(place, "T004", UNSHOWABLE)
    if written.about in known:
        return
    meant = nearest(written.about, known)
    if meant:
        message = mark("{name} is neither a text of the report nor a metric (did you mean {suggestion}?)")
        yield Problem(place, "T002", message, {"name": shown(written.about), "suggestion": shown(meant)})
    else:
        message = mark("{name} is neither a text of the report nor a metric")
        yield Problem(place, "T002", message, {"name": shown(written.about)})
