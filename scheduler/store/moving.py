"""Moving an installation to another database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime

from scheduler.core.place import Place
from scheduler.errors import StoreError
from scheduler.store import accounts
from scheduler.store.copying import carry, count
from scheduler.store.database import Store, exists, open_store

Told = Callable[[int, int], None]
"""Hears of every so many rows, and how many there are in all."""


def move(source: Place, target: Place, *, now: datetime, told: Told = lambda _more, _all: None) -> int:
    """Copy everything to an empty database, stop the old one for good, and return how many rows there were.

    All of it is one transaction there, and another here that waits for it. What was moved is stopped, as
    `pause --all` does: two installations with the same posts would send each of them twice.

    Raises DaemonRunning where a daemon serves either, StoreError where `target` is not empty or cannot be used.
    """
    if not exists(source):
        raise StoreError(f"there is no database at {source}")
    with closing(open_store(source)) as old, closing(open_store(target)) as new:
        if old.place == new.place:
            raise StoreError(f"{source} cannot be moved to itself; name another database")
        with old.database.alone(), new.database.alone():
            return _move(old, new, now, told)


def _move(source: Store, target: Store, now: datetime, told: Told) -> int:
    with source.write() as old:
        source.database.take_time(old)
        rows = count(old)
        with target.write() as new:
            target.database.take_time(new)
            if count(new) > 1:
                raise StoreError(f"{target.place} is not empty; name a new one, nothing was copied")
            carry(source, old, target, new, told=lambda more: told(more, rows))
        accounts.stop_all(old, reason=f"moved to {target.place}", now=now)
    return rows
