"""Backups: one SQLite file, whole by itself, of a database of either kind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import assert_never

from scheduler.core.place import Place, Server
from scheduler.errors import StoreError
from scheduler.store.copying import carry
from scheduler.store.database import exists, open_store
from scheduler.store.database.sqlite import BUSY_TIMEOUT, SqliteFile


def back_up(place: Place, target: Path) -> None:
    """Copy a database to a file, consistent at one moment, while others write; `target` is whole or not there.

    Raises StoreError.
    """
    match place:
        case Path():
            copy_file(place, target)
        case Server():
            _copy_server(place, target)
        case _:  # pragma: no cover
            assert_never(place)


def copy_file(source: Path, target: Path) -> None:
    """Copy a SQLite file, page by page; `target` is whole or not there.

    Raises StoreError.
    """
    if not source.is_file():
        raise StoreError(f"there is no database at {source}")
    with _whole(target) as partial, closing(readable(source)) as old, closing(sqlite3.connect(partial)) as new:
        old.backup(new)


def _copy_server(place: Server, target: Path) -> None:
    if not exists(place):
        raise StoreError(f"there is nothing of tambour's at {place}")
    with (
        _whole(target) as partial,
        closing(open_store(place)) as source,
        closing(open_store(partial)) as copy,
        source.read() as old,
        copy.write() as new,
    ):
        source.database.take_time(old)
        carry(source, old, copy, new)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Yield a file that takes the place of `target` when it is done."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)  # of a copy that was cut off
        yield partial
        with closing(sqlite3.connect(partial)) as database:
            database.execute("PRAGMA journal_mode = DELETE")  # one file, even where nothing can be written
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(SqliteFile(target).explain(error)) from error
    finally:
        partial.unlink(missing_ok=True)


def readable(path: Path) -> sqlite3.Connection:
    """Open a file that is a SQLite database.

    Raises StoreError where it is none.
    """
    database = sqlite3.connect(path, timeout=BUSY_TIMEOUT)
    try:
        database.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error as error:
        database.close()
        raise StoreError(SqliteFile(path).explain(error)) from error
    return database
