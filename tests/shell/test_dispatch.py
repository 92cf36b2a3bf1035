"""The pump: never twice, never lost."""

from __future__ import annotations

from datetime import timedelta
from itertools import repeat
from threading import Event, Thread

import pytest
from sqlalchemy import true

from adapters.base import Duplicate, Intent, Receipt, Refused, Unauthorized, Unavailable, Uncertain
from scheduler.core.lifecycle import Move, RetryPolicy
from scheduler.core.state import State
from scheduler.dispatch import Until
from scheduler.store import Store, accounts, dispatching, posts
from scheduler.store.log import Filter, following, tries
from tests.shell.bench import Bench, Impatient, on_error, script
from tests.shell.conftest import Queue
from tests.shell.disk import empty_disk, full_disk
from tests.shell.dispatching import claim, intend
from tests.shell.fakes import START, Gate, Keyed, Listed, Plain, Platform, nothing, raising

pytestmark = pytest.mark.both


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def test_a_due_post_is_published_once_and_says_where(bench: Bench, queue: Queue) -> None:
    """The promise, in its simplest form."""
    number = queue("Bonjour")

    bench.run()

    post = bench.post(number)
    assert bench.platform.texts() == ["Bonjour"]
    assert (post.state, post.url) == (State.PUBLISHED, f"https://plain.example/{post.key}")


def test_a_post_waits_for_its_time(bench: Bench, queue: Queue) -> None:
    """Early is as wrong as late."""
    number = queue(at=START + timedelta(minutes=1))

    bench.run()

    assert bench.post(number).state is State.QUEUED
    assert bench.platform.texts() == []


def test_a_draft_is_never_published(bench: Bench, queue: Queue) -> None:
    """It waits for a person."""
    queue(state=State.DRAFT)

    bench.run()

    assert bench.platform.texts() == []


def test_posts_of_an_account_go_out_in_the_order_of_their_times(bench: Bench, queue: Queue) -> None:
    """A reader sees them in that order."""
    queue("second", at=START - timedelta(minutes=1))
    queue("first", at=START - timedelta(minutes=2))
    queue("third", at=START)

    bench.run()

    assert bench.platform.texts() == ["first", "second", "third"]


def test_what_is_about_to_be_published_is_durable_before_it_leaves(bench: Bench, queue: Queue) -> None:
    """After a crash, the platform is asked about exactly this."""
    number = queue()
    seen: list[bool] = []

    def look() -> None:
        with bench.store.read() as tx:
            seen.extend(one.intended for one in dispatching.abandoned(tx, true()) if one.post == number)

    bench.platform.before = script(look)

    bench.run()

    assert seen == [True]


def test_a_post_that_cannot_be_taken_now_is_tried_again(bench: Bench, queue: Queue) -> None:
    """Busy servers are no reason to lose a post."""
    number = queue()
    bench.platform.before = script(raising(Unavailable("busy")), raising(Unavailable("busy")))

    bench.run()

    assert bench.platform.texts() == ["Bonjour"]
    assert bench.events(number) == ["queued", "claimed", "delayed", "claimed", "delayed", "claimed", "published"]


def test_the_wait_that_a_platform_asks_for_is_kept(bench: Bench, queue: Queue) -> None:
    """A platform that is asked too early may lock the account."""
    number = queue()
    bench.platform.before = script(raising(Unavailable("slow down", retry_after=timedelta(minutes=10))))

    bench.run(until=Until.ONCE)

    assert bench.post(number).not_before == START + timedelta(minutes=10)


def test_attempts_are_capped(bench: Bench, queue: Queue) -> None:
    """A post that can never go out must come to a person's notice."""
    number = queue()
    bench.platform.before = repeat(raising(Unavailable("busy")))

    bench.run()

    post = bench.post(number)
    assert (post.state, post.attempts) == (State.FAILED, RetryPolicy().attempts)
    assert post.reason == "gave up after 8 attempts: busy"


def test_a_requeued_post_has_all_its_attempts_again(bench: Bench, queue: Queue) -> None:
    """A failed post is never a dead end."""
    number = queue()
    bench.platform.before = script(*[raising(Unavailable("busy"))] * (RetryPolicy().attempts + 1))
    bench.run()

    with bench.store.write() as tx:
        posts.change(tx, number, Move.REQUEUE, now=bench.clock.now())
    bench.run()

    assert bench.post(number).state is State.PUBLISHED


def test_a_refused_post_fails_with_the_platforms_reason(bench: Bench, queue: Queue) -> None:
    """Trying again would be refused again."""
    number = queue()
    bench.platform.before = script(raising(Refused("too long")))

    bench.run()

    assert (bench.post(number).state, bench.post(number).reason) == (State.FAILED, "too long")


