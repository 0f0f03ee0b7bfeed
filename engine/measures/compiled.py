"""Expressions of measures, compiled once in a process: parsing costs more than folding a small table."""

from collections.abc import Mapping
from functools import lru_cache

from engine.expression import Expression, Kind, Type
from engine.expression import compile as compile_expression


def compiled(text: str, types: Mapping[str, Type], kind: Kind) -> Expression:
    """Raises ExpressionError."""
    return _compiled(text, tuple(sorted(types.items(), key=lambda item: item[0])), kind)


@lru_cache(maxsize=4096)
def _compiled(text: str, types: tuple[tuple[str, Type], ...], kind: Kind) -> Expression:
    return compile_expression(text, dict(types), result=kind)
