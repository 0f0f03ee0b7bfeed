"""What is said of breaches and cases, in the reader's words."""

from engine.aml.cases import CaseKind, CaseState
from engine.language import mark
from engine.worktime.kinds import RecordType, Status

STATUSES = {
    Status.BRUDD: mark("breach"),
    Status.ABSOLUTT: mark("breach of an absolute limit"),
    Status.VARSEL: mark("near the limit"),
    Status.OVER_LOVENS_HOVEDREGEL: mark("over the law's main rule, inside the agreement"),
    Status.UNNTATT: mark("exempt post"),
    Status.NOT_EVALUATED: mark("not evaluated"),
    Status.PLANLAGT: mark("planned breach"),
}

STATES = {
    CaseState.NY: mark("new"),
    CaseState.UNDER_BEHANDLING: mark("being looked into"),
    CaseState.LUKKET: mark("closed"),
}

HAPPENED = {
    CaseKind.OPENED: mark("opened by a breach"),
    CaseKind.EXTENDED: mark("another breach was found"),
    CaseKind.CHANGED: mark("a breach changed after a correction"),
    CaseKind.WITHDRAWN: mark("a breach was withdrawn after a correction"),
    CaseKind.CAUSE: mark("the cause was given"),
    CaseKind.NOTE: mark("note"),
    CaseKind.CLOSED: mark("closed"),
    CaseKind.REOPENED: mark("reopened"),
}

RECORDS = {
    RecordType.ORDINARY: mark("ordinary time"),
    RecordType.OVERTIME: mark("overtime"),
    RecordType.CALLOUT: mark("callout"),
    RecordType.PASSIVE: mark("passive duty"),
    RecordType.COURSE: mark("course"),
    RecordType.TRAVEL: mark("travel"),
    RecordType.STANDBY: mark("standby"),
    RecordType.BREAK: mark("break"),
    RecordType.ABSENCE: mark("absence"),
}
