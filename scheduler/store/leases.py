"""Rights that one process has at a time, on whatever machine; the database's clock says for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from scheduler.store.clock import moment, told
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.tables import leases


def take(tx: Tx, name: str, *, lasting: timedelta, now: datetime) -> datetime | None:
    """Take a right, and return until when; `None`: somebody else has it.

    A SQLite file goes by `now`, a server by its own clock.
    """
    dialect = tx.dialect.name
    clock: datetime = tx.execute(select(moment(dialect)), told(dialect, now)).scalar_one()
    until = clock + lasting
    row = insert(tx, leases).values(name=name, until=until)
    # one that ends later than it can last was given by a clock that was ahead
    over = or_(leases.c.until <= clock, leases.c.until > until)
    free = row.on_conflict_do_update(index_elements=["name"], set_={"until": until}, where=over)
    taken: datetime | None = tx.scalar(free.returning(leases.c.until))
    return taken


def give_back(tx: Tx, name: str, until: datetime) -> None:
    """End a right before its time, unless somebody else has it by now."""
    tx.execute(delete(leases).where(leases.c.name == name, leases.c.until == until))
