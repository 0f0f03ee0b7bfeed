"""The kinds of measure: `kind: share` in metrics.yaml is share.py here."""

from collections.abc import Mapping

from engine.measures.kinds.answered_within import AnsweredWithin
from engine.measures.kinds.availability import Availability
from engine.measures.kinds.backlog import Backlog
from engine.measures.kinds.change_failure import ChangeFailure
from engine.measures.kinds.count import Count
from engine.measures.kinds.first_line import FirstLine
from engine.measures.kinds.mean import Mean
from engine.measures.kinds.project_status import ProjectStatus
from engine.measures.kinds.quantile import Quantile
from engine.measures.kinds.ratio import Ratio
from engine.measures.kinds.share import Share
from engine.measures.kinds.sick_leave import SickLeave
from engine.measures.kinds.solved_in_time import SolvedInTime
from engine.measures.kinds.sum import Sum
from engine.measures.kinds.turnover import Turnover
from engine.measures.schema import Measure

KINDS: Mapping[str, type[Measure]] = {
    "turnover": Turnover,
    "sick_leave": SickLeave,
    "project_status": ProjectStatus,
    "availability": Availability,
    "answered_within": AnsweredWithin,
    "backlog": Backlog,
    "change_failure": ChangeFailure,
    "count": Count,
    "first_line": FirstLine,
    "mean": Mean,
    "quantile": Quantile,
    "ratio": Ratio,
    "share": Share,
    "solved_in_time": SolvedInTime,
    "sum": Sum,
}
