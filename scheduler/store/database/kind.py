"""What differs between a SQLite file and a PostgreSQL server, as the store sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Connection, Engine

from scheduler.core.place import Place

Tx: TypeAlias = Connection
"""A transaction: passed on to the functions of this package, never looked into elsewhere."""


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

    def watch(self, wake: Callable[[], None]) -> Watch:
        """Start watching; `wake` is called at a change where the database can tell by itself."""

    def explain(self, error: BaseException | None) -> str:
        """Say what is wrong with the database, and what to do."""
