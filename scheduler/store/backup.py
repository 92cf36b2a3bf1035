"""Copies of the whole database, made and brought back while a daemon runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from scheduler.core.lifecycle import Move
from scheduler.errors import NewerDatabase, StoreError
from scheduler.store.database import open_store
from scheduler.store.database.sqlite import BUSY_TIMEOUT, SqliteFile

TABLES = ("installation", "accounts", "articles", "media", "posts", "attempts", "events")
"""Parents before children."""

SENT = f"""
    state IN ('publishing', 'uncertain', 'published')
    OR id IN (SELECT post_id FROM main.events WHERE event = '{Move.GIVE_UP}')
    OR id IN (SELECT id FROM backup.posts WHERE state IN ('publishing', 'uncertain'))
"""
"""Posts that are public or may be, and those whose end the backup does not know."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a database, consistent at one moment; `target` is whole or not there."""
    if not source.is_file():
        raise StoreError(f"there is no database at {source}")
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)  # of a copy that was cut off
        with closing(_readable(source)) as old, closing(sqlite3.connect(partial)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself, even where nothing can be written
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(SqliteFile(target).explain(error)) from error
    finally:
        partial.unlink(missing_ok=True)


def _readable(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=BUSY_TIMEOUT)
    try:
        database.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error as error:
        database.close()
        raise StoreError(SqliteFile(path).explain(error)) from error
    return database


def restore(path: Path, backup: Path) -> bool:
    """Bring back what `backup` holds, in one transaction, yet never forget what has been sent since.

    A post that this database knows to be public, or in flight, stays as it is: going back to its older state
    would send it again. Returns whether this database could tell; if it belongs to another
    installation, or is new, every account comes back paused instead.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        copy_database(backup, copy)
        _accept(copy, named=backup)
        try:
            with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)) as database:
                database.execute("ATTACH ? AS backup", (str(copy),))
                return _bring_back(database)
        except sqlite3.Error as error:
            raise StoreError(SqliteFile(path).explain(error)) from error


def _accept(copy: Path, *, named: Path) -> None:
    """Bring the copy of an old backup up to date.

    Raises StoreError where it is none.
    """
    try:
        with closing(_readable(copy)) as database:
            whole = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
            empty = database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if whole and not empty:
            open_store(copy).close()
            return
    except NewerDatabase as error:
        raise NewerDatabase(f"{named} was written by a later version of tambour; upgrade tambour first") from error
    except (StoreError, sqlite3.Error) as error:
        raise StoreError(f"{named} is no backup of tambour's; name a file that `tambour backup` wrote") from error
    raise StoreError(f"{named} is {'empty' if whole else 'damaged'}; nothing was changed, use another backup")


def _bring_back(database: sqlite3.Connection) -> bool:
    database.execute("BEGIN IMMEDIATE")
    # what was in flight then is not any more, and nobody would come back to it
    database.execute("UPDATE backup.posts SET state = 'uncertain' WHERE state = 'publishing'")
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
    # another backup of the same past may know less than this database from now on
    yield f"UPDATE main.installation SET id = '{uuid4()}'"
