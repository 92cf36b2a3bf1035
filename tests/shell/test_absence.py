"""Daemons that are gone from a server: what is known of them, and what becomes of their posts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from subprocess import PIPE, Popen
from time import monotonic, sleep
from typing import cast

import pytest
from sqlalchemy import text, update

from scheduler.core.place import Server
from scheduler.core.state import State
from scheduler.dispatch.lookout import Lookout
from scheduler.store import Store, dispatching, doubting, open_store, posts
from scheduler.store.database import Absence, Database, Tx
from scheduler.store.database.presence import absence, shown
from scheduler.store.tables import posts as table
from tests.shell.conftest import Queue
from tests.shell.dispatching import MARK, OWNER, claim, claims, doubts, intend
from tests.shell.fakes import START

HOUR = timedelta(hours=1)
NEXT = "the next daemon"


@pytest.fixture
def place(postgresql_place: Server) -> Server:
    return postgresql_place


@pytest.fixture
def other(place: Server) -> Iterator[Store]:
    opened = open_store(place)
    yield opened
    opened.close()


def absent(store: Store, *owners: str) -> Mapping[str, Absence]:
    with store.share() as tx:
        return store.database.absent(tx, owners)


def until(true: Callable[[], bool]) -> bool:
    over = monotonic() + 30
    while not true() and monotonic() < over:
        sleep(0.01)
    return true()


def recover(store: Store, how: Absence) -> list[str]:
    with store.share() as tx:
        return [event.event for event in dispatching.recover(tx, NEXT, (), now=START, absent={OWNER: how})]


def cut_off(store: Store) -> None:
    """End every session of the daemons; their processes live on."""
    ends = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
    with store.read() as tx:
        tx.execute(text(ends))


def test_a_daemon_that_watches_is_there(store: Store, other: Store) -> None:
    """Nobody takes its posts from it."""
    with closing(other.changes(owner=OWNER)):
        assert until(lambda: absent(store, OWNER) == {})


SHOWN = "from scheduler.store.database.presence import shown; x = shown('killed'); x.__enter__(); print(); input()"


def test_a_daemon_that_was_killed_is_known_to_have_ended(store: Store) -> None:
    """Its machine has taken its file's lock back: nothing can leave from it any more."""
    with Popen([sys.executable, "-c", SHOWN], stdin=PIPE, stdout=PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        before = absent(store, "killed")
        process.kill()

    assert before == {"killed": Absence.LOST}
    assert absent(store, "killed") == {"killed": Absence.ENDED}


def test_a_daemon_that_stopped_in_good_order_leaves_nothing_behind(store: Store, other: Store) -> None:
    """Neither posts nor files."""
    other.changes(owner=OWNER).close()

    assert until(lambda: absent(store, OWNER) == {OWNER: Absence.LOST})


def test_a_daemon_whose_connection_is_cut_is_lost_and_comes_back(store: Store, other: Store) -> None:
    """Its process may be about to send: its lease counts."""
    with closing(other.changes(owner=OWNER)):
        assert until(lambda: absent(store, OWNER) == {})

        cut_off(store)

        assert absent(store, OWNER) in ({OWNER: Absence.LOST}, {})
        assert until(lambda: absent(store, OWNER) == {})


def test_a_file_that_its_process_holds_proves_no_end() -> None:
    """The lock is what counts."""
    with shown("somebody"):
        assert absence("somebody") is Absence.LOST


class Scripted:
    """A server whose daemons come and go."""

    def __init__(self, *looks: Mapping[str, Absence]) -> None:
        self.looks = iter(looks)

    def absent(self, _tx: Tx, _owners: Iterable[str]) -> Mapping[str, Absence]:
        return next(self.looks)


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([Absence.LOST], []),
        ([Absence.LOST, Absence.LOST], [OWNER]),
        ([Absence.LOST, None, Absence.LOST], []),
        ([Absence.ENDED], [OWNER]),
    ],
)
def test_a_daemon_counts_as_gone_when_it_was_missed_twice(
    store: Store, looks: list[Absence | None], expected: list[str]
) -> None:
    """All lose their connections when a server starts again, and are back within a second; the dead do not."""
    server = Scripted(*({OWNER: one} if one else {} for one in looks))
    lookout = Lookout(cast("Database", server), NEXT)

    with store.read() as tx:
        seen = [lookout.gone(tx) for _ in looks]

    assert list(seen[-1]) == expected


def test_what_a_lost_daemon_had_not_begun_to_send_is_queued_again_at_once(store: Store, queue: Queue) -> None:
    """It cannot begin any more: its intent is refused."""
    number = queue()
    claimed = claim(store, lease=HOUR)

    assert recover(store, Absence.LOST) == ["delayed"]
    intend(store, claimed)

    with store.read() as tx:
        assert posts.get(tx, number).state is State.QUEUED


def test_what_a_lost_daemon_may_send_is_in_doubt_until_its_lease_is_over(store: Store, queue: Queue) -> None:
    """It is looked for meanwhile, and the account's next post need not wait."""
    first, second = queue("one"), queue("two")
    intend(store, claim(store, lease=HOUR))

    assert recover(store, Absence.LOST) == ["doubtful"]
    (doubt,) = doubts(store, "a")

    assert (doubt.post, doubt.open_until is not None) == (first, True)
    assert [one.post for one in claims(store, "a", owner=NEXT)] == [second]


def test_a_doubt_is_closed_when_the_lease_of_the_lost_is_over(store: Store, queue: Queue) -> None:
    """From then on "not there" is believed."""
    queue()
    intend(store, claim(store, lease=HOUR))
    recover(store, Absence.LOST)
    with store.write() as tx:
        tx.execute(update(table).values(lease_until=START - HOUR))

    (doubt,) = doubts(store, "a")

    assert doubt.open_until is None


def test_what_an_ended_daemon_sent_is_in_doubt_and_closed(store: Store, queue: Queue) -> None:
    """Nothing leaves from a process that is no more."""
    queue()
    intend(store, claim(store, lease=HOUR))

    assert recover(store, Absence.ENDED) == ["doubtful"]
    (doubt,) = doubts(store, "a")

    assert doubt.open_until is None


def test_looking_into_an_open_doubt_leaves_it_open(store: Store, queue: Queue) -> None:
    """Whoever looked has a lease of its own meanwhile, which says nothing about the one before."""
    queue()
    intend(store, claim(store, lease=HOUR))
    recover(store, Absence.LOST)
    (doubt,) = doubts(store, "a")
    with store.share() as tx:
        doubting.look_again(tx, doubt, after=timedelta(), reason="not yet", now=START, mark=MARK)

    (again,) = doubts(store, "a")

    assert again.open_until == doubt.open_until
