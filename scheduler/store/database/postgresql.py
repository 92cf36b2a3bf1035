"""A database on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import psycopg
from sqlalchemy import (
    URL,
    BigInteger,
    Connection,
    Engine,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.pool import ConnectionPoolEntry

from scheduler.core.place import Server
from scheduler.errors import DaemonRunning, StoreError
from scheduler.store.database.kind import NUMBERED, Access, Tx, set_up
from scheduler.store.database.listening import PostgresqlWatch, Session
from scheduler.store.database.presence import Absence, absence, session_key, shown
from scheduler.store.database.refusals import advice

CHANNEL = "tambour"
"""What a commit notifies, and a watch listens to."""

LOCKS = 0x74616D62
"""The first of the two numbers that name our advisory locks; every database has its own."""


class Lock(IntEnum):
    """The second number."""

    WRITING = 1
    """Whoever writes shares it, or has it alone."""
    SERVING = 2
    """Daemons share it; whoever has it alone knows that there is none."""


LOCK_TIMEOUT = 10
"""Seconds to wait for another's write; longer than a stopped program can hold it up."""
IDLE_TIMEOUT = 5
"""Seconds after which the server undoes a transaction that says nothing: its program was stopped, its machine died."""

SESSION: Mapping[str, str] = {
    "lock_timeout": f"{LOCK_TIMEOUT}s",
    "idle_in_transaction_session_timeout": f"{IDLE_TIMEOUT}s",
    # a statement that is said again and again is planned once, and by what it says: planned for the values at hand, on
    # a server without statistics, a look for fifty numbers became fifty walks through all that is due
    "plan_cache_mode": "force_generic_plan",
    # where an estimate is far out, compiling a statement takes a hundred times as long as carrying it out
    "jit": "off",
}

CONNECTING: Mapping[str, Any] = {
    "application_name": "tambour",
    "connect_timeout": 5,
    # a server whose machine vanished is given up after seconds, not after the quarter of an hour that TCP takes
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": " ".join(f"-c {name}={value}" for name, value in SESSION.items()),
}

FLUSHED = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
"""Durable means flushed, also on a server that is set up otherwise."""


BEGIN = {
    # one moment for all its statements; a person who looks asks for something else each time, an hour or a year
    Access.READ: "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL plan_cache_mode = auto",
    Access.WRITE: f"BEGIN; SELECT pg_advisory_xact_lock({LOCKS}, {Lock.WRITING})",
    Access.SHARE: f"BEGIN; SELECT pg_advisory_xact_lock_shared({LOCKS}, {Lock.WRITING})",
}
"""How a transaction begins, in one message."""

LISTEN = (f"LISTEN {CHANNEL}", f"SELECT pg_advisory_lock_shared({LOCKS}, {Lock.SERVING})")
"""What a daemon says first."""
ALONE = f"SELECT pg_try_advisory_lock({LOCKS}, {Lock.SERVING})"
DAEMONS = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND locktype = 'advisory' AND granted
    AND mode = 'ShareLock' AND classid = %s::int AND objid = %s::int AND objsubid = 2
"""
"""Those who hold that lock (https://www.postgresql.org/docs/current/view-pg-locks.html)."""


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A database that the server's administrator has made for us."""

    place: Server

    def engine(self, *, foreign_keys: bool = True) -> Engine:  # noqa: ARG002  no table is ever replaced here
        """Return what opens connections."""
        engine = create_engine(self._url(), connect_args=dict(CONNECTING), hide_parameters=True)
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
        return engine

    def _url(self) -> URL:
        url = make_url(self.place.address)
        return url if self.place.password is None else url.set(password=self.place.password)

    def options(self, access: Access) -> Mapping[str, Any]:
        """Return what a transaction's connection is told before it begins."""
        return {"access": access}

    def tell(self, tx: Tx) -> None:
        """Let every watch know, once the transaction is durable."""
        tx.exec_driver_sql(f"NOTIFY {CHANNEL}")

    def check(self, tx: Tx) -> str:
        """Return `ok`, once it has answered: a server looks after its files itself."""
        tx.exec_driver_sql("SELECT 1")
        return "ok"

    def watch(self, wake: Callable[[], None], owner: str | None = None) -> PostgresqlWatch:
        """Start watching; whoever watches counts as a daemon."""
        if owner is None:
            return PostgresqlWatch(self.session, LISTEN, wake)
        here = f"SELECT pg_advisory_lock({session_key(owner)})"
        return PostgresqlWatch(self.session, (*LISTEN, here), wake, shown(owner))

    def absent(self, tx: Tx, owners: Iterable[str]) -> Mapping[str, Absence]:
        """Return those whose session is gone; what is known of their processes, this machine tells."""
        return {owner: absence(owner) for owner in owners if tx.scalar(_is_free, {"key": session_key(owner)})}

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Let everybody in: any number of daemons may share a server, and whoever watches counts as one."""
        yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep daemons away; one that starts meanwhile waits."""
        with self._asking() as session:
            (taken,) = session.execute(ALONE.encode()).fetchone() or (False,)
            if not taken:
                raise DaemonRunning(f"a daemon serves {self.place}; stop all of its daemons first")
            yield

    def daemons(self) -> int:
        """Return how many daemons serve it."""
        with self._asking() as session:
            (number,) = session.execute(DAEMONS.encode(), (LOCKS, Lock.SERVING.value)).fetchone() or (0,)
            return int(number)

    @contextmanager
    def _asking(self) -> Iterator[Session]:
        try:
            with self.session() as session:
                yield session
        except psycopg.Error as error:
            raise StoreError(self.explain(error)) from error

    def session(self) -> Session:
        """Connect without the store's transactions: each statement is one of its own.

        Raises psycopg.Error.
        """
        address = self._url().set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True, **CONNECTING)

    def take_time(self, tx: Tx) -> None:
        """Let a transaction pause between its statements for as long as another database takes."""
        tx.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")

    def numbers(self, tx: Tx) -> Mapping[str, int]:
        """Return the last number that each table has given."""
        last = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {0}_id_seq"
        return {name: int(tx.exec_driver_sql(last.format(name)).scalar_one()) for name in NUMBERED}

    def number_on(self, tx: Tx, numbers: Mapping[str, int]) -> None:
        """Give higher numbers than these from now on."""
        for name, last in numbers.items():
            tx.execute(select(func.setval(f"{name}_id_seq", max(last, 1), last > 0)))

    def explain(self, error: BaseException | None) -> str:
        """Say what is wrong with the database, and what to do."""
        return f"the database {self.place}: {advice(error)}"


_is_free = select(func.pg_try_advisory_xact_lock_shared(bindparam("key", type_=BigInteger())))
"""Whether no session has the lock; whoever learns so keeps a daemon that comes back waiting until it has written."""


def _configure(connection: Any, _: ConnectionPoolEntry) -> None:
    with set_up(connection):
        connection.autocommit = True  # transactions are begun by `_begin`, not by the driver
        connection.execute(FLUSHED)


def _begin(connection: Connection) -> None:
    # Writers by hand have the database to themselves, as on SQLite; daemons share it, and lock the rows they take.
    connection.exec_driver_sql(BEGIN[connection.get_execution_options().get("access", Access.READ)])
