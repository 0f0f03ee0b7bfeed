"""What stands in the log of an avvik, in the reader's words: the same in terminal and page."""

from engine.avvik.entries import EntryKind
from engine.language import mark

SEVERITIES = {"low": mark("low"), "medium": mark("medium"), "high": mark("high"), "critical": mark("critical")}
KINDS: dict[EntryKind, str] = {
    EntryKind.OPENED: mark("opened"),
    EntryKind.PERIOD_MISSED: mark("missed"),
    EntryKind.PERIOD_CORRECTED: mark("figure corrected"),
    EntryKind.PERIOD_WITHDRAWN: mark("no breach any more"),
    EntryKind.NORMALISED: mark("back to normal"),
    EntryKind.ACTIVE_AGAIN: mark("active again"),
    EntryKind.RELAPSED: mark("relapsed"),
    EntryKind.SEVERITY_RAISED: mark("severity raised"),
    EntryKind.JOINED: mark("joined to an older avvik"),
    EntryKind.COMMENT: mark("comment"),
    EntryKind.ASSIGNED: mark("assigned"),
    EntryKind.CAUSE: mark("cause"),
    EntryKind.ACTION: mark("action"),
    EntryKind.ACTION_DONE: mark("action done"),
    EntryKind.VERIFIED: mark("effect judged"),
    EntryKind.CLOSED: mark("closed"),
    EntryKind.REJECTED: mark("rejected"),
    EntryKind.REOPENED: mark("reopened"),
    EntryKind.ERASED: mark("words erased"),
}
