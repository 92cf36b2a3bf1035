"""What stands between a due post and its platform: the fuse, distances, lateness, waits, the crisis stop."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise, repeat

import pytest
from sqlalchemy import update

from adapters.base import Unauthorized, Unavailable, Uncertain
from scheduler.core.admission import Bulkheads, Room
from scheduler.core.fuse import Fuse
from scheduler.core.lateness import Late, Then
from scheduler.core.lifecycle import Move, RetryPolicy
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.dispatch import Rules, Until
from scheduler.dispatch.admitting import admit
from scheduler.errors import CredentialError
from scheduler.reconcile import verify_held
from scheduler.store import Store, accounts, posts
from scheduler.store.claiming import Taker
from scheduler.store.log import Filter, following
from scheduler.store.tables import posts as table
from tests.shell.bench import Bench, script
from tests.shell.conftest import Queue
from tests.shell.dispatching import LEASE, MARK, OPEN, OWNER
from tests.shell.fakes import START, Gate, Plain, Platform, raising

pytestmark = pytest.mark.both

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def backlogs(bench: Bench) -> list[str | None]:
    with bench.store.read() as tx:
        return [event.reason for _, event in following(tx, Filter(accounts=("a",))) if event.event == "backlog"]


def release(bench: Bench) -> None:
    with bench.store.write() as tx:
        accounts.release(tx, ["a"], now=bench.clock.now())


@pytest.mark.parametrize("fuse", [Fuse(hour=3, day=99), Fuse(hour=99, day=3)], ids=["hour", "day"])
def test_a_ceiling_holds_the_account_and_says_so(
    bench: Bench, queue: Queue, caplog: pytest.LogCaptureFixture, fuse: Fuse
) -> None:
    """Whatever bug queues a post in a loop: the public sees no more than this of it."""
    numbers = [queue(f"post {n}") for n in range(5)]
    bench.terms = replace(OPEN, fuse=fuse)

    bench.run()

    assert len(bench.platform.texts()) == 3
    assert bench.post(numbers[3]).state is State.QUEUED
    assert [(one.hold, "tambour resume a" in (one.reason or "")) for one in bench.holds()] == [(accounts.FUSE, True)]
    assert [record.levelname for record in caplog.records if "fuse" in record.getMessage()] == ["ERROR"]


def test_time_alone_does_not_mend_a_fuse(bench: Bench, queue: Queue) -> None:
    """A loop would send three more each hour."""
    for n in range(5):
        queue(f"post {n}")
    bench.terms = replace(OPEN, fuse=Fuse(hour=3, day=99))
    bench.run()

    bench.clock.jump(START + timedelta(days=2))
    bench.run()

    assert len(bench.platform.texts()) == 3


def test_a_fuse_that_a_person_mends_starts_anew(bench: Bench, queue: Queue) -> None:
    """They have looked: the same posts must not blow it again at once."""
    for n in range(5):
        queue(f"post {n}")
    bench.terms = replace(OPEN, fuse=Fuse(hour=3, day=99))
    bench.run()

    release(bench)
    bench.run()

    assert len(bench.platform.texts()) == 5


def test_an_hour_with_room_again_lets_posts_through(bench: Bench, queue: Queue) -> None:
    """The windows roll: what is older than an hour counts no more."""
    for n in range(6):
        queue(f"post {n}", at=START + n * timedelta(minutes=20))
    bench.terms = replace(OPEN, fuse=Fuse(hour=3, day=99))

    for n in range(6):
        bench.clock.jump(START + n * timedelta(minutes=20))
        bench.run()

    assert len(bench.platform.texts()) == 6


def test_attempts_that_fail_count_too(bench: Bench, queue: Queue) -> None:
    """A request may have left, whatever the answer was."""
    queue("one")
    bench.terms = replace(OPEN, fuse=Fuse(hour=2, day=99))
    bench.platform.before = script(*[raising(Unavailable("busy"))] * 5)

    bench.run()

    assert [one.hold for one in bench.holds()] == [accounts.FUSE]


def test_two_posts_under_way_count_as_two(bench: Bench, queue: Queue) -> None:
    """Their requests have not left yet when the next one is judged."""
    for n in range(5):
        queue(f"post {n}")
    bench.terms = replace(OPEN, fuse=Fuse(hour=3, day=99), in_flight=3)

    bench.run()

    assert len(bench.platform.texts()) == 3


def test_a_gap_delays_and_holds_nothing(bench: Bench, queue: Queue) -> None:
    """Good manners are no emergency."""
    for n in range(3):
        queue(f"post {n}")
    bench.terms = replace(OPEN, fuse=Fuse(hour=99, day=99, gap=timedelta(minutes=5)))

    bench.run()

    assert bench.platform.texts() == ["post 0", "post 1", "post 2"]
    assert bench.clock.now() - START >= timedelta(minutes=10)
    assert bench.holds() == []


def test_a_distance_asked_for_overrides_the_gap(bench: Bench, queue: Queue) -> None:
    """`--every 1m` is a decision."""
    for n in range(3):
        queue(f"post {n}", gap=timedelta(minutes=1))
    bench.terms = replace(OPEN, fuse=Fuse(hour=99, day=99, gap=timedelta(minutes=5)))

    bench.run()

    assert timedelta(minutes=2) <= bench.clock.now() - START < timedelta(minutes=5)


def test_a_backlog_keeps_the_distance_that_was_asked_for(bench: Bench, queue: Queue) -> None:
    """After an outage of hours, posts at five minutes' distance would come in a burst, and blow the fuse."""
    for n in range(12):
        queue(f"post {n}", at=START - 5 * HOUR + n * 5 * MINUTE, gap=5 * MINUTE)
    other = queue("on time", at=START + 7 * MINUTE)
    bench.terms = replace(OPEN, fuse=Fuse(hour=13, day=200, gap=timedelta(seconds=20)))
    when: list[datetime] = []
    bench.platform.before = repeat(lambda: when.append(bench.clock.now()))

    bench.run()

    series = [at for at, text in zip(when, bench.platform.texts(), strict=True) if text != "on time"]
    assert bench.holds() == []
    assert len(series) == 12
    assert min(b - a for a, b in pairwise(series)) >= 5 * MINUTE
    assert when[bench.platform.texts().index("on time")] - START < 10 * MINUTE
    assert bench.post(other).state is State.PUBLISHED


