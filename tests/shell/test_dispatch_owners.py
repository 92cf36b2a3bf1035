"""Several daemons, and one that slept: leases, and records fenced by owner and attempt."""

from __future__ import annotations

from datetime import timedelta
from math import inf
from threading import Event, Thread

import pytest
from sqlalchemy import update

from adapters.base import Receipt, Uncertain
from scheduler.core.lifecycle import Move, Settlement
from scheduler.core.model import Tried
from scheduler.core.state import State
from scheduler.core.steps import Step as Point
from scheduler.dispatch import Lease, Rules, Until
from scheduler.store import Store, attempting, dispatching
from scheduler.store.attempting import Conclusion
from scheduler.store.tables import posts as table
from tests.shell.bench import Bench, Impatient, script
from tests.shell.conftest import Queue
from tests.shell.dispatching import OWNER, claim, claims, doubts, intend
from tests.shell.fakes import START, Composing, Gate, Keyed, Listed, Plain, raising

pytestmark = pytest.mark.both

DELIVERED = Settlement(Move.DELIVER, State.PUBLISHED, receipt=Receipt("1", "https://plain.example/1"))
DELAYED = Settlement(Move.DELAY, State.QUEUED, "busy")
PREPARED = [Point.CLAIMED, Point.PREPARED, Point.INTENDED, Point.SENDING, Point.ANSWERED, Point.CONCLUDED]
COMPOSED = [Point.CLAIMED, Point.INTENDED, Point.SENDING, Point.ANSWERED, Point.CONCLUDED]


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def expire(store: Store) -> None:
    """Let every lease be over."""
    with store.write() as tx:
        tx.execute(update(table).values(lease_until=START - timedelta(days=9999)))


def recover(store: Store, owner: str = "the next daemon") -> list[str]:
    with store.share() as tx:
        return [event.event for event in dispatching.recover(tx, owner, (), now=START)]


def conclude(store: Store, number: int, settled: Settlement, *, attempt: int = 1) -> list[str]:
    with store.share() as tx:
        tried = Tried(number, "a", "plain", attempt)
        told = attempting.conclude(tx, OWNER, [Conclusion(tried, "it came", settled)], now=START)
    return [event.event for event in told]


def test_a_post_is_claimed_by_one_daemon_only(bench: Bench, queue: Queue) -> None:
    """However many look at the same time."""
    queue("one", account="a")
    queue("two", account="b")

    first, second = claims(bench.store, "a", "b"), claims(bench.store, "a", "b", owner="another")

    assert (len(first), second) == (2, [])


def test_an_account_has_one_post_in_flight_whoever_is_at_it(bench: Bench, queue: Queue) -> None:
    """Adapters, and readers, count on the order."""
    queue("one")
    queue("two")
    claim(bench.store)

    assert claims(bench.store, "a", owner="another") == []


def test_what_a_dead_daemon_was_sending_is_in_doubt(bench: Bench, queue: Queue) -> None:
    """Its request may have left."""
    number = queue()
    intend(bench.store, claim(bench.store))
    expire(bench.store)

    assert recover(bench.store) == ["doubtful"]
    assert bench.post(number).state is State.UNCERTAIN


def test_what_a_dead_daemon_was_preparing_is_queued_again(bench: Bench, queue: Queue) -> None:
    """Nothing had left."""
    number = queue()
    claim(bench.store)
    expire(bench.store)

    assert recover(bench.store) == ["delayed"]
    assert bench.post(number).state is State.QUEUED


def test_what_a_dead_daemon_was_asking_about_is_asked_again(bench: Bench, queue: Queue) -> None:
    """A doubt must not be left for ever."""
    number = queue()
    intend(bench.store, claim(bench.store))
    expire(bench.store)
    recover(bench.store, OWNER + " again")
    doubts(bench.store, "a")
    assert doubts(bench.store, "a") == []

    expire(bench.store)
    recover(bench.store)

    assert [doubt.post for doubt in doubts(bench.store, "a")] == [number]


def test_a_daemon_does_not_recover_what_it_is_at(bench: Bench, queue: Queue) -> None:
    """Its own slow answers are no deaths."""
    number = queue()
    claim(bench.store)

    with bench.store.share() as tx:
        assert dispatching.recover(tx, OWNER, [number], now=START) == []


def test_a_daemon_recovers_what_it_claimed_and_never_heard_of(bench: Bench, queue: Queue) -> None:
    """A commit whose answer was lost may have been carried out."""
    queue()
    claim(bench.store)

    assert recover(bench.store, OWNER) == ["delayed"]


def test_a_daemon_that_slept_does_not_write_over_the_next_one(bench: Bench, queue: Queue) -> None:
    """Its post is in another attempt by now."""
    number = queue()
    claim(bench.store)
    expire(bench.store)
    recover(bench.store)
    (second,) = claims(bench.store, "a", owner="the next daemon")

    assert conclude(bench.store, number, DELAYED) == []
    assert (second.attempt, bench.post(number).state) == (2, State.PUBLISHING)


def test_a_delivery_that_was_told_late_ends_the_doubt(bench: Bench, queue: Queue) -> None:
    """It is the best evidence there is."""
    number = queue()
    intend(bench.store, claim(bench.store))
    expire(bench.store)
    recover(bench.store)

    assert conclude(bench.store, number, DELIVERED) == ["found"]
    assert bench.post(number).url == "https://plain.example/1"


