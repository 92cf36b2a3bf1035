"""Several daemons on one server: real processes that share the work, fall asleep and are killed."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import text

from scheduler.core.place import Server
from scheduler.core.state import State
from scheduler.core.steps import Step
from scheduler.store import Store, accounts, posts
from tests.shell.conftest import new_post
from tests.shell.sharing import ACCOUNTS, Book, Fleet
from tests.warm import Program


@pytest.fixture
def place(postgresql_place: Server) -> Server:
    return postgresql_place


LONG = 3000.0
"""Seconds of a lease that nobody waits for."""


@pytest.fixture
def lease() -> float:
    return 1.0


@pytest.fixture
def fleet(place: Server, tmp_path: Path, lease: float) -> Fleet:
    return Fleet(place, Book(tmp_path / "book"), datetime.now(UTC), lease)


def queue(store: Store, begun: datetime, *names: str, each: int = 1) -> set[str]:
    """Queue posts on accounts, and return their keys."""
    with store.write() as tx:
        accounts.know(tx, dict.fromkeys(names, "plain"))
        numbers = [
            posts.add(tx, new_post(account=name, at=begun - timedelta(minutes=number)), article=None, now=begun)
            for name in names
            for number in range(each)
        ]
        return {posts.get(tx, number).key for number in numbers}


CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""Ends every other connection; the processes live on."""


def until(true: Callable[[], bool]) -> bool:
    over = monotonic() + 30
    while not true() and monotonic() < over:
        sleep(0.02)
    return true()


def states(store: Store) -> Counter[State]:
    with store.read() as tx:
        return Counter(one.state for one in posts.listing(tx, posts.Filter(tuple(State))))


def test_the_work_is_shared_and_each_post_sent_once(store: Store, fleet: Fleet) -> None:
    """Nobody tells the daemons apart, and no post is told twice."""
    keys = queue(store, fleet.begun, *ACCOUNTS, each=5)

    daemons = [fleet.start("one"), fleet.start("two")]
    assert [daemon.finish().returncode for daemon in daemons] == [0, 0]

    sent = fleet.book.read()
    assert sorted(key for key, _ in sent) == sorted(keys)
    assert states(store) == {State.PUBLISHED: len(keys)}


@pytest.fixture
def asleep(fleet: Fleet, store: Store, request: pytest.FixtureRequest) -> Iterator[Program]:
    """A daemon that fell asleep at a step, with a post of its own.

    It has but one: what else it were at, a thread of it might be about to send when it falls asleep.
    """
    queue(store, fleet.begun, ACCOUNTS[0])
    daemon = fleet.start("sleeper", asleep_at=request.param)
    daemon.await_standstill()
    yield daemon
    daemon.close()


STEPS = [Step.INTENDED, Step.ANSWERED]


@pytest.mark.parametrize("asleep", STEPS, indirect=True)
def test_a_daemon_that_slept_through_its_lease_sends_and_writes_nothing_more(
    store: Store, fleet: Fleet, asleep: Program
) -> None:
    """The next one has taken its posts over, and what the sleeper still believes is over."""
    assert fleet.start("next").finish().returncode == 0
    before = fleet.book.read()

    asleep.send_signal(signal.SIGCONT)
    assert asleep.wait(60) == 0

    assert fleet.book.read() == before
    assert len(before) == 1
    assert states(store) == {State.PUBLISHED: 1}


@pytest.mark.parametrize("lease", [LONG])
@pytest.mark.parametrize("asleep", [Step.INTENDED], indirect=True)
def test_the_posts_of_a_daemon_that_was_killed_are_taken_over_at_once(
    store: Store, fleet: Fleet, asleep: Program
) -> None:
    """Its locks are free: that proves its end, however long its lease is."""
    asleep.send_signal(signal.SIGKILL)

    assert fleet.start("next").finish().returncode == 0

    assert [daemon for _, daemon in fleet.book.read()] == ["next"]
    assert states(store) == {State.PUBLISHED: 1}


@pytest.mark.parametrize("lease", [LONG])
@pytest.mark.parametrize("asleep", [Step.INTENDED], indirect=True)
def test_what_a_daemon_without_a_connection_may_send_is_not_sent_by_another(
    store: Store, fleet: Fleet, asleep: Program
) -> None:
    """It was frozen before the first byte, and wakes up within its lease; the account's other posts go on meanwhile."""
    others = queue(store, fleet.begun, ACCOUNTS[0], each=2)
    with store.read() as tx:
        tx.execute(text(CUT))
    following = fleet.start("next")
    assert until(lambda: others <= set(dict(fleet.book.read())))

    asleep.send_signal(signal.SIGCONT)
    assert [asleep.wait(60), following.finish().returncode] == [0, 0]

    assert sorted(Counter(key for key, _ in fleet.book.read()).values()) == [1, 1, 1]
    assert states(store) == {State.PUBLISHED: 3}
