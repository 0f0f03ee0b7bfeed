"""What the caller saw before a move: said as If-Match with the ETag, or as the number of the last entry."""

import re
from typing import Annotated

from ninja import Header

from engine.language import mark
from engine.web.api.problems import Refused

IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=100)]
_TAG = re.compile(r'"([0-9]{1,18})"', re.ASCII)


def tag(last_seq: int) -> str:
    return f'"{last_seq}"'


def still(name: str, last_seq: int, expected: int | None, if_match: str | None) -> int:
    """The last entry, which the caller has seen. 428 for who says none, 412 or 409 where there is a later one."""
    if if_match is None and expected is None:
        raise Refused(428, "say_what_you_saw", mark("Send If-Match with the ETag, or expected_last_seq, of what you saw."))
    if if_match is not None:
        tagged = _TAG.fullmatch(if_match.strip())
        if tagged is None or int(tagged[1]) != last_seq:
            raise Refused(412, "changed", mark("{name} has another ETag now; look at it again."), name=name)
    if expected is not None and expected != last_seq:
        message = mark("Somebody has written on {name} since: its last entry is {seq}; look at it again.")
        raise Refused(409, "changed", message, name=name, seq=last_seq)
    return last_seq
