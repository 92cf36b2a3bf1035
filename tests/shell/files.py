"""What is in a database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from scheduler.core.place import Server
from scheduler.store import Store
from scheduler.store.copying import TABLES, Digest, digest


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


def everything(store: Store) -> dict[str, Digest]:
    """Return what each table holds, of a database of either kind."""
    with store.read() as tx:
        return {table.name: digest(tx, table) for table in TABLES}


def is_sound(store: Store) -> bool:
    """Return whether a database says that it is whole, and no reference leads nowhere; a server allows none."""
    return store.check() == "ok" if isinstance(store.place, Server) else check(path_of(store)) == ("ok", [])
