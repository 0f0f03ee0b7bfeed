"""What somebody looked at, in the reader's words: the access log keeps it in short, the same in every language."""

from engine.aml.cases import CaseKind
from engine.language import Language, mark, translate
from engine.worktime.kinds import TITLES, BreachType

_LISTS = {
    "breaches": mark("breaches"),
    "cases": mark("cases"),
    "link": mark("whose employee number it is"),
    "roster": mark("planned shifts (What if?)"),
}
_RECORDS, _CASE = "records of ", "case "
_DONE = {
    CaseKind.CAUSE: mark("gave the cause of {case}"),
    CaseKind.NOTE: mark("wrote a note in {case}"),
    CaseKind.CLOSED: mark("closed {case}"),
    CaseKind.REOPENED: mark("reopened {case}"),
}


def looked_at(what: str, language: Language) -> str:
    """`records of weekly_rest`: the work records behind a breach: weekly rest. What is none of ours is told as it was kept."""
    if what in _LISTS:
        return translate(_LISTS[what], language)
    if what.startswith(_CASE):
        return translate(mark("case {case}"), language).format(case=what.removeprefix(_CASE))
    if what.startswith(_RECORDS):
        return _records(what.removeprefix(_RECORDS), language)
    done, _, case = what.partition(" ")
    if done in _DONE:
        return translate(_DONE[CaseKind(done)], language).format(case=case)
    return what


def _records(kind: str, language: Language) -> str:
    title = translate(TITLES[BreachType(kind)], language) if kind in list(BreachType) else kind
    return translate(mark("the work records behind a breach: {type}"), language).format(type=title.lower())
