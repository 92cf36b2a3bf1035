"""A database on a server that several daemons share: side by side, woken, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from sqlalchemy import column, event, func, select, table, text

from scheduler.app import Tambour, service
from scheduler.clock import FastClock
from scheduler.core import model
from scheduler.core.admission import Bulkheads, Room
from scheduler.core.place import Server
from scheduler.daemon.chores import Chores
from scheduler.daemon.supervisor import Supervisor
from scheduler.dispatch import Dispatcher
from scheduler.dispatch.admitting import admit
from scheduler.doctor import examine
from scheduler.errors import DaemonRunning
from scheduler.store import Store, Tx, accounts, dispatching, open_store, posts
from scheduler.store.claiming import Taker
from scheduler.store.database.postgresql import LOCKS, Lock
from scheduler.store.log import Filter, following, record
from tests.shell.conftest import Queue, new_post
from tests.shell.dispatching import MARK, terms
from tests.shell.fakes import START
from tests.shell.written import load_text


@pytest.fixture
def place(postgresql_place: Server) -> Server:
    return postgresql_place


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same database, as another daemon sees it."""
    with closing(open_store(store.place)) as opened:
        yield opened


def waits_for(condition: Callable[[], bool]) -> bool:
    """Look until something is so."""
    until = monotonic() + 10
    while not condition() and monotonic() < until:
        sleep(0.01)
    return condition()


def test_daemons_write_side_by_side(store: Store, other: Store) -> None:
    """That is what a server is for."""
    with store.share() as one, other.share() as two:
        record(one, line("one"))
        record(two, line("two"))


def test_a_person_writes_while_no_daemon_does(store: Store, other: Store) -> None:
    """A post that is being cancelled is not being claimed."""
    with store.share(), other.read() as tx:
        alone = tx.scalar(select(func.pg_try_advisory_xact_lock(LOCKS, Lock.WRITING.value)))

    assert not alone


def test_a_reader_sees_one_moment(store: Store, other: Store) -> None:
    """A list and its sum agree."""
    with store.read() as tx:
        before = accounts.names(tx)
        with other.write() as writing:
            accounts.know(writing, {"a": "plain"})

        assert accounts.names(tx) == before == []


def line(name: str) -> model.Event:
    return model.Event(START, None, None, None, name, None, None, None, None)


def test_a_line_that_a_slower_daemon_numbered_earlier_is_not_missed(store: Store, other: Store) -> None:
    """Whoever reads the log goes by the last number seen."""
    seen: list[str] = []

    def read() -> None:
        with other.read() as tx:
            seen.extend(found.event for _, found in following(tx, Filter()))

    reader = Thread(target=read)
    with store.share() as slow:
        record(slow, line("numbered first"))
        with other.share() as quick:
            record(quick, line("seen first"))
        reader.start()
        assert waits_for(lambda: is_waiting(store))
    reader.join(10)

    assert seen == ["numbered first", "seen first"]


def is_waiting(store: Store) -> bool:
    with store.read() as tx:
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'events'::regclass")
        return bool(tx.scalar(waiting))


def test_a_watch_wakes_at_once(store: Store, other: Store) -> None:
    """A post that is due now is sent now, whichever machine queued it."""
    woken = Event()
    with closing(store.changes(woken.set)) as watch:
        assert woken.wait(10)
        watch.changed()
        woken.clear()

        with other.write() as tx:
            accounts.know(tx, {"a": "plain"})

        assert woken.wait(10)
        assert watch.changed()
        assert not watch.changed()


LISTENS = text("datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%lock_shared%'")


def test_a_watch_outlives_its_connection(store: Store) -> None:
    """What happened while nobody listened counts as a change."""
    woken = Event()
    with closing(store.changes(woken.set)) as watch:
        assert woken.wait(10)
        watch.changed()
        woken.clear()

        with store.read() as tx:
            tx.execute(
                select(func.pg_terminate_backend(column("pid"))).select_from(table("pg_stat_activity")).where(LISTENS)
            )

        assert woken.wait(10)
        assert watch.changed()