def test_a_late_post_that_may_be_sent_is_sent(bench: Bench, queue: Queue) -> None:
    """Better late than never, where its account says so."""
    queue("late", at=START - 5 * HOUR)
    bench.terms = replace(OPEN, late=Late(HOUR, Then.SEND))

    bench.run()

    assert bench.platform.texts() == ["late"]


def test_a_late_post_is_missed_where_its_account_says_so(bench: Bench, queue: Queue) -> None:
    """Yesterday's good morning helps nobody."""
    late, timely = queue("late", at=START - 2 * HOUR), queue("timely", at=START - HOUR)
    bench.terms = replace(OPEN, late=Late(HOUR, Then.SKIP))

    bench.run()

    assert bench.platform.texts() == ["timely"]
    assert (bench.post(late).state, bench.post(timely).state) == (State.MISSED, State.PUBLISHED)
    assert bench.events(late)[-1] == "missed"


def test_a_refusal_comes_after_what_is_yet_to_be_said_of_its_post(store: Store, queue: Queue) -> None:
    """The log tells a post's story in its order, though lines of one round are written together."""
    late = queue("late", at=START - 2 * HOUR)
    skipping = {"a": replace(OPEN, late=Late(HOUR, Then.SKIP))}
    went_on = Event(START, late, "a", "memory", Move.CONTINUE, State.QUEUED, 1, None, None)
    with store.share() as tx:
        admit(
            tx,
            Room(skipping, Bulkheads(), ()),
            lambda _: None,
            Taker(OWNER, LEASE, START, MARK),
            due=START,
            unsaid=[went_on],
        )

    with store.read() as tx:
        assert [event.event for _, event in following(tx, Filter(post=late))][-2:] == [Move.CONTINUE, Move.MISS]


