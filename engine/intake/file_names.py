"""Which files are a source's: globs with {period} where a period stands in the name."""

import re
from fnmatch import translate
from functools import lru_cache
from unicodedata import normalize

PERIOD = "{period}"
_HOLDER = "\x00"
_PERIOD_GROUP = "(?P<period>[0-9]{4}(?:-[TQW]?[0-9]{1,2})?)"


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> re.Pattern[str]:
    pattern = translate(normalize("NFC", glob).replace(PERIOD, _HOLDER))
    return re.compile(pattern.replace(re.escape(_HOLDER), _PERIOD_GROUP), re.IGNORECASE)


def match(glob: str, file_name: str) -> re.Match[str] | None:
    """The match of a file's name, with the group `period` if the glob has one. Capitals make no difference."""
    return _compiled(glob).match(normalize("NFC", file_name))