def test_daemons_are_counted(store: Store, other: Store) -> None:
    """`doctor` says how many there are."""
    database = store.database
    with closing(store.changes()), closing(other.changes()):
        assert waits_for(lambda: database.daemons() == 2)

    assert waits_for(lambda: database.daemons() == 0)


def test_a_database_with_daemons_is_not_had_alone(store: Store) -> None:
    """It may not be moved under them."""
    with closing(store.changes()):
        assert waits_for(lambda: store.database.daemons() == 1)
        with pytest.raises(DaemonRunning, match="stop all of its daemons first"), store.database.alone():
            pass


Ask = Callable[[Tx], object]


def plan(store: Store, ask: Ask) -> str:
    """Return how the server carries out the first statement of `ask` that reads posts."""
    told: list[str] = []

    def explain(_: object, cursor: object, statement: str, parameters: object, *__: object) -> None:
        if "FROM posts" in statement and not told:
            session = cursor.connection  # type: ignore[attr-defined]
            told.extend(row[0] for row in session.execute(f"EXPLAIN {statement}", parameters))

    with store.share() as tx:
        tx.exec_driver_sql("SET LOCAL enable_seqscan = off")  # a table of three rows is read faster than any index
        event.listen(tx, "before_cursor_execute", explain)
        ask(tx)
    return "\n".join(told)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda tx: dispatching.next_due(tx, ["a"], now=START), "ix_posts_due"),
        (lambda tx: posts.listing(tx, posts.Filter()), "ix_posts_open"),
        (lambda tx: posts.teased(tx, 1), "ix_posts_article_id_account"),
    ],
    ids=["next_due", "listing", "teased"],
)
def test_years_of_posts_slow_nothing_down(store: Store, ask: Ask, index: str) -> None:
    """A partial index serves a query only if it repeats the condition."""
    with store.write() as tx:
        accounts.know(tx, {"a": "plain"})
        for number in range(3):
            posts.add(tx, new_post(at=START + timedelta(minutes=number)), article=None, now=START)

    assert index in plan(store, ask)


def test_a_daemon_goes_by_the_servers_clock(store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Of two machines, the one that is an hour ahead would send everything an hour too early."""
    assert isinstance(store.place, Server)
    settings = load_text(tmp_path, f"database: '{store.place.address}'")
    machine = Tambour(settings, {}, clock=FastClock(datetime.now(UTC) + timedelta(hours=1)))
    with closing(machine):
        shared = service.on_shared_clock(machine)
        dispatcher = Dispatcher(shared.store, {}, {}, clock=shared.clock, dice=lambda: 0.5)
        Chores(shared, dispatcher, Supervisor({})).set_clock()
        told = {check.name: check for check in examine(machine)}["clock"]

        assert abs(shared.clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert "seconds off the database server's" in caplog.text
    assert (told.ok, "seconds off the database server's" in told.detail) == (False, True)


def take(tx: Tx, *names: str, owner: str, most: int) -> list[str]:
    """Claim for a daemon that has room for `most` posts, and return their accounts."""
    room = Room(terms(*names), Bulkheads(in_all=most), ())
    lease = timedelta(hours=1)
    admitted = admit(tx, room, lambda _: None, Taker(owner, lease, START, MARK), due=START)
    return [claim.account for claim in admitted.claims]


def test_a_daemon_locks_no_more_accounts_than_it_has_room_for(store: Store, other: Store, queue: Queue) -> None:
    """What is left is another's at the same moment."""
    queue(account="a")
    queue(account="b")

    with store.share() as mine, other.share() as theirs:
        taken = [take(tx, "a", "b", owner=owner, most=1) for tx, owner in ((mine, "one"), (theirs, "two"))]

    assert sorted(taken) == [["a"], ["b"]]


def test_an_account_that_is_busy_elsewhere_takes_up_no_room(store: Store, queue: Queue) -> None:
    """Where its platform crawls, it would keep all others waiting."""
    queue("one", account="a", at=START - timedelta(hours=2))
    queue("two", account="a", at=START - timedelta(hours=1))
    queue(account="b")
    with store.share() as tx:
        assert take(tx, "a", owner="one", most=1) == ["a"]

    with store.share() as tx:
        assert take(tx, "a", "b", owner="two", most=1) == ["b"]