def test_a_duplicate_of_what_we_never_doubted_fails_and_names_it(bench: Bench, queue: Queue) -> None:
    """Somebody else posted that text: nothing of ours is public."""
    number = queue()
    there = Duplicate("same text", receipt=Receipt("1", "https://plain.example/1"))
    bench.platform.before = script(raising(there))

    bench.run()

    assert bench.post(number).state is State.FAILED
    assert "https://plain.example/1" in (bench.post(number).reason or "")


def test_refused_credentials_hold_the_account_and_keep_the_post(bench: Bench, queue: Queue) -> None:
    """The post goes out once they are renewed; hammering a platform with a bad token locks accounts."""
    first, second = queue("one"), queue("two", at=START + timedelta(seconds=1))
    bench.platform.before = script(raising(Unauthorized("token expired")))

    bench.run()

    assert [bench.post(number).state for number in (first, second)] == [State.QUEUED, State.QUEUED]
    with bench.store.read() as tx:
        assert [(one.account, one.hold, one.reason) for one in accounts.holds(tx)] == [
            ("a", accounts.CREDENTIALS, "token expired")
        ]


def test_refused_credentials_do_not_use_up_attempts(bench: Bench, queue: Queue) -> None:
    """The post is not to blame."""
    number = queue()
    for _ in range(RetryPolicy().attempts + 1):
        bench.platform.before = script(raising(Unauthorized("token expired")))
        bench.run()
        with bench.store.write() as tx:
            accounts.release(tx, ["a"], now=bench.clock.now())

    bench.run()

    assert bench.post(number).state is State.PUBLISHED


def test_an_account_that_is_paused_sends_nothing(bench: Bench, queue: Queue) -> None:
    """The crisis stop."""
    number = queue()
    with bench.store.write() as tx:
        accounts.hold(tx, "a", accounts.PAUSED, reason=None, now=START)

    bench.run()

    assert bench.post(number).state is State.QUEUED
    assert bench.platform.texts() == []


@pytest.mark.parametrize("adapter", [Keyed, Listed])
def test_a_lost_answer_never_doubles_a_post(bench: Bench, queue: Queue, adapter: type[Plain]) -> None:
    """The platform has it; only we do not know."""
    number = queue()
    bench.platform.after = script(raising(Uncertain("connection lost")))

    bench.run(adapter)

    assert bench.platform.texts() == ["Bonjour"]
    assert bench.post(number).state is State.PUBLISHED
    assert [event for event in bench.events(number) if event != "repeated"][-2:] == ["doubtful", "found"]


@pytest.mark.parametrize("adapter", [Keyed, Listed])
def test_a_lost_request_never_loses_a_post(bench: Bench, queue: Queue, adapter: type[Plain]) -> None:
    """The platform does not have it; only we do not know."""
    number = queue()
    bench.platform.before = script(raising(Uncertain("connection lost")))

    bench.run(adapter)

    assert bench.platform.texts() == ["Bonjour"]
    assert bench.post(number).state is State.PUBLISHED


def test_what_nobody_can_tell_is_left_to_a_person(bench: Bench, queue: Queue) -> None:
    """Sending again might double it, giving up might lose it."""
    number = queue()
    bench.platform.after = script(raising(Uncertain("connection lost")))

    bench.run(Plain)

    post = bench.post(number)
    assert post.state is State.UNCERTAIN
    assert f"tambour resolve {number}" in (post.reason or "")
    assert bench.platform.texts() == ["Bonjour"]


def test_a_platform_that_cannot_be_asked_is_asked_again(bench: Bench, queue: Queue) -> None:
    """An outage is when answers get lost: it may last."""
    number = queue()
    bench.platform.after = script(raising(Uncertain("connection lost")))
    bench.platform.verifying = script(raising(Unavailable("still down")), raising(RuntimeError("a bug")))

    bench.run(Listed)

    assert bench.post(number).state is State.PUBLISHED
    assert bench.platform.texts() == ["Bonjour"]


def test_a_doubt_with_refused_credentials_holds_the_account(bench: Bench, queue: Queue) -> None:
    """Nothing can be learnt until they are renewed."""
    number = queue()
    bench.platform.after = script(raising(Uncertain("connection lost")))
    bench.platform.verifying = script(raising(Unauthorized("token expired")))

    bench.run(Listed)

    assert bench.post(number).state is State.UNCERTAIN
    with bench.store.read() as tx:
        assert [one.account for one in accounts.holds(tx)] == ["a"]


