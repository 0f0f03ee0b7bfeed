"""A backup in one file: taken while others write, and restored whole and verified into an empty database, or not at all."""

from engine.backup.restoring import Restored, restore
from engine.backup.taking import Taken, take

__all__ = ["Restored", "Taken", "restore", "take"]
