"""What is done by hand once posts are out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from adapters.base import Content, Heard, Intent, Part, Receipt, Refused, Sent, Unavailable
from scheduler.aftercare import Learnt, Reception, learn, reception, retract
from scheduler.core.lifecycle import Move
from scheduler.core.state import State
from scheduler.errors import NotFound, PlanError, PlatformError, WrongState
from scheduler.queueing import queue_texts
from scheduler.store import Store, accounts, posts
from scheduler.store import sent as kept
from scheduler.store.log import Filter, newest
from tests.shell.bench import Bench, script
from tests.shell.conftest import Queue, new_post, put
from tests.shell.fakes import START, Plain, Platform, nothing, raising

pytestmark = pytest.mark.both

DAY = timedelta(days=1)
BY_HAND = Sent(Receipt("h1", "https://plain.example/h1"), "Le thym aime le soleil et la terre pauvre.", START - DAY)


class Deleting(Plain):
    """A platform on which posts can be answered and taken back."""

    def __init__(self, platform: Platform) -> None:
        super().__init__(platform)
        self.deleted: list[str] = []

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        return Intent(key, at, {"text": part.text})

    def delete(self, receipt: Receipt) -> None:
        next(self.books.verifying, nothing)()
        self.books.published = [one for one in self.books.published if one[0] != receipt.id]
        self.deleted.append(receipt.id)


class Listing(Plain):
    """A platform that lists what stands on the account."""

    def __init__(self, *sent: Sent, then: Exception | None = None) -> None:
        super().__init__(Platform())
        self.sent_there, self.then = sent, then

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        yield from (one for one in self.sent_there if one.at >= since)
        if self.then is not None:
            raise self.then


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


@pytest.fixture
def account(store: Store) -> str:
    with store.write() as tx:
        accounts.know(tx, {"a": "plain"})
    return "a"


def learnt(store: Store, adapter: Plain, *, since: datetime = START - 9 * DAY) -> Learnt:
    return learn(store, adapter, "a", since=since, now=START)


def known(store: Store) -> list[Sent]:
    with store.read() as tx:
        return kept.standing(tx, "a")


def test_a_published_post_is_taken_back_and_says_so(bench: Bench, queue: Queue) -> None:
    """Its life goes on: somebody may have seen it."""
    number = queue()
    bench.run(Deleting)

    retract(bench.store, Deleting(bench.platform), number, now=START)

    assert (bench.platform.texts(), bench.post(number).state) == ([], State.RETRACTED)
    assert bench.events(number)[-1] == "retracted"


def test_a_thread_is_taken_back_from_its_end(bench: Bench, queue: Queue) -> None:
    """An answer to nothing would stand there for a moment."""
    number = queue("one", parts=(Part("two"), Part("three")))
    bench.run(Deleting)
    order = [key for key, _ in bench.platform.published]
    adapter = Deleting(bench.platform)

    public = retract(bench.store, adapter, number, now=START)

    assert ([receipt.id for receipt in public], adapter.deleted) == (order, order[::-1])


def test_what_is_public_of_a_thread_that_failed_can_be_taken_back(bench: Bench, queue: Queue) -> None:
    """Half of it is worse than nothing."""
    number = queue("one", parts=(Part("two"),))
    bench.platform.before = script(nothing, raising(Refused("no answers today")))
    bench.run(Deleting)
    assert bench.post(number).state is State.FAILED

    retract(bench.store, Deleting(bench.platform), number, now=START)

    assert (bench.platform.texts(), bench.post(number).state) == ([], State.RETRACTED)


def test_what_a_platform_refuses_to_delete_stays_published(bench: Bench, queue: Queue) -> None:
    """It is asked again, and what is gone already counts as deleted."""
    number = queue("one", parts=(Part("two"),))
    bench.run(Deleting)
    bench.platform.verifying = script(nothing, raising(Unavailable("busy")))

    with pytest.raises(PlatformError, match=f"post {number} stays: busy"):
        retract(bench.store, Deleting(bench.platform), number, now=START)

    assert (bench.platform.texts(), bench.post(number).state) == (["one"], State.PUBLISHED)


def test_a_platform_that_deletes_nothing_leaves_it_to_a_person(bench: Bench, queue: Queue) -> None:
    """The message says where."""
    number = queue()
    bench.run(Plain)

    with pytest.raises(PlatformError, match=r"delete it there, at https://plain\.example/"):
        retract(bench.store, Plain(bench.platform), number, now=START)


class Hearing(Deleting):
    """A platform whose readers answer below every part, and whose counts are scripted."""

    def measure(self, receipt: Receipt) -> dict[str, int]:
        next(self.books.verifying, nothing)()
        return {"likes": 3}

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        own = (Heard(Receipt(key), "tester", text, START) for key, text in self.books.published)
        yield from (*own, ANSWER)


ANSWER = Heard(Receipt("r1", "https://plain.example/r1"), "@odile", "Au soleil aussi ?", START)


def test_a_post_tells_how_it_is_received(bench: Bench, queue: Queue) -> None:
    """An answer is told once, and a part of the thread is none."""
    number = queue("one", parts=(Part("two"), Part("three")))
    bench.run(Hearing)

    assert reception(bench.store, Hearing(bench.platform), number, now=START) == Reception({"likes": 3}, [ANSWER], [])


def test_what_a_platform_does_not_tell_is_named(bench: Bench, queue: Queue) -> None:
    """Nothing heard is not the same as nobody spoke."""
    number = queue()
    bench.run(Hearing)
    bench.platform.verifying = script(raising(Unavailable("busy")))

    assert reception(bench.store, Hearing(bench.platform), number, now=START) == Reception(
        None, [ANSWER], ["plain: busy"]
    )
    assert reception(bench.store, Plain(bench.platform), number, now=START).remarks == [
        "plain: it tells no counts",
        "plain: it tells no answers",
    ]


def test_only_what_is_public_is_received(bench: Bench, queue: Queue) -> None:
    """Nobody has seen it, or nobody sees it any more."""
    taken_back = queue()
    bench.run(Hearing)
    retract(bench.store, Hearing(bench.platform), taken_back, now=START)

    for number, state in ((queue(), "queued"), (taken_back, "retracted")):
        with pytest.raises(WrongState, match=f"is {state}, and nothing of it is known to be public"):
            reception(bench.store, Hearing(bench.platform), number, now=START)


@pytest.mark.parametrize("state", [State.DRAFT, State.QUEUED, State.PUBLISHING, State.UNCERTAIN, State.RETRACTED])
def test_what_may_yet_become_public_cannot_be_taken_back(bench: Bench, queue: Queue, state: State) -> None:
    """It would be published after all, or is gone."""
    number = queue()
    put(bench.store, number, state)

    with pytest.raises(WrongState, match=f"post {number}: a post that is {state} cannot be retracted"):
        retract(bench.store, Deleting(bench.platform), number, now=START)


def test_what_never_was_public_cannot_be_taken_back(bench: Bench, queue: Queue) -> None:
    """Nothing would be deleted, and the log would say so."""
    number = queue()
    put(bench.store, number, State.CANCELLED)

    with pytest.raises(WrongState, match="nothing of it is public"):
        retract(bench.store, Deleting(bench.platform), number, now=START)


def test_what_a_person_found_is_theirs_to_delete(bench: Bench, queue: Queue) -> None:
    """Of an address alone no platform can be told what to delete."""
    number = queue()
    put(bench.store, number, State.UNCERTAIN)
    with bench.store.write() as tx:
        posts.change(tx, number, Move.FIND, now=START, url="https://plain.example/7")

    with pytest.raises(WrongState, match=r"delete it by hand, at https://plain\.example/7"):
        retract(bench.store, Deleting(bench.platform), number, now=START)


def test_a_post_that_is_not_there_is_named(bench: Bench) -> None:
    """Numbers are typed by hand."""
    with pytest.raises(NotFound):
        retract(bench.store, Deleting(bench.platform), 7, now=START)


def test_what_was_posted_by_hand_is_learnt_once(store: Store, account: str) -> None:
    """The command is given every week."""
    first, second = learnt(store, Listing(BY_HAND)), learnt(store, Listing(BY_HAND))

    assert (first, second, known(store)) == (Learnt(1, 1), Learnt(1, 0), [BY_HAND])


def test_posts_of_our_own_are_not_learnt(bench: Bench, queue: Queue) -> None:
    """They would stand against themselves, and their threads too."""
    queue("one", parts=(Part("two"),))
    bench.run(Deleting)
    ours = [Sent(Receipt(key), text, START) for key, text in bench.platform.published]

    assert learnt(bench.store, Listing(*ours, BY_HAND)) == Learnt(3, 1)


def test_learning_is_noted(store: Store, account: str) -> None:
    """Whoever wonders why a teaser was left out finds when that was learnt."""
    learnt(store, Listing(BY_HAND))
    with store.read() as tx:
        ((_, line),) = newest(tx, Filter(), limit=1)

    assert (line.account, line.event, line.reason) == ("a", "imported", "found 1, new 1")


def test_what_came_before_an_error_is_kept(store: Store, account: str) -> None:
    """An account with thousands of posts would never be learnt of."""
    found = learnt(store, Listing(BY_HAND, then=Unavailable("too many")))

    assert (found, known(store)) == (Learnt(1, 1, "too many"), [BY_HAND])


def test_an_account_that_cannot_be_read_is_named(store: Store, account: str) -> None:
    """Nothing learnt is no success."""
    with pytest.raises(PlatformError, match="a was not read: busy"):
        learnt(store, Listing(then=Unavailable("busy")))


def test_a_platform_that_lists_nothing_says_so(store: Store, account: str) -> None:
    """Its posts have to be known otherwise."""
    with pytest.raises(PlatformError, match="plain does not list what an account has posted"):
        learnt(store, Plain(Platform()))


def test_a_post_that_says_what_stands_there_is_refused(store: Store, account: str) -> None:
    """Its readers have had it."""
    learnt(store, Listing(BY_HAND))
    post = new_post(f"{BY_HAND.text} #Thym")

    with pytest.raises(PlanError, match=r"a: nearly the same was posted by hand on .*: https://plain.example/h1;"):
        queue_texts(store, [post], now=START)

    assert queue_texts(store, [post], now=START, again=True) == [1]