def test_a_missed_post_that_a_person_wants_goes_out(bench: Bench, queue: Queue) -> None:
    """Its lateness counts from when it was asked for again."""
    late = queue("late", at=START - 2 * HOUR)
    bench.terms = replace(OPEN, late=Late(HOUR, Then.SKIP))
    bench.run()

    with bench.store.write() as tx:
        posts.change(tx, late, Move.REQUEUE, now=bench.clock.now())
    bench.run()

    assert bench.post(late).state is State.PUBLISHED


@pytest.mark.parametrize("decide", ["approve", "resolve"])
def test_a_late_post_that_a_person_has_just_decided_about_goes_out(bench: Bench, queue: Queue, decide: str) -> None:
    """Whoever approves it, or says that it is not public, wants it: to call it missed then would mock them."""
    late = queue("late", at=START - 2 * HOUR, state=State.DRAFT if decide == "approve" else State.QUEUED)
    if decide == "resolve":
        bench.platform.before = script(raising(Uncertain("lost")))
        bench.run()
    bench.terms = replace(OPEN, late=Late(HOUR, Then.SKIP))
    how = Move.APPROVE if decide == "approve" else Move.RULE_OUT

    with bench.store.write() as tx:
        posts.change(tx, late, how, now=bench.clock.now())
    bench.run()

    assert bench.post(late).state is State.PUBLISHED


@pytest.mark.parametrize("how", [Move.APPROVE, Move.REQUEUE])
def test_a_post_that_is_decided_about_before_its_time_is_not_late_at_its_time(
    bench: Bench, queue: Queue, how: Move
) -> None:
    """Its readers have awaited it since its own time, and not since somebody looked at it."""
    state = State.DRAFT if how is Move.APPROVE else State.QUEUED
    early = queue("early", at=START + timedelta(days=2), state=state)
    bench.terms = replace(OPEN, late=Late(HOUR, Then.SKIP))
    with bench.store.write() as tx:
        if how is Move.REQUEUE:
            tx.execute(update(table).values(state=State.FAILED))
        posts.change(tx, early, how, now=START)

    bench.clock.jump(START + timedelta(days=2))
    bench.run()

    assert bench.post(early).state is State.PUBLISHED


def test_a_backlog_is_spread_by_the_rhythm(bench: Bench, queue: Queue) -> None:
    """Followers leave when a day's posts arrive in a minute."""
    numbers = [queue(f"post {n}", at=START - timedelta(days=1) + n * HOUR) for n in range(4)]
    bench.terms = replace(OPEN, late=Late(6 * HOUR, Then.MOVE))

    bench.run(until=Until.ONCE)

    assert [bench.post(number).publish_at - START for number in numbers] == [n * HOUR for n in range(4)]
    assert all("moved" in bench.events(number) for number in numbers)
    assert bench.platform.texts() == ["post 0"]


def test_a_post_that_was_moved_goes_out_at_its_new_time(bench: Bench, queue: Queue) -> None:
    """It is late no more."""
    number = queue("late", at=START - timedelta(days=1))
    bench.terms = replace(OPEN, late=Late(6 * HOUR, Then.MOVE))
    bench.run(until=Until.ONCE)

    bench.clock.jump(bench.post(number).publish_at)
    bench.run()

    assert bench.post(number).state is State.PUBLISHED


@pytest.mark.parametrize("days", [frozenset[int](), frozenset({2})], ids=["no slot at all", "one a week"])
def test_late_posts_without_a_slot_wait_in_line(bench: Bench, queue: Queue, days: frozenset[int]) -> None:
    """Neither fired at once, nor missed under a rule that says that they move; and somebody is told, once."""
    numbers = [queue(f"post {n}", at=START - timedelta(days=1)) for n in range(103)]
    seldom = replace(OPEN.rhythm, days=days, times=(time(9),))
    bench.terms = replace(OPEN, rhythm=seldom, late=Late(6 * HOUR, Then.MOVE))

    bench.run()

    told = [bench.events(number)[-1] for number in numbers]
    assert {bench.post(number).state for number in numbers} == {State.QUEUED, State.PUBLISHED} - (
        set() if days else {State.PUBLISHED}
    )
    assert told.count("behind") == 103 - (53 if days else 0)
    assert len(backlogs(bench)) == 1


