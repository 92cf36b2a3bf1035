"""A daemon without protection: it takes posts off the queue, sends them, and sends again when that fails.

The same queue, the same adapters, the same faults: what is missing is all that tambour does about them.
"""

from __future__ import annotations

import logging
from contextlib import closing
from time import sleep

from sqlalchemy import select, update

from adapters.base import Adapter, AdapterError
from scheduler.core.state import State
from scheduler.dispatch import Stop, Until
from scheduler.store import Store
from scheduler.store import posts as stored
from scheduler.store.tables import posts
from tests.torture.daemon import Doom, Orders, connect

BATCH = 4
TRIES = 3


def live(orders: Orders, stop: Stop, until: Until, doom: Doom | None) -> None:
    """Publish until `stop` is set, until it is killed, or until nothing is left, unless it is to stay."""
    logging.disable(logging.ERROR)
    adapters = connect(orders)
    with closing(orders.store) as store:
        while not stop.is_set():
            numbers = take(store)
            if not numbers and until is not Until.STOPPED:
                return
            for number in numbers:
                send(store, adapters, number, orders)
            sleep(0.0 if numbers else 0.02)


def take(store: Store) -> list[int]:
    """Take some posts off the queue."""
    due = select(posts.c.id).where(posts.c.state == State.QUEUED).order_by(posts.c.id).limit(BATCH)
    with store.write() as tx:
        taken = update(posts).where(posts.c.id.in_(due)).values(state=State.PUBLISHED).returning(posts.c.id)
        return sorted(tx.scalars(taken))


def send(store: Store, adapters: dict[str, Adapter], number: int, orders: Orders) -> None:
    """Try a few times."""
    with store.read() as tx:
        post = stored.get(tx, number)
    for _ in range(TRIES):
        try:
            intent = adapters[post.account].prepare(post.content, key=post.key, at=orders.clock.now())
            adapters[post.account].publish(intent)
        except AdapterError:
            continue
        return
