"""What runs by itself: one file per kind of job, and when each is due. A scheduler claims; a process of its own runs."""

from engine.jobs import aml, deliver, inbox, judge, measure, report
from engine.jobs.job import KindOf

KINDS: dict[str, KindOf] = {
    "judge": KindOf(judge.newest, judge.run, judge.LIMIT, guards=True),
    "measure": KindOf(measure.newest, measure.run, measure.LIMIT),
    "aml": KindOf(aml.newest, aml.run, aml.LIMIT),
    "report": KindOf(report.newest, report.run, report.LIMIT),
    "inbox": KindOf(inbox.newest, inbox.run, inbox.LIMIT, standing=True),
    "deliver": KindOf(deliver.newest, deliver.run, deliver.LIMIT, standing=True),
}
"""By the word after `run:` in calendar.yaml; those that no calendar names are in every organisation or in none."""
