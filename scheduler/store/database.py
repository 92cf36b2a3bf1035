"""Opening the database, and its transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from scheduler.errors import NewerDatabase, StoreError

Tx: TypeAlias = Connection
"""A transaction: passed on to the functions of this package, never looked into elsewhere."""

REVISIONS = ("0001",)
"""Every version of the tables, oldest first: the revisions in `migrations/versions`."""

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another process's write."""


class Store:
    """One SQLite file in WAL mode."""

    def __init__(self, path: Path, *, busy_timeout: float = BUSY_TIMEOUT, foreign_keys: bool = True) -> None:
        self.path = path
        self._engine = _engine(path, busy_timeout, foreign_keys=foreign_keys)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open a transaction that sees one moment of the database."""
        with self._transaction(writes=False) as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Open a transaction that may write; it is durable when the block ends, or undone when the block raises."""
        with self._transaction(writes=True) as tx:
            yield tx

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Tx]:
        try:
            with self._engine.connect().execution_options(writes=writes) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise StoreError(explain(error.orig, self.path)) from error

    def changes(self) -> Watch:
        """Return a cheap way to ask whether any other connection has written."""
        return Watch(self.path)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


class Watch:
    """Tells whether the database has changed since it was last asked (https://sqlite.org/pragma.html#pragma_data_version)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, check_same_thread=False)
        self._seen: int | None = None

    def changed(self) -> bool:
        """Return whether another connection has committed since the last call; the first call says yes."""
        try:
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error as error:
            raise StoreError(explain(error, self._path)) from error
        seen, self._seen = self._seen, version
        return bool(version != seen)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def open_store(path: Path) -> Store:
    """Open the database, made or brought up to date where that is needed.

    Raises NewerDatabase where a later version of tambour wrote it, StoreError where it cannot be used.
    """
    if not path.parent.is_dir():
        raise StoreError(f"the database cannot be made: there is no folder {path.parent}; create it")
    store = Store(path)
    try:
        if version(store) != REVISIONS[-1]:
            _migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def _migrate(store: Store) -> None:
    from scheduler.store.migrate import migrate  # noqa: PLC0415  Alembic is slow to import and seldom needed

    migrate(store.path)


def version(store: Store) -> str | None:
    """Return the revision of the tables; `None` for a new database.

    Raises NewerDatabase, or StoreError where the file is another program's.
    """
    with store.read() as tx:
        return revision(tx, store.path)


def revision(tx: Tx, path: Path) -> str | None:
    """Return the revision of the tables, within a transaction.

    Raises NewerDatabase, or StoreError where the file is another program's.
    """
    tables = set(tx.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    if not tables:
        return None
    found = tx.scalar(text("SELECT version_num FROM alembic_version")) if "alembic_version" in tables else None
    if found is None:
        raise StoreError(f"{path} is another program's database; name another file in the settings")
    if found not in REVISIONS:
        raise NewerDatabase(
            f"{path} was written by a later version of tambour (tables {found}, known up to {REVISIONS[-1]}); "
            "upgrade tambour, or restore an older backup elsewhere"
        )
    return str(found)


def _engine(path: Path, busy_timeout: float, *, foreign_keys: bool) -> Engine:
    def configure(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {foreign_keys:d}")

    engine = create_engine(
        URL.create("sqlite", database=str(path)),  # a path may hold what means something in an address
        connect_args={"timeout": busy_timeout, "check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # A transaction that reads before it writes must take the write lock at once: SQLite refuses the upgrade
    # (SQLITE_BUSY_SNAPSHOT) without waiting, whatever the timeout.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def explain(error: BaseException | None, path: Path) -> str:
    """Say what is wrong with the database, and what to do."""
    message = str(error)
    advice = {
        "locked": "another program holds it; try again when that one is done",
        "disk I/O": "the disk refuses to read or write; it may be full or failing; look at it, nothing was written",
        "disk is full": "the disk is full; nothing was written; free some space",
        "readonly": "it, or its folder, is not writable; change its permissions",
        "not a database": "the file is no SQLite database; name another file in the settings",
        "malformed": "the file is damaged; restore a backup with `tambour restore`",
        "unable to open": "it cannot be opened; look at the permissions of the file and its folder",
    }
    for sign, what in advice.items():
        if sign in message:
            return f"the database {path}: {what}"
    return f"the database {path}: {message}"
