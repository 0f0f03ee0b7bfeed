"""The operator's file of channels, read like a rule file: every mistake is told with its line and column.

channels:
  - {id: email, kind: email, host: smtp.example.no, sender: malvakt@example.no}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.channels import KINDS, PERSONAL, ChannelConfig
from engine.channels.outcome import Unreachable
from engine.channels.outside import Occasion, Outside
from engine.errors import Problem, RuleFileError
from engine.language import mark
from engine.notify.notice import Letter
from engine.rulebook.files import Holds, RuleFile
from engine.rulebook.findings import Code, Finding
from engine.rulebook.items import Item
from engine.rulebook.pool import Pool
from engine.rulebook.unknown import unknown


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that is set up. Nothing of its configuration prints."""

    config: ChannelConfig
    outside: Outside

    @property
    def id(self) -> str:
        return self.config.id

    def send(self, letter: Letter, now: datetime) -> None:
        """Hand the letter over. Raises Later, Refused or Unreachable."""
        KINDS[self.config.kind].send(self.config, letter, Occasion(outside=self.outside, now=now))


@dataclass(frozen=True, slots=True)
class Unready:
    """A channel whose secret is not set: what is for it waits."""

    id: str
    problem: Problem

    def send(self, letter: Letter, now: datetime) -> None:  # noqa: ARG002 (it is called like a channel)
        raise Unreachable(self.problem.text())


@dataclass(frozen=True, slots=True)
class Channels:
    """Everything that is set up. A problem of one channel stops no other."""

    by_id: Mapping[str, Channel | Unready]
    personal: frozenset[str]
    problems: tuple[Problem, ...] = ()


def load(file: Path, environment: Mapping[str, str], outside: Outside) -> Channels:
    """Read the file. Raises RuleFileError for what is wrong with the file itself."""
    pool: Pool[ChannelConfig] = Pool()
    pool.take(RuleFile(file, str(file), "", Holds.CHANNELS), file.resolve().parent, ChannelConfig, _kind)
    pool.settle(lambda *_: _nothing_more)
    if pool.problems:
        raise RuleFileError("", pool.problems)
    found: dict[str, Channel | Unready] = {}
    problems: list[Problem] = []
    for entry in pool.entries:
        missing = entry.model.missing(environment, entry.item.place())
        problems += missing
        found[entry.id] = Unready(entry.id, missing[0]) if missing else Channel(entry.model.with_secrets(environment), outside)
    personal = frozenset(entry.id for entry in pool.entries if entry.model.kind == PERSONAL)
    return Channels(found, personal or frozenset({PERSONAL}), tuple(problems))


def none() -> Channels:
    """For an installation that has set up nothing yet: everything waits in the outbox."""
    return Channels({}, frozenset({PERSONAL}))


def _kind(item: Item) -> type[ChannelConfig] | Finding:
    kind = item.data.get("kind")
    if kind is None:
        return Finding((), Code.MISSING_KEY, mark("the key '{key}' is missing"), {"key": "kind"})
    if not isinstance(kind, str) or kind not in KINDS:
        return unknown(Code.VALUE, ("kind",), kind, KINDS, choices=", ".join(KINDS))
    return KINDS[kind].Config


def _nothing_more(_: ChannelConfig) -> Sequence[Finding]:
    """A channel has no contradictions that its own model does not see."""
    return ()