def test_a_post_that_waited_in_line_is_given_a_slot_in_its_turn(bench: Bench, queue: Queue) -> None:
    """However long that takes, nothing is lost."""
    for n in range(55):
        queue(f"post {n}", at=START - timedelta(days=1))
    seldom = replace(OPEN.rhythm, days=frozenset({2}), times=(time(9),))
    bench.terms = replace(OPEN, rhythm=seldom, late=Late(6 * HOUR, Then.MOVE))

    class Enough:
        def is_set(self) -> bool:
            return len(bench.platform.texts()) == 55 or bench.clock.now() > START + timedelta(weeks=60)

    bench.dispatcher().run(Enough())

    assert bench.platform.texts() == [f"post {n}" for n in range(55)]


def test_posts_that_waited_for_a_paused_account_are_late_too(bench: Bench, queue: Queue) -> None:
    """Resuming is no reason to fire at once either."""
    number = queue("waiting")
    bench.terms = replace(OPEN, late=Late(6 * HOUR, Then.SKIP))
    with bench.store.write() as tx:
        accounts.hold(tx, "a", accounts.PAUSED, reason=None, now=START)
    bench.run()

    bench.clock.jump(START + 7 * HOUR)
    release(bench)
    bench.run()

    assert bench.post(number).state is State.MISSED


def test_too_many_requests_hold_back_all_of_an_accounts_posts(bench: Bench, queue: Queue) -> None:
    """Each would earn another refusal; and their order stays."""
    queue("first")
    second = queue("second")
    bench.platform.before = script(raising(Unavailable("slow down", retry_after=HOUR)))

    bench.run(until=Until.ONCE)

    assert bench.post(second).attempts == 0
    assert bench.post(second).not_before == START + HOUR
    bench.run()
    assert bench.platform.texts() == ["first", "second"]


def test_a_platform_that_is_down_uses_up_neither_attempts_nor_fuse(bench: Bench, queue: Queue) -> None:
    """An outage of a day must not fail a queue of twenty posts."""
    numbers = [queue(f"post {n}") for n in range(20)]
    bench.terms = replace(OPEN, fuse=Fuse(hour=25, day=50))
    dead_until = START + timedelta(days=1)

    def answer() -> None:
        if bench.clock.now() < dead_until:
            raise Unavailable("connection refused")

    bench.platform.before = repeat(answer)

    bench.run()

    assert bench.holds() == []
    assert sum(bench.post(number).state is State.FAILED for number in numbers) <= 5


def test_an_account_of_another_platform_waits_for_nobody(bench: Bench, queue: Queue) -> None:
    """What one platform asks for is its own affair."""
    queue("held back")
    queue("free", account="b")
    bench.platform.before = script(raising(Unavailable("slow down", retry_after=HOUR)))
    other = Platform()

    bench.dispatcher(b=Plain(other)).run(threading.Event(), until=Until.ONCE)

    assert (bench.platform.texts(), other.texts()) == ([], ["free"])


def test_the_crisis_stop_stops_everything_and_loses_nothing(bench: Bench, queue: Queue) -> None:
    """One row, looked at by every claim."""
    number = queue("not now")
    with bench.store.write() as tx:
        accounts.stop_all(tx, reason="bad news", now=START)

    bench.run()
    stopped = bench.platform.texts()
    with bench.store.write() as tx:
        assert accounts.go_on(tx, now=START)
    bench.run()

    assert (stopped, bench.post(number).state) == ([], State.PUBLISHED)


