"""The right to replace an account's secrets, which one process has at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import TypeAlias

from adapters.base import Unavailable
from scheduler.store import Store, leases

Lease: TypeAlias = Callable[[str], AbstractContextManager[None]]
"""Gives the right for an account; raises Unavailable where another process has it."""

LASTING = timedelta(minutes=3)
"""Longer than a request's time-outs; a process that dies with the right holds others up for so long."""


def leased(store: Callable[[], Store], now: Callable[[], datetime]) -> Lease:
    """Return leases that are rows of the database, so that they hold on every machine."""

    @contextmanager
    def lease(account: str) -> Iterator[None]:
        name = f"secrets of {account}"
        with store().write() as tx:
            until = leases.take(tx, name, lasting=LASTING, now=now())
        if until is None:
            raise Unavailable(f"another process is renewing the credentials of {account}", retry_after=LASTING / 8)
        try:
            yield
        finally:
            with store().write() as tx:
                leases.give_back(tx, name, until)

    return lease