def test_a_slow_platform_is_given_time_to_show_a_post(bench: Bench, queue: Queue) -> None:
    """That it is not there is not believed at once: the post would be sent a second time."""
    number = queue()
    bench.platform.before = script(raising(Uncertain("connection lost")))

    bench.run(Listed)

    with bench.store.read() as tx:
        found = {event.event: event.at for _, event in following(tx, Filter(post=number))}
    assert found["not found"] - found["doubtful"] >= timedelta(seconds=15)


class Guarded(Keyed, Listed):
    """An adapter whose platform can be searched, behind a gate that refuses every repeat."""

    def publish(self, intent: Intent) -> Receipt:
        if intent.key in dict(self.books.published):
            raise Refused("403 from a proxy")
        return Plain.publish(self, intent)


def test_a_refused_replay_proves_nothing(bench: Bench, queue: Queue) -> None:
    """A maintenance page before the platform knows nothing of the post that stands behind it."""
    number = queue()
    bench.platform.after = script(raising(Uncertain("connection lost")))

    bench.run(Guarded)

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_a_refused_replay_of_what_is_not_there_is_sent_anew(bench: Bench, queue: Queue) -> None:
    """The platform itself says that it is not there."""
    number = queue()
    bench.platform.before = script(raising(Uncertain("connection lost")), raising(Refused("403 from a proxy")))

    bench.run(Guarded)

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_a_refused_replay_that_cannot_be_looked_up_stays_in_doubt(bench: Bench, queue: Queue) -> None:
    """It is repeated until the platform forgets the key; then a person is asked."""
    number = queue()
    bench.platform.before = script(raising(Uncertain("connection lost")), *[raising(Refused("no"))] * 200)

    bench.run(Keyed)

    assert bench.post(number).state is State.UNCERTAIN
    assert f"tambour resolve {number}" in (bench.post(number).reason or "")


def test_a_replay_adopts_the_post_that_a_duplicate_error_names(bench: Bench, queue: Queue) -> None:
    """It is ours: an attempt was in doubt."""
    number = queue()
    there = Duplicate("there", receipt=Receipt("7", "https://keyed.example/7"))
    bench.platform.before = script(raising(Uncertain("connection lost")), raising(there))

    bench.run(Keyed)

    assert (bench.post(number).state, bench.post(number).url) == (State.PUBLISHED, "https://keyed.example/7")


def test_a_replay_asks_again_where_a_duplicate_error_names_nothing(bench: Bench, queue: Queue) -> None:
    """Without a name there is nothing to adopt."""
    number = queue()
    bench.platform.before = script(raising(Uncertain("connection lost")), raising(Duplicate("there")), nothing)

    bench.run(Keyed)

    assert bench.post(number).state is State.PUBLISHED


def test_a_crash_before_the_request_leaves_the_post_queued(bench: Bench, queue: Queue) -> None:
    """Nothing can be public."""
    number = queue()
    claim(bench.store)

    bench.run(Plain)

    assert bench.platform.texts() == ["Bonjour"]
    assert bench.events(number) == ["queued", "claimed", "delayed", "claimed", "published"]


@pytest.mark.parametrize("adapter", [Keyed, Listed])
def test_a_crash_while_publishing_never_doubles_a_post(bench: Bench, queue: Queue, adapter: type[Plain]) -> None:
    """The request may have left: a second public post is worse than a late one."""
    number = queue()
    made = adapter(bench.platform)
    claimed = claim(bench.store)
    intent = made.prepare(claimed.content, key=claimed.key, at=claimed.at)
    intend(bench.store, claimed, intent)
    made.publish(intent)

    bench.run(adapter)

    assert bench.platform.texts() == ["Bonjour"]
    assert bench.post(number).state is State.PUBLISHED


def test_the_key_is_the_same_on_every_attempt(bench: Bench, queue: Queue) -> None:
    """The platform recognises a repeat by it."""
    queue()
    bench.platform.after = script(raising(Unavailable("busy")))

    bench.run()

    (first, _), (second, _) = bench.platform.published
    assert first == second


def test_an_adapter_that_breaks_while_preparing_published_nothing(bench: Bench, queue: Queue) -> None:
    """A bug must not stop the daemon, nor its text, which may hold anything, reach the log."""
    number = queue()
    bench.platform.preparing = script(raising(RuntimeError("secret token")))

    bench.run(until=Until.ONCE)

    post = bench.post(number)
    assert (post.state, post.reason) == (
        State.QUEUED,
        "the adapter failed with RuntimeError; the daemon's log says where",
    )