def test_an_outcome_is_written_once(bench: Bench, queue: Queue) -> None:
    """A record that is repeated, because its commit was not answered, changes nothing."""
    number = queue()
    intend(bench.store, claim(bench.store))

    assert conclude(bench.store, number, DELIVERED) == ["published"]
    assert conclude(bench.store, number, DELIVERED) == []
    assert bench.events(number) == ["queued", "claimed", "published"]


def test_nothing_is_sent_once_the_lease_has_run_low(bench: Bench, queue: Queue) -> None:
    """Another daemon may be at it before the answer is there."""
    number = queue()
    # it is looked for leases to renew every two and a half minutes
    bench.rules = Rules(lease=Lease(timedelta(minutes=10), timedelta(minutes=9)), looks=inf)
    bench.platform.preparing = script(lambda: bench.clock.jump(START + timedelta(minutes=2)))

    bench.run()

    assert bench.events(number)[:4] == ["queued", "claimed", "delayed", "claimed"]
    assert bench.platform.texts() == ["Bonjour"]
    assert bench.post(number).attempts == 2


def test_two_daemons_share_the_work(bench: Bench, queue: Queue) -> None:
    """Every post once, whoever sends it."""
    names = [f"account-{n}" for n in range(4)]
    numbers = [queue(f"{name} {n}", account=name) for name in names for n in range(5)]
    pumps: list[Thread] = []
    for _ in range(2):
        adapters = {name: Plain(bench.platform) for name in names}
        pumps.append(Thread(target=bench.dispatcher(Plain, **adapters).run, args=(Done(bench, numbers),)))
    for pump in pumps:
        pump.start()
    for pump in pumps:
        pump.join(60)

    assert sorted(bench.platform.texts()) == sorted(f"{name} {n}" for name in names for n in range(5))


class Done:
    """Stops a pump when everything is published."""

    def __init__(self, bench: Bench, numbers: list[int]) -> None:
        self.bench = bench
        self.numbers = numbers

    def is_set(self) -> bool:
        return len(self.bench.platform.published) >= len(self.numbers)


@pytest.mark.parametrize(("adapter", "expected"), [(Plain, PREPARED), (Composing, COMPOSED)])
def test_every_step_is_named(bench: Bench, queue: Queue, adapter: type[Plain], expected: list[Point]) -> None:
    """A test can end the process at each of them; what needs nobody is prepared within the claim."""
    queue()

    bench.run(adapter)

    assert bench.steps == expected


def test_every_step_of_a_doubt_is_named(bench: Bench, queue: Queue) -> None:
    """Asking may be cut off too."""
    queue()
    bench.platform.after = script(raising(Uncertain("lost")))

    bench.run(Keyed)

    assert bench.steps[-4:] == [Point.ASKING, Point.REPEATING, Point.TOLD, Point.CLEARED]


def test_a_content_that_cannot_be_composed_fails_like_any_other(bench: Bench, queue: Queue) -> None:
    """Where it is prepared makes no difference."""
    number = queue()
    bench.platform.preparing = script(raising(RuntimeError("a bug")))

    bench.run(Composing)

    assert bench.events(number) == ["queued", "claimed", "delayed", "claimed", "published"]


def test_what_was_not_sent_when_the_grace_is_over_is_queued_again(bench: Bench, queue: Queue) -> None:
    """A stop makes no doubt where there is none."""
    number = queue()
    gate, stop = Gate(), Event()
    bench.clock = Impatient(stop)
    bench.platform.preparing = script(gate)
    pump = Thread(target=bench.dispatcher().run, args=(stop,))
    pump.start()
    assert gate.reached.wait(10)

    stop.set()
    pump.join(20)
    gate.opened.set()

    assert bench.post(number).state is State.QUEUED


def test_an_account_that_is_served_no_more_sends_nothing(bench: Bench, queue: Queue) -> None:
    """It was taken out of the settings while the daemon ran."""
    number = queue()
    pump = bench.dispatcher()
    pump.serve({}, {})

    pump.run(Event(), until=Until.IDLE)

    assert bench.post(number).state is State.QUEUED


def test_an_account_that_is_served_anew_uses_its_new_adapter(bench: Bench, queue: Queue) -> None:
    """Its token was renewed."""
    number = queue()
    pump = bench.dispatcher()
    pump.renew({"a": Listed(bench.platform)})
    bench.platform.after = script(raising(Uncertain("lost")))

    pump.run(Event(), until=Until.IDLE)

    assert bench.post(number).state is State.PUBLISHED


def test_a_lease_is_kept_while_its_post_is_being_prepared(bench: Bench, queue: Queue) -> None:
    """A slow upload outlives a lease: it would be begun again and again, here or by another daemon."""
    number = queue()
    gate, pump = Gate(), bench.dispatcher()
    bench.platform.preparing = script(gate)
    pump._cycle(None)
    assert gate.reached.wait(10)
    for _ in range(10):
        bench.clock.jump(bench.clock.now() + timedelta(minutes=3))
        pump._cycle(None)
    gate.opened.set()

    pump.run(Event(), until=Until.IDLE)

    assert bench.events(number) == ["queued", "claimed", "published"]
