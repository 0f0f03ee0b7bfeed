"""Målvakt keeps an organisation's stated targets: figures in, rules in YAML, avvik out."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.notebook import open as open  # noqa: A004 -- it is read as engine.open


def __getattr__(name: str) -> Any:
    """`engine.open` for notebooks. Whoever imports a room of this package must not load the database for it."""
    if name == "open":
        from engine.notebook import open as opened

        return opened
    raise AttributeError(f"module 'engine' has no attribute '{name}'")