@pytest.mark.parametrize("error", [Refused("no"), Uncertain("?"), Unavailable("busy"), Unauthorized("expired")])
def test_nothing_is_in_doubt_while_preparing(bench: Bench, queue: Queue, error: Exception) -> None:
    """Preparing is invisible to the public, whatever goes wrong."""
    number = queue()
    bench.platform.preparing = script(raising(error))

    bench.run(until=Until.ONCE)

    assert bench.post(number).state in {State.QUEUED, State.FAILED}


def test_an_adapter_that_breaks_while_publishing_leaves_a_doubt(bench: Bench, queue: Queue) -> None:
    """The request may have left before the bug struck."""
    number = queue()
    bench.platform.after = script(raising(RuntimeError("a bug")))

    bench.run(Plain)

    assert bench.post(number).state is State.UNCERTAIN


def test_a_slow_platform_delays_no_other_account(bench: Bench, queue: Queue) -> None:
    """Bulkheads: one dead platform must not silence the rest."""
    slow, quick = queue("slow", account="a"), queue("quick", account="b")
    gate, other = Gate(), Platform()
    bench.platform.before = script(gate)
    other.after = script(gate.opened.set)

    bench.dispatcher(b=Plain(other)).run(Event(), until=Until.IDLE)

    assert [bench.post(number).state for number in (slow, quick)] == [State.PUBLISHED] * 2


def test_an_account_has_one_post_in_flight(bench: Bench, queue: Queue) -> None:
    """Adapters count on it."""
    queue("one")
    queue("two")
    inside: list[str] = []

    def enter() -> None:
        inside.append("in")
        assert len(inside) == 1

    bench.platform.before = script(enter, enter)
    bench.platform.after = script(inside.clear, inside.clear)

    bench.run()

    assert bench.platform.texts() == ["one", "two"]


def test_a_stop_waits_for_what_is_in_flight(bench: Bench, queue: Queue) -> None:
    """A graceful stop leaves no doubt behind."""
    number = queue()
    gate, stop = Gate(), Event()
    bench.platform.before = script(gate)
    pump = Thread(target=bench.dispatcher().run, args=(stop,))
    pump.start()
    assert gate.reached.wait(10)

    stop.set()
    gate.opened.set()
    pump.join(10)

    assert bench.post(number).state is State.PUBLISHED


def test_a_stop_settles_what_does_not_end(bench: Bench, queue: Queue) -> None:
    """After the grace, what is in flight is in doubt, and the next daemon asks the platform."""
    number = queue()
    gate, stop = Gate(), Event()
    bench.clock = Impatient(stop)
    bench.platform.before = script(gate)
    pump = Thread(target=bench.dispatcher().run, args=(stop,))
    pump.start()
    assert gate.reached.wait(10)

    stop.set()
    pump.join(10)
    gate.opened.set()

    assert bench.post(number).state is State.UNCERTAIN


def test_a_post_cancelled_while_being_prepared_is_not_published(bench: Bench, queue: Queue) -> None:
    """What leaves must still be wanted."""
    number = queue()

    def meddle() -> None:
        with bench.store.write() as tx:
            tx.exec_driver_sql("UPDATE posts SET state = 'cancelled'")

    bench.platform.preparing = script(meddle)

    bench.run()

    assert bench.platform.texts() == []
    assert bench.post(number).state is State.CANCELLED


def test_a_database_that_fails_loses_no_outcome(bench: Bench, queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    """The answer is in memory alone until it is written: it must be kept until then."""
    number = queue()

    bench.platform.after = script(lambda: full_disk(bench.store))
    with on_error(caplog, "disk is full", lambda: empty_disk(bench.store)):
        bench.run(Plain)

    assert bench.post(number).state is State.PUBLISHED
    assert bench.platform.texts() == ["Bonjour"]


def test_every_attempt_is_kept_with_its_outcome(bench: Bench, queue: Queue) -> None:
    """`tambour why` tells the whole story."""
    number = queue()
    bench.platform.before = script(raising(Unavailable("busy")), raising(Uncertain("lost")))

    bench.run(Keyed)

    with bench.store.read() as tx:
        told = [(one.number, one.outcome, one.reason) for one in tries(tx, number)]
    again = (3, "delivered", "sent again with the same key")
    assert told == [(1, "delayed", "busy"), (2, "doubtful", "lost"), again]


def test_once_tries_each_due_post_once(bench: Bench, queue: Queue) -> None:
    """For those who run it from a timer."""
    first, second = queue("one"), queue("two")
    bench.platform.before = script(raising(Unavailable("busy")))

    bench.run(until=Until.ONCE)

    assert bench.post(first).attempts == 1
    assert bench.post(second).state is State.PUBLISHED
