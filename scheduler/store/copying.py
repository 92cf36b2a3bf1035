"""Everything in one database, carried over to another of whichever kind, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, Table, func, select

from scheduler.errors import StoreError
from scheduler.store.database import Store, Tx
from scheduler.store.tables import installation, media, metadata

TABLES: Sequence[Table] = metadata.sorted_tables
"""Parents before children."""

AT_ONCE = 1000
"""Rows in memory; a picture is worth many."""
PICTURES_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Digest:
    """What a table holds, whatever the order of its rows."""

    rows: int = 0
    sum: int = 0

    def with_rows(self, rows: Sequence[Row[Any]]) -> Digest:
        """Return the digest of more rows."""
        return Digest(self.rows + len(rows), (self.sum + sum(map(_digest, rows))) % (1 << 256))


def _digest(row: Row[Any]) -> int:
    values = [sha256(value).hexdigest() if isinstance(value, bytes) else value for value in row]
    return int.from_bytes(sha256(repr(values).encode("utf-8", "surrogatepass")).digest())


def read(tx: Tx, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """Return the rows of a table, some at a time."""
    size = PICTURES_AT_ONCE if table is media else AT_ONCE
    yield from tx.execute(select(table).execution_options(yield_per=size)).partitions()


def digest(tx: Tx, table: Table) -> Digest:
    """Return what a table holds."""
    found = Digest()
    for rows in read(tx, table):
        found = found.with_rows(rows)
    return found


def count(tx: Tx) -> int:
    """Return how many rows there are; a database that nobody has used has one, its installation's name."""
    return sum(tx.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES)


def carry(source: Store, old: Tx, target: Store, new: Tx, *, told: Callable[[int], None] = lambda _: None) -> None:
    """Fill empty tables with all that another database holds, its name and its numbers included.

    `told` hears of every so many rows.

    Raises StoreError where what arrived is not what was sent.
    """
    new.execute(installation.delete())
    sent = {table.name: _carry_table(old, new, table, told) for table in TABLES}
    target.database.number_on(new, source.database.numbers(old))
    for table in TABLES:
        if digest(new, table) != sent[table.name]:
            raise StoreError(f"the table {table.name} did not arrive whole at {target.place}; nothing was copied")


def _carry_table(old: Tx, new: Tx, table: Table, told: Callable[[int], None]) -> Digest:
    sent = Digest()
    for rows in read(old, table):
        new.execute(table.insert(), [dict(row._mapping) for row in rows])  # noqa: SLF001  its public name
        sent = sent.with_rows(rows)
        told(len(rows))
    return sent
