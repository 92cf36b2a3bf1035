"""Opening the database, and its transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import assert_never

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from scheduler.core.place import Place, Server
from scheduler.errors import NewerDatabase, StoreError
from scheduler.store.database.kind import Access, Database, Tx, Watch
from scheduler.store.database.presence import Absence
from scheduler.store.database.sqlite import SqliteFile

__all__ = [
    "REVISIONS",
    "Absence",
    "Database",
    "Store",
    "Tx",
    "Watch",
    "database_at",
    "exists",
    "open_store",
    "revision",
    "version",
]

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every version of the tables, oldest first: the revisions in `migrations/versions`."""


class Store:
    """A database and its transactions."""

    def __init__(self, database: Database, *, foreign_keys: bool = True) -> None:
        self.database = database
        self._engine = database.engine(foreign_keys=foreign_keys)

    @property
    def place(self) -> Place:
        """Return where the database is."""
        return self.database.place

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open a transaction that sees one moment of the database."""
        with self._transaction(Access.READ) as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Open a transaction that may write while nobody else does, and wakes whoever watches.

        It is durable when the block ends, or undone when the block raises.
        """
        with self._transaction(Access.WRITE) as tx:
            yield tx
            self.database.tell(tx)

    @contextmanager
    def share(self) -> Iterator[Tx]:
        """Open a transaction that may write beside others opened by `share`; on SQLite it is alone all the same.

        A row that is read in order to be changed must be locked when it is read.
        """
        with self._transaction(Access.SHARE) as tx:
            yield tx

    @contextmanager
    def _transaction(self, access: Access) -> Iterator[Tx]:
        try:
            options = self.database.options(access)
            with self._engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise StoreError(self.database.explain(error.orig)) from error

    def changes(self, wake: Callable[[], None] = lambda: None, *, owner: str | None = None) -> Watch:
        """Return a cheap way to ask whether any other connection has written.

        `wake` is called from another thread at a change, where the database can tell by itself. While the daemon
        `owner` watches, others see that it is there.
        """
        return self.database.watch(wake, owner)

    def check(self) -> str:
        """Return the database's own verdict on itself: `ok`, or what is wrong.

        Raises StoreError where it cannot be asked.
        """
        with self.read() as tx:
            return self.database.check(tx)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def database_at(place: Place, *, durable: bool = True) -> Database:
    """Return the kind of database that `place` is; `durable`: a file flushes what is written, as a server does.

    Raises StoreError where its driver is not installed.
    """
    match place:
        case Path():
            return SqliteFile(place, durable=durable)
        case Server():
            return _server(place)
        case _:  # pragma: no cover
            assert_never(place)


def _server(place: Server) -> Database:
    try:
        from scheduler.store.database.postgresql import PostgresqlServer  # noqa: PLC0415  an extra, slow to import
    except ImportError as error:
        raise StoreError(
            f"{place} needs the driver psycopg; install it with `pip install 'tambour[postgresql]'`"
        ) from error
    return PostgresqlServer(place)


def exists(place: Place) -> bool:
    """Return whether there is a database to read from; nothing is made by asking.

    Raises StoreError where a server cannot be asked.
    """
    if isinstance(place, Path):
        return place.exists()
    with closing(Store(database_at(place))) as store, store.read() as tx:
        return bool(inspect(tx).get_table_names())


def open_store(place: Place, *, durable: bool = True) -> Store:
    """Open the database, made or brought up to date where that is needed; `durable` as for `database_at`.

    Raises NewerDatabase where a later version of tambour wrote it, StoreError where it cannot be used.
    """
    if isinstance(place, Path) and not place.parent.is_dir():
        raise StoreError(f"the database cannot be made: there is no folder {place.parent}; create it")
    store = Store(database_at(place, durable=durable))
    try:
        if version(store) != REVISIONS[-1]:
            _migrate(place)
    except BaseException:
        store.close()
        raise
    return store


def _migrate(place: Place) -> None:
    from scheduler.store.migrate import migrate  # noqa: PLC0415  Alembic is slow to import and seldom needed

    migrate(place)


def version(store: Store) -> str | None:
    """Return the revision of the tables; `None` for a new database.

    Raises NewerDatabase, or StoreError where the database is another program's.
    """
    with store.read() as tx:
        return revision(tx, store.place)


def revision(tx: Tx, place: Place) -> str | None:
    """Return the revision of the tables, within a transaction.

    Raises NewerDatabase, or StoreError where the database is another program's.
    """
    tables = inspect(tx).get_table_names()
    if not tables:
        return None
    found = tx.scalar(text("SELECT version_num FROM alembic_version")) if "alembic_version" in tables else None
    if found is None:
        kind = "file" if isinstance(place, Path) else "database"
        raise StoreError(f"{place} is another program's database; name another {kind} in the settings")
    if found not in REVISIONS:
        raise NewerDatabase(
            f"{place} was written by a later version of tambour (tables {found}, known up to {REVISIONS[-1]}); "
            "upgrade tambour, or restore an older backup elsewhere"
        )
    return str(found)
