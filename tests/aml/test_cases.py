"""The life of an HR case: the machine opens and extends it, people give the cause and close it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.aml.cases import (
    CAUSES,
    LONGEST_TEXT,
    MACHINE,
    About,
    Case,
    CaseDraft,
    CaseEntry,
    CaseKind,
    CaseState,
    CauseCode,
    close,
    decide,
    note,
    reopen,
    set_cause,
)
from engine.aml.standing import BreachChange, Happened
from engine.errors import MoveRefused
from engine.worktime.kinds import BreachType
from tests.aml.making import result

ABOUT = About("P-1", BreachType.DAY_TOTAL)
AT = datetime(2023, 4, 13, tzinfo=UTC)


def case(*drafts: CaseDraft) -> Case:
    entries = [
        CaseEntry(seq=seq, at=AT, kind=draft.kind, who=draft.who, breach=draft.breach, cause=draft.cause, text=draft.text)
        for seq, draft in enumerate(drafts, start=1)
    ]
    return Case("H-000001", ABOUT, entries)


def after(before: Case, *drafts: CaseDraft) -> Case:
    return replace(before, entries=[*before.entries, *case(*drafts).entries])


def told(before: Case | None, *happened: Happened) -> list[CaseDraft]:
    cases = {} if before is None else {ABOUT: before}
    return [draft for _, draft in decide(cases, (BreachChange(each, result()) for each in happened))]


def kinds(drafts: Iterable[CaseDraft]) -> list[CaseKind]:
    return [draft.kind for draft in drafts]


def test_the_life_of_a_case() -> None:
    """One walk: found, worked, closed, and another breach."""
    opened = told(None, Happened.FOUND, Happened.FOUND)
    assert kinds(opened) == [CaseKind.OPENED, CaseKind.EXTENDED]
    new = case(*opened)
    assert (new.state, new.cause, len(new.breaches)) == (CaseState.NY, None, 1)
    worked = after(new, set_cause(new, "kari", "callout"))
    assert (worked.state, worked.cause) == (CaseState.UNDER_BEHANDLING, CauseCode.CALLOUT)
    closed = after(worked, close(worked, "kari", "Vaktlaget er utvidet"))
    assert closed.state is CaseState.LUKKET
    again = told(closed, Happened.FOUND)
    assert kinds(again) == [CaseKind.REOPENED]
    reopened = after(closed, *again)
    assert (reopened.state, reopened.cause) == (CaseState.UNDER_BEHANDLING, None), "another breach has a cause of its own"


def test_each_employee_and_type_has_one_case() -> None:
    changes = [BreachChange(Happened.FOUND, result(employee=name)) for name in ("P-1", "P-2", "P-1")]
    subjects = [about.person for about, draft in decide({}, changes) if draft.kind is CaseKind.OPENED]
    assert subjects == ["P-1", "P-2"]


def test_a_withdrawn_breach_leaves_the_case_to_a_person() -> None:
    """The machine never closes a case; one without breaches needs no cause to be closed."""
    opened = case(*told(None, Happened.FOUND))
    empty = after(opened, *told(opened, Happened.WITHDRAWN))
    assert (empty.state, empty.breaches) == (CaseState.NY, frozenset())
    assert close(empty, "kari").kind is CaseKind.CLOSED


def test_a_change_does_not_open_a_closed_case() -> None:
    closed = case(CaseDraft(kind=CaseKind.OPENED, who=MACHINE), CaseDraft(kind=CaseKind.CLOSED, who="kari"))
    assert kinds(told(closed, Happened.CHANGED, Happened.WITHDRAWN)) == [CaseKind.CHANGED, CaseKind.WITHDRAWN]
    assert kinds(told(closed, Happened.RETURNED)) == [CaseKind.REOPENED]


OPEN = case(CaseDraft(kind=CaseKind.OPENED, who=MACHINE, breach=result().key))
CLOSED = after(OPEN, CaseDraft(kind=CaseKind.CLOSED, who="kari"))


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (lambda: set_cause(OPEN, "kari", "calout"), "H001"),
        (lambda: close(OPEN, "kari"), "H002"),
        (lambda: reopen(OPEN, "kari", "x"), "H003"),
        (lambda: close(CLOSED, "kari"), "H004"),
        (lambda: set_cause(CLOSED, "kari", "callout"), "H004"),
        (lambda: note(OPEN, " ", "x"), "H005"),
        (lambda: note(OPEN, MACHINE.upper(), "x"), "H005"),
        (lambda: note(OPEN, "kari", "  "), "H006"),
        (lambda: note(OPEN, "kari", "x" * (LONGEST_TEXT + 1)), "H006"),
    ],
)
def test_what_a_case_does_not_allow_is_refused_with_its_reason(move: object, code: str) -> None:
    with pytest.raises(MoveRefused) as refused:
        move()  # type: ignore[operator]
    assert [problem.code for problem in refused.value.problems] == [code]


def test_every_cause_has_its_words() -> None:
    assert set(CAUSES) == set(CauseCode)
