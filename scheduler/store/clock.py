"""The database's clock: what leases are judged by, so that machines whose clocks differ agree."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, cast, extract, func, select, type_coerce

from scheduler.store.database import Tx
from scheduler.store.tables import MICROSECOND, Instant, micros

LONGEST_LEASE = timedelta(hours=1)
"""A lease that ends later was given by a server whose clock was ahead."""


def moment(dialect: str, more: timedelta = timedelta()) -> ColumnElement[datetime]:
    """Return the database's time, later by `more` and by the parameter `lease`, as an expression for a statement.

    A PostgreSQL server has a clock of its own; SQLite's is the machine's, the parameter `clock`.
    """
    later: ColumnElement[int] = bindparam("lease", 0, type_=BigInteger()) + more // MICROSECOND
    if dialect == "sqlite":
        return type_coerce(bindparam("clock", type_=BigInteger()) + later, Instant())
    # the statement's time is one value, however many rows are compared with it, so that an index serves
    return type_coerce(cast(extract("epoch", func.statement_timestamp()) * 1_000_000, BigInteger) + later, Instant())


def told(dialect: str, now: datetime, lease: timedelta = timedelta()) -> dict[str, Any]:
    """Return the parameters of `moment`."""
    given = {"lease": lease // MICROSECOND}
    return given | {"clock": micros(now)} if dialect == "sqlite" else given


def server_time(tx: Tx) -> datetime:
    """Return what a server's clock shows."""
    found: datetime = tx.execute(select(moment(tx.dialect.name))).scalar_one()
    return found