@pytest.mark.parametrize("everything", [True, False], ids=["everything", "the account"])
def test_what_is_being_prepared_when_all_is_stopped_does_not_leave(
    bench: Bench, queue: Queue, everything: bool
) -> None:
    """Its request has not left yet, so it need not."""
    number = queue("not now")

    def stop() -> None:
        with bench.store.write() as tx:
            if everything:
                accounts.stop_all(tx, reason=None, now=START)
            else:
                accounts.hold(tx, "a", accounts.PAUSED, reason=None, now=START)

    bench.platform.preparing = script(stop)

    bench.run()

    assert bench.platform.texts() == []
    assert (bench.post(number).state, bench.post(number).attempts) == (State.QUEUED, 1)


def test_there_is_only_so_much_under_way_for_one_host(bench: Bench, queue: Queue) -> None:
    """A crawling platform must not take the whole crew; its posts are sent all the same."""
    inside: list[str] = []
    most: list[int] = []
    shared = Platform()

    def enter() -> None:
        inside.append("in")
        most.append(len(inside))

    def leave() -> None:
        inside.pop()

    shared.before, shared.after = repeat(enter), repeat(leave)
    names = [f"account-{n}" for n in range(6)]
    for name in names:
        queue(name, account=name)
    bench.rules = Rules(bulkheads=Bulkheads(host=2))

    bench.dispatcher(Plain, **{name: Plain(shared) for name in names}).run(threading.Event(), until=Until.IDLE)

    assert sorted(shared.texts()) == names
    assert max(most) <= 2


def test_an_account_may_have_several_under_way(bench: Bench, queue: Queue) -> None:
    """Where its adapter and its owner allow it."""
    gate = Gate()
    queue("slow")
    queue("quick")
    bench.terms = replace(OPEN, in_flight=2)
    bench.platform.before = script(gate)
    bench.platform.after = script(gate.opened.set)

    bench.run()

    assert sorted(bench.platform.texts()) == ["quick", "slow"]


def test_renewed_credentials_let_an_account_go_on(bench: Bench, queue: Queue) -> None:
    """Its posts were never to blame."""
    number = queue()
    bench.platform.before = script(raising(Unauthorized("token expired")))
    bench.run()
    used: list[str] = []

    assert verify_held(bench.store, lambda _: Plain(bench.platform), used.extend, now=START)
    bench.run()

    assert (used, bench.post(number).state) == (["a"], State.PUBLISHED)


@pytest.mark.parametrize("error", [Unauthorized("still expired"), CredentialError("no such file")])
def test_credentials_that_are_still_refused_hold_on(bench: Bench, queue: Queue, error: Exception) -> None:
    """Hammering a platform with a bad token locks accounts."""
    queue()
    bench.platform.before = script(raising(Unauthorized("token expired")))
    bench.run()

    def make(_: str) -> Plain:
        raise error

    assert not verify_held(bench.store, make, lambda _: None, now=START)
    assert [one.hold for one in bench.holds()] == [accounts.CREDENTIALS]


def test_a_fuse_outlives_refused_credentials(bench: Bench, queue: Queue) -> None:
    """What only a person may lift, nothing else lifts."""
    queue()
    with bench.store.write() as tx:
        accounts.hold(tx, "a", accounts.FUSE, reason="15 an hour", now=START)
        accounts.hold(tx, "a", accounts.CREDENTIALS, reason="token expired", now=START)

    assert [one.hold for one in bench.holds()] == [accounts.FUSE]


def test_a_wait_set_by_a_wrong_clock_is_not_believed(bench: Bench, queue: Queue) -> None:
    """A clock that was a year ahead when the platform asked for patience would silence the account for a year."""
    number = queue()
    with bench.store.write() as tx:
        accounts.wait(tx, "a", until=START + timedelta(days=365), reason="slow down")

    bench.run(until=Until.ONCE)

    assert bench.post(number).state is State.PUBLISHED


def test_attempts_are_as_many_as_the_rules_say(bench: Bench, queue: Queue) -> None:
    """The policy is an argument."""
    number = queue()
    bench.rules = Rules(retries=RetryPolicy(attempts=2))
    bench.platform.before = script(*[raising(Unavailable("busy"))] * 5)

    bench.run()

    assert (bench.post(number).state, bench.post(number).attempts) == (State.FAILED, 2)
