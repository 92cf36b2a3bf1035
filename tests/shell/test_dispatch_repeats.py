"""A request that is sent again to settle a doubt is an attempt like any other: recorded, counted, bounded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import repeat
from threading import Event

import pytest
from sqlalchemy import select

from adapters import fence
from adapters.base import Duplicate, Intent, Receipt, Unauthorized, Unavailable, Uncertain
from scheduler.core.fuse import Fuse
from scheduler.core.recovery import PATIENCE
from scheduler.core.state import State
from scheduler.core.steps import Step as Point
from scheduler.dispatch import Lease, Rules, Until
from scheduler.store import Store, accounts
from scheduler.store.tables import attempts as table
from tests.shell.bench import Bench, Wayward, script
from tests.shell.conftest import Queue
from tests.shell.dispatching import OPEN
from tests.shell.fakes import START, Forgetful, ForgetfulSearched, Numbered, Searched, nothing, raising

pytestmark = pytest.mark.both

LOST = raising(Uncertain("500"))
HOUR = timedelta(hours=1)


class Deaf(Numbered):
    """An adapter whose platform ignores keys, though it was thought to keep them."""

    replay_window = timedelta(minutes=50)


class DeafSearched(Deaf, Searched):
    """Likewise, and its posts are listed."""


@pytest.fixture
def bench(store: Store) -> Bench:
    made = Bench(store)
    made.platform.clock = made.clock.now
    return made


@pytest.mark.parametrize(("hour", "posts"), [(3, 1), (5, 2), (99, 2)])
def test_repeats_never_exceed_the_fuse_nor_patience(bench: Bench, queue: Queue, hour: int, posts: int) -> None:
    """A server that ignores keys, and answers 500 to what it has taken, shows a post each time."""
    for n in range(posts):
        queue(f"post {n}")
    bench.terms = replace(OPEN, fuse=Fuse(hour=hour, day=99))
    bench.platform.after = repeat(LOST)

    bench.run(Deaf)

    assert len(bench.platform.texts()) <= hour
    assert all(times <= PATIENCE for times in Counter(bench.platform.texts()).values())


def test_a_fuse_that_a_repeat_would_blow_holds_the_account(bench: Bench, queue: Queue) -> None:
    """Nothing but a person lets it go on."""
    number = queue()
    bench.terms = replace(OPEN, fuse=Fuse(hour=3, day=99))
    bench.platform.after = repeat(LOST)

    bench.run(Deaf)

    assert [one.hold for one in bench.holds()] == [accounts.FUSE]
    assert bench.post(number).state is State.UNCERTAIN


def test_a_platform_that_lists_its_posts_is_looked_at_before_anything_is_sent_again(bench: Bench, queue: Queue) -> None:
    """It may ignore keys: then nothing tells but its list."""
    for n in range(2):
        queue(f"post {n}")
    bench.platform.after = repeat(LOST)

    bench.run(DeafSearched)

    assert sorted(bench.platform.texts()) == ["post 0", "post 1"]


def test_a_post_that_was_sent_too_often_comes_to_a_person(bench: Bench, queue: Queue) -> None:
    """Eight requests, the first one included."""
    number = queue()
    bench.platform.after = repeat(LOST)

    bench.run(Deaf)

    assert len(bench.platform.texts()) == PATIENCE
    assert f"tambour resolve {number}" in (bench.post(number).reason or "")
    assert bench.events(number)[-1] == "asked"


def test_repeats_keep_their_distance(bench: Bench, queue: Queue) -> None:
    """A burst is a burst, whoever asks for it."""
    queue()
    bench.terms = replace(OPEN, fuse=Fuse(hour=99, day=99, gap=timedelta(minutes=5)))
    at: list[timedelta] = []

    def note() -> None:
        at.append(bench.clock.now() - START)

    bench.platform.after = script(LOST)
    bench.platform.before = repeat(note)

    bench.run(Forgetful)

    assert len(at) == 2
    assert at[1] - at[0] >= timedelta(minutes=5)


def test_a_repeat_is_durable_before_it_leaves(bench: Bench, queue: Queue) -> None:
    """Whatever cuts it off, its account's count and the log know of it."""
    number = queue()
    seen: list[tuple[int, int | None, str | None]] = []

    def note() -> None:
        with bench.store.read() as tx:
            rows = tx.execute(select(table).where(table.c.post_id == number).order_by(table.c.number))
            seen[:] = [(row.number, row.serial, row.outcome) for row in rows]

    bench.platform.after = script(LOST)
    bench.platform.before = script(nothing, note)

    bench.run(Forgetful)

    assert seen == [(1, 1, "doubtful"), (2, 2, None)]
    assert bench.events(number)[-3:] == ["doubtful", "repeated", "found"]
    assert bench.post(number).attempts == 2


