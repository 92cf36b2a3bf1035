"""What breaks around the pump: the database, and the clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from adapters.base import Content, Intent, Receipt, Unavailable
from scheduler.clock import FastClock, SystemClock
from scheduler.core.lateness import Late, Then
from scheduler.core.state import State
from scheduler.dispatch import Until
from scheduler.errors import DatabaseReplaced
from scheduler.store import Store
from scheduler.store.database.sqlite import SqliteFile
from tests.shell.bench import Bench, Wayward, on_error, script
from tests.shell.conftest import Queue
from tests.shell.dispatching import OPEN
from tests.shell.fakes import START, Plain, raising

HOUR = timedelta(hours=1)


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


class Verbose(Plain):
    """A platform whose addresses do not fit into what is left of a page."""

    def publish(self, intent: Intent) -> Receipt:
        receipt = super().publish(intent)
        return Receipt(receipt.id, f"{receipt.url}?{'x' * 50_000}")


class Bulky(Plain):
    """A platform whose requests do not fit into what is left of a page."""

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        intent = super().prepare(content, key=key, at=at)
        return Intent(key, at, {**intent.request, "padding": "x" * 50_000})


def limit_pages(store: Store, more: int) -> None:
    """Let the file grow by this many pages, and no further."""
    with store.read() as tx:
        pages = int(tx.exec_driver_sql("PRAGMA page_count").scalar_one())
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")


def test_a_full_disk_loses_no_outcome(bench: Bench, queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    """What the platform answered stays in memory until there is room."""
    number = queue()
    bench.platform.after = script(lambda: limit_pages(bench.store, 0))

    with on_error(caplog, "the disk is full", lambda: limit_pages(bench.store, 10_000)) as told:
        bench.run(Verbose)

    assert told
    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_a_full_disk_sends_nothing_that_cannot_be_written_down(bench: Bench, queue: Queue) -> None:
    """A request that leaves without its intent would be forgotten by a crash."""
    number = queue()
    bench.platform.preparing = script(lambda: limit_pages(bench.store, 0))
    sent: list[list[str]] = []

    class Watching(FastClock):
        def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
            if not sent and self.now() > START + timedelta(seconds=20):
                sent.append(bench.platform.texts())
                limit_pages(bench.store, 10_000)
            super().wait(wake, until, busy=busy and bool(sent))

    bench.clock = Watching(START)
    bench.run(Bulky)

    assert sent == [[]]
    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


@pytest.fixture
def impatient(tmp_path: Path, store: Store) -> Iterator[Store]:
    """The same database, for a pump that does not wait long for others."""
    with closing(Store(SqliteFile(tmp_path / "tambour.db", busy_timeout=0.05))) as opened:
        yield opened


def test_a_locked_database_loses_no_outcome(
    impatient: Store, queue: Queue, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Another program may hold it for longer than anybody waits."""
    number = queue()
    bench = Bench(impatient)
    other = sqlite3.connect(tmp_path / "tambour.db", check_same_thread=False, isolation_level=None)

    def lock() -> None:
        other.execute("BEGIN IMMEDIATE")

    bench.platform.after = script(lock)

    with closing(other), on_error(caplog, "another program holds it", other.rollback) as told:
        bench.run(Plain)

    assert told
    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_a_database_that_is_gone_and_comes_back_loses_no_outcome(
    bench: Bench, queue: Queue, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A disk that was unplugged; new connections find nothing."""
    number = queue()
    file, away = tmp_path / "tambour.db", tmp_path / "away.db"

    def unplug() -> None:
        bench.store.close()
        file.rename(away)
        tmp_path.joinpath("tambour.db").mkdir()

    def plug_in() -> None:
        file.rmdir()
        away.rename(file)

    bench.platform.after = script(unplug)

    with on_error(caplog, "cannot be opened", plug_in) as told:
        bench.run(Plain)

    assert told
    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_a_stop_while_the_database_is_locked_ends_all_the_same(
    impatient: Store, queue: Queue, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What was not written down is found by the next daemon, and asked about."""
    number = queue()
    bench, stop = Bench(impatient), Event()
    other = sqlite3.connect(tmp_path / "tambour.db", check_same_thread=False, isolation_level=None)

    def lock() -> None:
        other.execute("BEGIN IMMEDIATE")
        stop.set()

    bench.platform.after = script(lock)
    bench.clock = Hurried(START)
    with closing(other):
        bench.dispatcher().run(stop)
        other.rollback()

    assert bench.post(number).state is State.PUBLISHING
    Bench(bench.store, clock=FastClock(START)).run(Plain)
    assert bench.post(number).state is State.UNCERTAIN


class Hurried(FastClock):
    """A clock that passes while something is under way, as soon as nothing more is."""

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
        if busy:
            wake.wait(1)
        super().wait(wake, until, busy=False)


def test_a_clock_set_back_sends_nothing_twice(bench: Bench, queue: Queue) -> None:
    """What was sent stays sent, whatever time it is."""
    queue("first")
    second = queue("second", at=START + timedelta(minutes=1))
    clock = bench.clock = Wayward(START)
    bench.run()

    clock.off = -3 * HOUR
    bench.run()
    early = bench.post(second).state
    clock.jump(START + timedelta(minutes=1))
    bench.run()

    assert (early, bench.platform.texts()) == (State.QUEUED, ["first", "second"])


def test_a_clock_set_back_while_a_post_is_under_way_harms_nothing(bench: Bench, queue: Queue) -> None:
    """Its attempt ends before it began."""
    number = queue()
    clock = bench.clock = Wayward(START)

    def set_back() -> None:
        clock.off = -3 * HOUR

    bench.platform.before = script(set_back)

    bench.run()

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_a_clock_set_forward_fires_nothing_at_once(bench: Bench, queue: Queue) -> None:
    """A machine that slept for a day wakes up with a backlog; so does one whose clock was wrong."""
    for n in range(6):
        queue(f"post {n}", at=START + n * HOUR)
    bench.terms = replace(OPEN, late=Late(HOUR / 2, Then.MOVE))
    clock = bench.clock = Wayward(START)
    bench.run()

    clock.off = timedelta(days=1)
    bench.run(until=Until.ONCE)

    assert len(bench.platform.texts()) <= 2


def test_a_stop_waits_for_answers_by_a_clock_that_nobody_sets(bench: Bench, queue: Queue) -> None:
    """A wall clock that leaps ahead in that moment would cut a request off for nothing."""
    number = queue()
    clock, stop = Wayward(START), Event()
    bench.clock = clock

    def leap() -> None:
        stop.set()
        clock.off = 10 * HOUR

    bench.platform.before = script(leap)

    bench.dispatcher().run(stop)

    assert bench.post(number).state is State.PUBLISHED


def test_a_retry_waits_no_longer_than_it_was_asked_to_after_the_clock_was_set_back(bench: Bench, queue: Queue) -> None:
    """A platform asked for patience while the clock was a year ahead."""
    number = queue()
    clock = bench.clock = Wayward(START)
    clock.off = timedelta(days=365)
    bench.platform.before = script(raising(Unavailable("slow down", retry_after=HOUR)))
    bench.run(until=Until.ONCE)

    clock.off = timedelta()
    bench.run()

    assert bench.post(number).state is State.PUBLISHED
    assert clock.now() - START <= HOUR


def test_the_machines_stopwatch_goes_on() -> None:
    """It is what the grace and the leases are measured by."""
    clock = SystemClock()

    assert clock.stopwatch() <= clock.stopwatch()


def test_a_file_that_was_replaced_is_served_no_more(bench: Bench, queue: Queue, tmp_path: Path) -> None:
    """Whoever queues posts writes into the new one: all seems well, and nothing goes out."""
    queue("later", at=START + timedelta(days=1))
    path, turns = tmp_path / "tambour.db", count()

    class Stop(Event):
        def is_set(self) -> bool:
            if next(turns) == 1:
                path.rename(tmp_path / "old.db")
                path.touch()
            return False

    with pytest.raises(DatabaseReplaced, match="start the daemon again"):
        bench.dispatcher().run(Stop())

    assert bench.platform.texts() == []


def test_nothing_is_sent_while_the_file_is_gone(
    bench: Bench, queue: Queue, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It lives on without a name as long as it is open: a backup that is put back would know of nothing."""
    number = queue("later", at=START + timedelta(hours=1))
    path, away = tmp_path / "tambour.db", tmp_path / "away.db"
    pump, stop = bench.dispatcher(), Event()
    sent: list[int] = []

    class Stop(Event):
        def is_set(self) -> bool:
            if not sent and not away.exists() and not caplog.records:
                path.rename(away)
            return stop.is_set()

    def come_back() -> None:
        sent.append(len(bench.platform.texts()))
        away.rename(path)

    with on_error(caplog, "it is gone", come_back):
        pump.run(Stop(), until=Until.ONCE)
        bench.clock.jump(START + timedelta(hours=1))
        pump.run(stop, until=Until.IDLE)

    assert (sent, bench.post(number).state) == ([0], State.PUBLISHED)
