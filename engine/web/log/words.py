"""What the ledger's decisions are called."""

from engine.decisions.decision import DecisionKind
from engine.language import mark

DECISIONS = {
    DecisionKind.EXEMPTION: mark("exemption registered"),
    DecisionKind.EXEMPTION_ENDED: mark("exemption ended"),
    DecisionKind.MAINTENANCE: mark("maintenance announced"),
    DecisionKind.MAINTENANCE_ENDED: mark("maintenance ended"),
    DecisionKind.STORM_HELD: mark("round held"),
    DecisionKind.STORM_RELEASED: mark("held round released"),
    DecisionKind.STORM_REJECTED: mark("held round rejected"),
    DecisionKind.STORM_OVER: mark("held round over, its basis changed"),
}