def test_a_repeat_that_never_left_does_not_count(bench: Bench, queue: Queue) -> None:
    """An outage must not use up the patience with a post."""
    number = queue()
    bench.platform.after = script(LOST)
    bench.platform.before = script(nothing, *[raising(Unavailable("connection refused"))] * PATIENCE)

    bench.run(Forgetful)

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_a_platform_that_asks_for_patience_is_left_alone_by_the_whole_account(bench: Bench, queue: Queue) -> None:
    """The next post would earn another refusal."""
    queue("first")
    second = queue("second", at=START + timedelta(minutes=2))
    bench.platform.after = script(LOST)
    bench.platform.before = script(nothing, raising(Unavailable("slow down", retry_after=HOUR)))
    bench.run(Forgetful, until=Until.ONCE)

    bench.clock.jump(START + timedelta(minutes=5))
    bench.run(Forgetful, until=Until.ONCE)

    assert bench.post(second).attempts == 0


def test_refused_credentials_hold_the_account_of_a_repeat(bench: Bench, queue: Queue) -> None:
    """As they do of any other request."""
    queue()
    bench.platform.after = script(LOST)
    bench.platform.before = script(nothing, raising(Unauthorized("token expired")))

    bench.run(Forgetful)

    assert [one.hold for one in bench.holds()] == [accounts.CREDENTIALS]


def test_nothing_is_sent_again_on_an_account_that_was_stopped_meanwhile(bench: Bench, queue: Queue) -> None:
    """`pause` is in force within a second, whatever is being looked into."""
    number = queue()
    bench.platform.after = script(LOST)

    def pause() -> None:
        with bench.store.write() as tx:
            accounts.hold(tx, "a", accounts.PAUSED, reason=None, now=START)

    class Pausing(Searched):
        replay_window = HOUR

        def find(self, intent: Intent) -> None:
            pause()

    bench.run(Pausing)

    assert (bench.post(number).state, bench.post(number).attempts) == (State.UNCERTAIN, 1)


@pytest.mark.parametrize("adapter", [Forgetful, ForgetfulSearched])
@pytest.mark.parametrize("frozen", [timedelta(minutes=9), 2 * HOUR], ids=["lease", "window"])
def test_a_daemon_that_was_frozen_sends_nothing_again(
    store: Store, queue: Queue, adapter: type[Forgetful], frozen: timedelta
) -> None:
    """At the first byte of a repeat the connection asks once more: the key may be forgotten, another daemon at it."""
    number = queue()
    clock = Wayward(START)
    bench = Bench(store, clock=clock, rules=Rules(lease=Lease(timedelta(minutes=10), timedelta(minutes=2))))
    bench.platform.clock = clock.true
    open_at: list[bool] = []

    def freeze() -> None:
        clock.jump(clock.now() + frozen)
        open_at.append(fence.is_open())
        if not fence.is_open():
            raise Unavailable("held up")

    bench.platform.after = script(LOST)
    bench.platform.before = script(nothing, freeze)
    bench.platform.verifying = script(raising(Unavailable("down")))
    bench.run(adapter, until=Until.ONCE)
    clock.jump(clock.now() + timedelta(minutes=1))
    hidden = script(*[raising(Unavailable("down"))] * 0)
    bench.platform.verifying = hidden

    class Blind(adapter):  # type: ignore[valid-type,misc]
        def find(self, intent: Intent) -> Receipt | None:
            return super().find(intent) if open_at else None

    bench.run(Blind if issubclass(adapter, Searched) else adapter, until=Until.ONCE)

    assert open_at == [False]
    assert bench.platform.texts() == ["Bonjour"]
    assert bench.post(number).state is not State.QUEUED


def test_a_daemon_that_was_held_up_before_a_repeat_puts_it_off(bench: Bench, queue: Queue) -> None:
    """Its lease may be over, and the request not yet begun."""
    number = queue()
    bench.platform.after = script(LOST)
    pump = bench.dispatcher(Forgetful)

    def slow(step: Point, _post: int) -> None:
        bench.steps.append(step)
        if step is Point.REPEATING and bench.steps.count(step) == 1:
            bench.clock.jump(bench.clock.now() + timedelta(minutes=9))

    pump._worker = replace(pump._worker, at_step=slow)
    pump.run(Event(), until=Until.IDLE)

    assert bench.events(number).count("repeated") == 2
    assert bench.platform.texts() == ["Bonjour"]


def test_a_duplicate_that_names_nothing_leaves_the_doubt(bench: Bench, queue: Queue) -> None:
    """It is there, and nobody says where: a person finds it."""
    number = queue()
    bench.platform.after = script(LOST)
    bench.platform.before = script(nothing, *[raising(Duplicate("same text"))] * PATIENCE)

    bench.run(Forgetful)

    assert (bench.post(number).state, bench.platform.texts()) == (State.UNCERTAIN, ["Bonjour"])
