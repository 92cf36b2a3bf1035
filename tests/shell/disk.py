"""A disk that is full, as far as the table of posts can tell."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.store import Store

FULL = {
    "sqlite": (
        "CREATE TRIGGER no_room BEFORE UPDATE ON posts BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
        "CREATE TRIGGER no_more_room BEFORE INSERT ON posts BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    ),
    "postgresql": (
        (
            "CREATE FUNCTION no_room() RETURNS trigger AS"
            " $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file'; END $$"
            " LANGUAGE plpgsql"
        ),
        "CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION no_room()",
    ),
}
"""Every write is refused as each database refuses it."""

EMPTY = {
    "sqlite": ("DROP TRIGGER IF EXISTS no_room", "DROP TRIGGER IF EXISTS no_more_room"),
    "postgresql": ("DROP FUNCTION IF EXISTS no_room CASCADE",),
}


def full_disk(store: Store) -> None:
    """Let every write of posts fail."""
    _do(store, FULL)


def empty_disk(store: Store) -> None:
    """Let writes go through again."""
    _do(store, EMPTY)


def _do(store: Store, statements: Mapping[str, tuple[str, ...]]) -> None:
    with store.write() as tx:
        for statement in statements[tx.dialect.name]:
            tx.exec_driver_sql(statement)
