"""What differs between a SQLite file and a PostgreSQL server, as the store sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Connection, Engine

from scheduler.core.place import Place
from scheduler.store.database.presence import Absence

Tx: TypeAlias = Connection
"""A transaction: passed on to the functions of this package, never looked into elsewhere."""


NUMBERED = ("articles", "posts", "events", "plans")
"""The tables whose rows are numbered; a number that the log has named is never given to another post."""


@contextmanager
def set_up(connection: Any) -> Iterator[None]:
    """Close a driver's connection that cannot be set up: nobody else knows of it."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


class Access(StrEnum):
    """What a transaction may do, and beside whom."""

    READ = "read"
    """See one moment of the database."""
    WRITE = "write"
    """Write while nobody else does."""
    SHARE = "share"
    """Write beside others that share."""


class Watch(Protocol):
    """Tells whether the database has changed since it was last asked."""

    def changed(self) -> bool:
        """Return whether another connection has committed since the last call; the first call says yes."""

    def close(self) -> None:
        """Stop watching."""


class Database(Protocol):
    """One kind of database."""

    @property
    def place(self) -> Place:
        """Return where it is."""

    def engine(self, *, foreign_keys: bool) -> Engine:
        """Return what opens connections; `foreign_keys` may be switched off where tables are replaced."""

    def options(self, access: Access) -> Mapping[str, Any]:
        """Return what a transaction's connection is told before it begins."""

    def tell(self, tx: Tx) -> None:
        """Let every watch know, once the transaction is durable."""

    def check(self, tx: Tx) -> str:
        """Return its own verdict on itself: `ok`, or what is wrong."""

    def watch(self, wake: Callable[[], None], owner: str | None = None) -> Watch:
        """Start watching; `wake` is called at a change where the database can tell by itself.

        While the daemon `owner` watches, it is seen to be there.
        """

    def absent(self, tx: Tx, owners: Iterable[str]) -> Mapping[str, Absence]:
        """Return which of these daemons are not there, where several may be."""

    def serving(self) -> AbstractContextManager[None]:
        """Be its daemon, or one of its daemons.

        Raises DaemonRunning where there may be only one, StoreError where no lock can be had.
        """

    def alone(self) -> AbstractContextManager[None]:
        """Keep daemons away.

        Raises DaemonRunning where one serves it, StoreError where it cannot be asked.
        """

    def daemons(self) -> int:
        """Return how many daemons serve it.

        Raises StoreError where it cannot be asked.
        """

    def take_time(self, tx: Tx) -> None:
        """Let a transaction pause between its statements for as long as another database takes."""

    def numbers(self, tx: Tx) -> Mapping[str, int]:
        """Return the last number that each table of `NUMBERED` has given, also to a row that is gone."""

    def number_on(self, tx: Tx, numbers: Mapping[str, int]) -> None:
        """Give higher numbers than these from now on."""

    def explain(self, error: BaseException | None) -> str:
        """Say what is wrong with the database, and what to do."""
