"""Copies of the whole database, made and brought back while a daemon runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.errors import StoreError
from scheduler.store.database import BUSY_TIMEOUT, explain, open_store

TABLES = ("installation", "accounts", "articles", "media", "posts", "attempts", "events")
"""Parents before children."""

SENT = "state IN ('publishing', 'uncertain', 'published')"
"""Posts that are public or may be."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a database, consistent at one moment; `target` is whole or not there."""
    if not source.is_file():
        raise StoreError(f"there is no database at {source}")
    partial = target.with_name(f".{target.name}.partial")
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(partial)) as new:
            old.backup(new)
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise StoreError(explain(error, target)) from error


def restore(path: Path, backup: Path) -> bool:
    """Bring back what `backup` holds, in one transaction, yet never forget what has been sent since.

    A post that this database knows to be public, or in flight, stays as it is: going back to its older state
    would send it again. Returns whether this database could tell; if it belongs to another
    installation, or is new, every account comes back paused instead.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        copy_database(backup, copy)
        open_store(copy).close()  # refuses what is no backup, and brings an old one up to date
        try:
            with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)) as database:
                database.execute("ATTACH ? AS backup", (str(copy),))
                return _bring_back(database)
        except sqlite3.Error as error:
            raise StoreError(explain(error, path)) from error


def _bring_back(database: sqlite3.Connection) -> bool:
    database.execute("BEGIN IMMEDIATE")
    knows = _installation(database, "main") == _installation(database, "backup")
    for statement in KEEPING_WHAT_WAS_SENT if knows else _replacing_all():
        database.execute(statement)
    database.execute("COMMIT")
    return knows


def _installation(database: sqlite3.Connection, schema: str) -> str:
    (name,) = database.execute(f"SELECT id FROM {schema}.installation").fetchone()
    return str(name)


KEEPING_WHAT_WAS_SENT = (
    # The backup is this database's own past: its events are all still here, and so is what was sent before it.
    f"CREATE TEMP TABLE kept AS SELECT id FROM main.posts WHERE {SENT}",
    "DELETE FROM main.attempts WHERE post_id NOT IN (SELECT id FROM kept)",
    """DELETE FROM main.events WHERE post_id NOT IN (SELECT id FROM kept)
       AND post_id NOT IN (SELECT id FROM backup.posts)""",
    "DELETE FROM main.posts WHERE id NOT IN (SELECT id FROM kept)",
    *(
        f"INSERT OR IGNORE INTO main.{table} SELECT * FROM backup.{table}"
        for table in ("accounts", "articles", "media")
    ),
    "INSERT INTO main.posts SELECT * FROM backup.posts WHERE id NOT IN (SELECT id FROM kept)",
    "INSERT INTO main.attempts SELECT * FROM backup.attempts WHERE post_id NOT IN (SELECT id FROM kept)",
)


def _replacing_all() -> Iterator[str]:
    for table in reversed(TABLES):
        yield f"DELETE FROM main.{table}"
    for table in TABLES:
        yield f"INSERT INTO main.{table} SELECT * FROM backup.{table}"
    yield "UPDATE main.accounts SET hold = 'paused', hold_reason = 'restored from a backup'"
