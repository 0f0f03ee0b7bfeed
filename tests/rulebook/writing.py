"""Data → YAML text as another program would write it: in brackets, quoted text, plain numbers."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def written(data: Any) -> str:
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {written(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(map(written, data)) + "]"
    if isinstance(data, Decimal):
        return f"{data:f}"
    return json.dumps(data, ensure_ascii=False)
