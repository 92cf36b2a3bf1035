"""What is in a database file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from scheduler.store import Store


def path_of(store: Store) -> Path:
    """Return the store's file."""
    assert isinstance(store.place, Path)
    return store.place


def dump(path: Path) -> list[str]:
    """Return everything, as statements."""
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def check(path: Path) -> tuple[str, list[object]]:
    """Return SQLite's verdict, and the references that lead nowhere."""
    with closing(sqlite3.connect(path)) as database:
        (verdict,) = database.execute("PRAGMA quick_check").fetchone()
        return verdict, database.execute("PRAGMA foreign_key_check").fetchall()
