"""One SQLite file in WAL mode."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from scheduler.errors import DaemonRunning, DatabaseReplaced, StoreError
from scheduler.store.database.kind import NUMBERED, Access, Tx, set_up
from scheduler.store.database.presence import Absence

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another process's write."""

ADVICE = {
    "locked": "another program holds it; try again when that one is done",
    "disk I/O": "the disk refuses to read or write; it may be full or failing; look at it, nothing was written",
    "disk is full": "the disk is full; nothing was written; free some space",
    "readonly": "it, or its folder, is not writable; change its permissions",
    "not a database": "the file is no SQLite database; name another file in the settings",
    "malformed": "the file is damaged; restore a backup with `tambour restore`",
    "No such file": "it is gone; put it back, nothing is sent without it",
    "unable to open": "it cannot be opened; look at the permissions of the file and its folder",
}
"""What a sign in SQLite's message means."""


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A file, made when it is first opened."""

    place: Path
    busy_timeout: float = BUSY_TIMEOUT
    durable: bool = True
    """Whether what is written is flushed; a copy that is thrown away need not be."""

    def engine(self, *, foreign_keys: bool) -> Engine:
        """Return what opens connections."""

        def configure(connection: Any, _: ConnectionPoolEntry) -> None:
            with set_up(connection):
                connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA synchronous = {'FULL' if self.durable else 'OFF'}")
                connection.execute(f"PRAGMA foreign_keys = {foreign_keys:d}")

        engine = create_engine(
            URL.create("sqlite", database=str(self.place)),  # a path may hold what means something in an address
            connect_args={"timeout": self.busy_timeout, "check_same_thread": False},
            hide_parameters=True,
        )
        event.listen(engine, "connect", configure)
        event.listen(engine, "begin", _begin)
        return engine

    def options(self, access: Access) -> Mapping[str, Any]:
        """Return what a transaction's connection is told before it begins."""
        return {"access": access}

    def tell(self, tx: Tx) -> None:
        """Do nothing: SQLite counts its changes."""

    def check(self, tx: Tx) -> str:
        """Return its own verdict on itself: `ok`, or what is wrong."""
        return str(tx.exec_driver_sql("PRAGMA quick_check").scalar_one())

    def watch(self, wake: Callable[[], None], owner: str | None = None) -> SqliteWatch:  # noqa: ARG002  a file wakes nobody, and has one daemon
        """Start watching."""
        return SqliteWatch(self)

    def absent(self, tx: Tx, owners: Iterable[str]) -> Mapping[str, Absence]:  # noqa: ARG002  all others are dead
        """Return nobody: whoever asks holds the file's lock, and knows that all others are dead."""
        return {}

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Hold the lock that a daemon needs; the system lets go of it however the process ends."""
        from filelock import FileLock, Timeout  # noqa: PLC0415  most commands need no lock

        lock = FileLock(self._lock, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise DaemonRunning(f"a daemon already serves {self.place}; stop that one first") from error
        except OSError as error:
            raise StoreError(f"cannot lock {lock.lock_file}: {error.strerror}; make its folder writable") from error
        try:
            yield
        finally:
            lock.release()

    alone = serving

    def daemons(self) -> int:
        """Return whether a daemon serves it, as a number."""
        if not self._lock.exists():
            return 0
        try:
            with self.serving():
                return 0
        except DaemonRunning:
            return 1

    def take_time(self, tx: Tx) -> None:
        """Do nothing: SQLite waits."""

    def numbers(self, tx: Tx) -> Mapping[str, int]:
        """Return the last number that each table has given."""
        given = {str(row.name): int(row.seq) for row in tx.execute(text("SELECT name, seq FROM sqlite_sequence"))}
        largest = {name: tx.scalar(text(f"SELECT max(id) FROM {name}")) or 0 for name in NUMBERED}  # noqa: S608  our own names
        return largest | given

    def number_on(self, tx: Tx, numbers: Mapping[str, int]) -> None:
        """Give higher numbers than these from now on, where a table counts; elsewhere the largest counts."""
        tx.execute(text("DELETE FROM sqlite_sequence WHERE name = 'posts'"))
        tx.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES ('posts', :last)"), {"last": numbers["posts"]})

    @property
    def _lock(self) -> Path:
        path = self.place.resolve()  # the same one, whatever links lead to the database
        return path.with_name(f"{path.name}.lock")

    def explain(self, error: BaseException | None) -> str:
        """Say what is wrong with the file, and what to do."""
        message = str(error)
        for sign, what in ADVICE.items():
            if sign in message:
                return f"the database {self.place}: {what}"
        return f"the database {self.place}: {message}"


def _begin(connection: Connection) -> None:
    # A transaction that reads before it writes must take the write lock at once: SQLite refuses the upgrade
    # (SQLITE_BUSY_SNAPSHOT) without waiting, whatever the timeout.
    reads = connection.get_execution_options().get("access") is Access.READ
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


class SqliteWatch:
    """Asks SQLite's own count of changes (https://sqlite.org/pragma.html#pragma_data_version)."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file
        self._known = _identity(file.place)
        self._connection = sqlite3.connect(file.place, timeout=file.busy_timeout, check_same_thread=False)
        self._seen: int | None = None

    def changed(self) -> bool:
        """Return whether another connection has committed since the last call; the first call says yes.

        Raises DatabaseReplaced where the file is another one now, StoreError where it is not there.
        """
        try:
            if _identity(self._file.place) != self._known:
                raise DatabaseReplaced(
                    f"{self._file.place} was replaced by another file while the daemon served it, and what it writes "
                    "would be lost; put back the file that is to count, and start the daemon again"
                )
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(self._file.explain(error)) from error
        seen, self._seen = self._seen, version
        return bool(version != seen)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _identity(path: Path) -> tuple[int, int]:
    """Return which file a path leads to.

    Raises OSError where it leads to none: a disk that was unplugged may come back.
    """
    found = path.stat()
    if not S_ISREG(found.st_mode):
        raise OSError("unable to open")
    return found.st_dev, found.st_ino
