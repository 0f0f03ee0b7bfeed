"""Expressions of measures, compiled once in a process: parsing costs more than folding a small table."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from engine.expression import Expression, Kind, Type
from engine.expression import compile as compile_expression


def compiled(text: str, types: Mapping[str, Type], kind: Kind, cache: Path | None = None) -> Expression:
    """The checked expression. `cache` is a folder of trees parsed by earlier processes. Raises ExpressionError."""
    return _compiled(text, tuple(sorted(types.items(), key=lambda item: item[0])), kind, cache)


@lru_cache(maxsize=4096)
def _compiled(text: str, types: tuple[tuple[str, Type], ...], kind: Kind, cache: Path | None) -> Expression:
    return compile_expression(text, dict(types), result=kind, cache=cache)
