"""The whole story, as things that happen between the deliveries."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from engine.web.demo.story.avvik import moves
from engine.web.demo.story.decisions import ahead, decided
from engine.web.demo.story.happening import Happening
from engine.web.demo.story.script import Script
from engine.web.demo.story.working_time import Room, cases, evidence


def told(room: Room, script: Script, folder: Path, now: datetime) -> Iterator[Happening]:
    """`folder` has the script's files; `now` is when somebody looks: what is planned lies after it, all else before."""
    yield from moves(room.store, script.moves, folder)
    yield from decided(room.store, room.book, script.exemptions)
    yield from evidence(room, now)
    yield from cases(room, script.cases)
    if script.ahead:
        yield from ahead(room.store, room.book, script.ahead, now)
