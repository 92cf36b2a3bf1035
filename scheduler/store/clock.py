"""The database's clock: what leases are judged by, so that machines whose clocks differ agree."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, cast, extract, func, literal, type_coerce

from scheduler.store.database import Tx
from scheduler.store.tables import MICROSECOND, Instant


def moment(tx: Tx, now: datetime, *, plus: timedelta = timedelta()) -> ColumnElement[datetime]:
    """Return the database's time, `plus` later, as an expression for a statement.

    A PostgreSQL server has a clock of its own; SQLite's is `now`, the machine's.
    """
    if tx.dialect.name == "sqlite":
        return literal(now + plus, Instant())
    # the statement's time is one value, however many rows are compared with it, so that an index serves
    micros = cast(extract("epoch", func.statement_timestamp()) * 1_000_000, BigInteger)
    return type_coerce(micros + plus // MICROSECOND, Instant())
