"""A file written whole or not at all: of two who write it at once one is there, and what was broken off is gone."""

import os
import tempfile
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Its folder is made where it is not there. OSError where the disk is full or not to be written to."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    os.close(descriptor)
    part = Path(name)
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
