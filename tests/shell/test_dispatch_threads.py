"""A thread goes on at the part that is missing, whatever cut it off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.base import Content, Intent, Part, Receipt, Refused, Unavailable, Uncertain
from scheduler.core.fuse import Fuse
from scheduler.core.lifecycle import Move
from scheduler.core.parts import part_key
from scheduler.core.state import State
from scheduler.errors import WrongState
from scheduler.store import Store, posts
from tests.shell.bench import Bench, script
from tests.shell.conftest import Queue
from tests.shell.dispatching import OPEN, claim, intend
from tests.shell.fakes import START, Keyed, Listed, Plain, Step, nothing, raising

pytestmark = pytest.mark.both

PARTS = (Part("two"), Part("three"))
LOST = raising(Uncertain("connection lost"))


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


class Answering(Plain):
    """A platform on which a post may answer another."""

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        next(self.books.preparing, nothing)()
        return Intent(key, at, {"text": f"{part.text} after {len(after)}"})


class AnsweringKeyed(Answering, Keyed):
    """Likewise, and it keeps keys."""


class AnsweringListed(Answering, Listed):
    """Likewise, and it can be searched."""


WHOLE = ["one", "two after 1", "three after 2"]


def test_a_thread_is_published_part_by_part(bench: Bench, queue: Queue) -> None:
    """Each answers those before; the post's address is that of its first part."""
    number = queue("one", parts=PARTS)

    bench.run(Answering)

    post = bench.post(number)
    assert bench.platform.texts() == WHOLE
    assert (post.state, post.url) == (State.PUBLISHED, f"https://plain.example/{post.key}")
    assert bench.events(number).count("part published") == 2


def test_each_part_has_a_key_of_its_own(bench: Bench, queue: Queue) -> None:
    """A platform would take the second part for a repeat of the first."""
    number = queue("one", parts=PARTS)

    bench.run(Answering)

    key = bench.post(number).key
    assert [found for found, _ in bench.platform.published] == [part_key(key, place) for place in range(3)]


@pytest.mark.parametrize("adapter", [AnsweringKeyed, AnsweringListed])
@pytest.mark.parametrize("nth", range(3))
@pytest.mark.parametrize("taken", [True, False], ids=["answer lost", "request lost"])
def test_a_doubt_about_a_part_heals_and_the_thread_goes_on(
    bench: Bench, queue: Queue, adapter: type[Plain], nth: int, taken: bool
) -> None:
    """Nothing is public twice, and nothing is missing."""
    number = queue("one", parts=PARTS)
    steps: list[Step] = [*[nothing] * nth, LOST]
    bench.platform.before, bench.platform.after = (script(), script(*steps)) if taken else (script(*steps), script())

    bench.run(adapter)

    assert bench.platform.texts() == WHOLE
    assert bench.post(number).state is State.PUBLISHED


def test_a_part_that_is_delayed_is_tried_again_alone(bench: Bench, queue: Queue) -> None:
    """The first is public already."""
    queue("one", parts=PARTS)
    bench.platform.before = script(nothing, raising(Unavailable("busy")))

    bench.run(Answering)

    assert bench.platform.texts() == WHOLE


def test_a_thread_whose_part_is_refused_goes_on_there_when_it_is_requeued(bench: Bench, queue: Queue) -> None:
    """A failed post is never a dead end, and its first part never public twice."""
    number = queue("one", parts=PARTS)
    bench.platform.before = script(nothing, raising(Refused("no")))
    bench.run(Answering)
    failed = bench.post(number).state

    with bench.store.write() as tx:
        posts.change(tx, number, Move.REQUEUE, now=START)
    bench.run(Answering)

    assert (failed, bench.platform.texts()) == (State.FAILED, WHOLE)


def test_a_thread_that_has_begun_is_left_alone(bench: Bench, queue: Queue) -> None:
    """What its readers have seen does not change."""
    number = queue("one", parts=PARTS)
    bench.platform.before = script(nothing, raising(Refused("no")))
    bench.run(Answering)

    with bench.store.write() as tx, pytest.raises(WrongState, match="first part is public"):
        posts.reschedule(tx, number, bench.post(number).publish_at, now=START)


def test_a_crash_between_parts_leaves_the_thread_where_it_was(bench: Bench, queue: Queue) -> None:
    """The receipts so far are durable."""
    number = queue("one", parts=PARTS)
    first = claim(bench.store)
    made = AnsweringKeyed(bench.platform)
    intent = made.prepare(first.content, key=first.key, at=first.at)
    intend(bench.store, first, intent)
    made.publish(intent)

    bench.run(AnsweringKeyed)

    assert (bench.platform.texts(), bench.post(number).state) == (WHOLE, State.PUBLISHED)


def test_the_parts_of_a_thread_keep_no_distance(bench: Bench, queue: Queue) -> None:
    """They belong together; the next post keeps it."""
    queue("one", parts=PARTS)
    queue("next")
    bench.terms = replace(OPEN, fuse=Fuse(hour=99, day=99, gap=timedelta(minutes=5)))
    at: list[timedelta] = []

    def note() -> None:
        at.append(bench.clock.now() - START)

    bench.platform.after = script(note, note, note, note)

    bench.run(Answering)

    assert at[2] - at[0] < timedelta(minutes=1)
    assert at[3] - at[2] >= timedelta(minutes=5)


def test_each_part_counts_against_the_fuse(bench: Bench, queue: Queue) -> None:
    """A thread without end is a loop too."""
    queue("one", parts=PARTS)
    bench.terms = replace(OPEN, fuse=Fuse(hour=2, day=99))

    bench.run(Answering)

    assert len(bench.platform.texts()) == 2
    assert [one.hold for one in bench.holds()] == ["fuse"]


def test_an_account_that_takes_no_threads_sends_none_of_it(bench: Bench, queue: Queue) -> None:
    """Half of a thread is worse than none."""
    number = queue("one", parts=PARTS)

    bench.run(Plain)

    assert (bench.platform.texts(), bench.post(number).state) == ([], State.FAILED)
