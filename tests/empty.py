"""A database with empty tables, made once in a process and copied: to make one takes longer than most tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.store import open_store


def write_empty_database(path: Path) -> Path:
    """Write a new database into a file, and return its path."""
    path.write_bytes(_empty())
    return path


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tambour.db"
        open_store(path).close()
        return path.read_bytes()
