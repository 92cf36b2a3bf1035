"""Statements that the databases have in common, and SQLAlchemy has not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Table, text
from sqlalchemy.dialects import sqlite

from scheduler.store.database import Tx

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert(tx: Tx, table: Table) -> Insert:
    """Return an INSERT that may say what happens to a row that is there already."""
    if tx.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  slow to import, and most installations have no server

    return postgresql.insert(table)


def await_writers(tx: Tx, table: Table) -> None:
    """Wait until no row can appear any more whose number is smaller than one that can be seen; not within `share`.

    A server numbers rows as they are written, and shows them as their transactions end. Whoever goes by the last
    number that it saw says this first, before anything else: https://www.postgresql.org/docs/current/sql-lock.html
    """
    if tx.dialect.name != "sqlite":
        tx.execute(text(f"LOCK TABLE {table.name} IN SHARE MODE"))
