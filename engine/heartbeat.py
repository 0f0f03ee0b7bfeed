"""The dead man's switch: after each round a sign of life to an outside watch, which raises the alarm when none comes.

`POST url` means that the guard guards, `POST url/fail` that it does not, as Healthchecks has it; the body says why, in counts.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

from engine.channels.outcome import NotSent
from engine.channels.outside import Outside, post
from engine.errors import Problem
from engine.language import Language


def beat(url: str, problems: Sequence[Problem], *, plain_http: bool = False, private: bool = False) -> None:
    """Send the sign: fail where there are problems. Raises NotSent, whose words repeat nothing of the address.

    The operator named the host with the address, so that one host is allowed; whether without TLS, or inside the network, is
    said by the same settings as for every other way out.
    """
    host = (urlsplit(url).hostname or "").lower()
    allowed = Outside(hosts=frozenset({host}), plain_http=plain_http, private=private)
    body = "\n".join(problem.text(Language.EN) for problem in problems) or "guarding"
    post(_signal(url, failed=bool(problems)), body.encode(), {"Content-Type": "text/plain; charset=utf-8"}, allowed)


def _signal(url: str, *, failed: bool) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/fail")) if failed else url


__all__ = ["NotSent", "beat"]
