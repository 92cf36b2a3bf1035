"""A clock that was ahead, and is right again: what it wrote delays nothing for longer than was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from adapters.base import Unavailable
from scheduler.clock import FastClock
from scheduler.core.fuse import Fuse
from scheduler.core.state import State
from scheduler.dispatch import Until
from scheduler.store import Store, leases, notices
from scheduler.store.righting import right
from scheduler.store.tables import accounts as account_table
from scheduler.store.tables import posts as post_table
from tests.shell.bench import Bench, script
from tests.shell.conftest import Queue
from tests.shell.dispatching import OPEN, claim
from tests.shell.fakes import START, Plain, raising

pytestmark = pytest.mark.both

MINUTE = timedelta(minutes=1)
MONTH = timedelta(days=30)


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def ahead(bench: Bench) -> None:
    """Let the clock show another month."""
    bench.clock = FastClock(START + MONTH)


def righted(bench: Bench) -> None:
    """Let the clock show the right time again; another daemon begins."""
    bench.clock = FastClock(START + MINUTE)


def passed(bench: Bench) -> timedelta:
    return bench.clock.now() - START - MINUTE


def test_a_gap_lasts_once_and_not_for_ever(bench: Bench, queue: Queue) -> None:
    """At each look, the post before seemed to have been sent just now."""
    bench.terms = replace(OPEN, fuse=Fuse(hour=99, day=99, gap=MINUTE))
    ahead(bench)
    queue("before")
    bench.run()
    righted(bench)
    number = queue("after")

    bench.run()

    assert bench.post(number).state is State.PUBLISHED
    assert passed(bench) <= MINUTE


def test_a_retry_waits_as_long_as_it_was_meant_to(bench: Bench, queue: Queue) -> None:
    """Half a minute, and not half a minute after a month."""
    number = queue()
    bench.platform.before = script(raising(Unavailable("busy")))
    ahead(bench)
    bench.run(until=Until.ONCE)
    righted(bench)

    bench.run()

    assert bench.post(number).state is State.PUBLISHED
    assert timedelta() < passed(bench) <= MINUTE


def test_a_distance_that_was_asked_for_is_kept_once(bench: Bench, queue: Queue) -> None:
    """Its wait stands in no line of the log."""
    ahead(bench)
    numbers = [queue(f"post {n}", gap=5 * MINUTE) for n in range(3)]
    bench.run(until=Until.ONCE)
    righted(bench)

    bench.run()

    assert {bench.post(number).state for number in numbers} == {State.PUBLISHED}
    assert passed(bench) <= 10 * MINUTE


def test_what_a_person_planned_for_later_stays_there(bench: Bench, queue: Queue) -> None:
    """Only waits are shortened, never a time that was asked for."""
    later = queue("later", at=START + MONTH + MINUTE)
    ahead(bench)
    queue("now")
    bench.run(until=Until.ONCE)
    righted(bench)

    bench.run()

    assert bench.post(later).state is State.QUEUED
    assert bench.post(later).not_before is None


def test_a_clock_that_has_lost_its_battery_rewrites_nothing(bench: Bench, queue: Queue) -> None:
    """It shows 1970 until the network is there: all that was ever written lies ahead of it."""
    queue()
    bench.run()
    with bench.store.write() as tx:
        tx.execute(update(account_table).values(not_before=START + MINUTE))
        right(tx, now=datetime(1970, 1, 1, tzinfo=UTC))

        kept = tx.execute(account_table.select()).one()

    assert (kept.last_sent_at, kept.not_before) == (START, START + MINUTE)


def test_a_target_is_told_again(store: Store) -> None:
    """A notice gives its target a rest of minutes."""
    with store.write() as tx:
        notices.follow(tx, ["mail"], digest_on=START.date(), now=START + MONTH)

        assert [one.target for one in notices.waiting(tx, now=START)] == ["mail"]


def test_a_right_is_given_again(store: Store) -> None:
    """Credentials would not be renewed for a month, and end."""
    with store.write() as tx:
        leases.take(tx, "secrets of a", lasting=MONTH, now=START)

        assert leases.take(tx, "secrets of a", lasting=MINUTE, now=START) is not None


def test_a_lease_of_a_server_whose_clock_was_ahead_is_over(bench: Bench, queue: Queue) -> None:
    """Its daemon is dead, and its post would be nobody's for a month."""
    number = queue()
    claim(bench.store)
    with bench.store.write() as tx:
        tx.execute(update(post_table).values(lease_until=datetime.now(UTC) + MONTH))

    bench.run(Plain)

    assert bench.post(number).state is State.PUBLISHED
