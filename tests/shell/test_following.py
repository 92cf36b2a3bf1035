"""The log as it is written."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from queue import Queue as Lines
from threading import Thread

import pytest

from scheduler.cli.log import following_on
from scheduler.core.lifecycle import Move
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.store import Store
from scheduler.store.log import Filter, record
from tests.shell.conftest import Queue
from tests.shell.fakes import START


@pytest.mark.both
def test_what_a_daemon_writes_is_followed(store: Store, queue: Queue) -> None:
    """Daemons that share a server wake nobody for a line; whoever follows it sees it all the same."""
    number, seen = queue(), Lines[str]()

    def follow() -> None:
        with closing(following_on(store, Filter(post=number))) as lines:
            for event in islice(lines, 3):
                seen.put(event.event)

    follower = Thread(target=follow, daemon=True)
    follower.start()
    told = [seen.get(timeout=30)]
    for attempt in (1, 2):  # the first may be found by the look with which everybody begins
        with store.share() as tx:
            record(tx, Event(START, number, "a", "memory", Move.CLAIM, State.PUBLISHING, attempt, None, None))
        told.append(seen.get(timeout=30))
    follower.join(timeout=30)

    assert told == ["queued", "claimed", "claimed"]
