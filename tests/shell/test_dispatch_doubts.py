"""A doubt heals itself, or comes to a person; and it delays nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import repeat
from typing import ClassVar

import pytest

from adapters.base import Duplicate, Identity, Intent, Receipt, Unavailable, Uncertain
from scheduler.core.fuse import Fuse
from scheduler.core.recovery import PATIENCE
from scheduler.core.state import State
from scheduler.dispatch import Until
from scheduler.store import Store, dispatching, posts
from tests.shell.bench import Bench, script
from tests.shell.conftest import Queue
from tests.shell.dispatching import OPEN
from tests.shell.fakes import START, Keyed, Listed, Plain, nothing, raising

pytestmark = pytest.mark.both

LOST = raising(Uncertain("connection lost"))


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


class Slow(Listed):
    """A platform that shows a post three minutes after it took it, and says so."""

    settling: ClassVar[timedelta] = timedelta(minutes=3)

    def find(self, intent: Intent) -> Receipt | None:
        return None if self.books.age() < self.settling else super().find(intent)


class KeepsPosts(Keyed):
    """A platform that keeps keys of posts, and not of what is a comment."""

    def replays(self, intent: Intent) -> bool:
        return intent.request["text"] != "a comment"


class Paged(Plain):
    """A platform that cannot be asked about a post, whose accounts have a page."""

    def verify(self) -> Identity:
        next(self.books.verifying, nothing)()
        return Identity("tester", "https://plain.example/@tester")


def test_a_doubt_delays_no_other_post(bench: Bench, queue: Queue) -> None:
    """What nobody can tell about may stay so for days."""
    first, second = queue("first"), queue("second")
    bench.platform.after = script(LOST)

    bench.run(Plain)

    assert (bench.post(first).state, bench.post(second).state) == (State.UNCERTAIN, State.PUBLISHED)


def test_a_backlog_does_not_keep_a_doubt_waiting(bench: Bench, queue: Queue) -> None:
    """A platform forgets its keys: a doubt is looked into before the next post is sent."""
    queue("first")
    for n in range(5):
        queue(f"post {n}")
    bench.platform.after = script(LOST)

    bench.run(Keyed)

    assert [one.value for one in bench.steps].index("cleared") < len(bench.steps) - 10


def test_a_new_doubt_has_its_turn_before_the_next_post(bench: Bench, queue: Queue) -> None:
    """It would have to wait out the next one's distance to it; and a run that ends when all is sent would leave it."""
    first = queue("first")
    queue("second")
    bench.terms = replace(OPEN, fuse=Fuse(hour=1000, day=1000, gap=timedelta(hours=1)))
    bench.platform.after = script(LOST)

    bench.run(Listed, until=Until.ONCE)

    assert (bench.post(first).state, bench.platform.texts()) == (State.PUBLISHED, ["first"])


@pytest.mark.parametrize("shown", [True, False], ids=["it is there", "it is not"])
def test_a_platform_has_the_time_that_its_adapter_asks_for(bench: Bench, queue: Queue, shown: bool) -> None:
    """Before, that it is not there proves nothing: the post would be sent a second time."""
    number = queue()
    taken = START

    def age() -> timedelta:
        return bench.clock.now() - taken

    bench.platform.age = age
    bench.platform.after = script(LOST) if shown else script()
    bench.platform.before = script() if shown else script(LOST)

    bench.run(Slow)

    assert bench.platform.texts() == ["Bonjour"]
    assert bench.post(number).state is State.PUBLISHED
    assert bench.clock.now() - START >= timedelta(minutes=3)


@pytest.mark.parametrize(("text", "state"), [("a post", State.PUBLISHED), ("a comment", State.UNCERTAIN)])
def test_what_a_platform_keeps_no_key_of_is_not_sent_again(bench: Bench, queue: Queue, text: str, state: State) -> None:
    """A post and its comment go to one platform, which may know the one again and not the other."""
    number = queue(text)
    bench.platform.after = script(LOST)

    bench.run(KeepsPosts)

    assert (bench.post(number).state, bench.platform.texts()) == (state, [text])


def test_a_duplicate_after_a_doubt_is_our_own(bench: Bench, queue: Queue) -> None:
    """The first request arrived after all, when the platform had said that it was not there."""
    number = queue()
    there = Duplicate("same text", receipt=Receipt("7", "https://plain.example/7"))
    bench.platform.before = script(LOST, raising(there))

    bench.run(Listed)

    assert (bench.post(number).state, bench.post(number).url) == (State.PUBLISHED, "https://plain.example/7")


def test_a_duplicate_after_a_doubt_that_names_nothing_is_looked_for(bench: Bench, queue: Queue) -> None:
    """The platform has it; where, is found by searching."""
    number = queue()

    def arrive_late() -> None:
        bench.platform.published.append((bench.post(number).key, "Bonjour"))
        raise Duplicate("same text")

    bench.platform.before = script(LOST, arrive_late)

    bench.run(Listed)

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_an_edited_post_is_no_duplicate_of_its_old_self(bench: Bench, queue: Queue) -> None:
    """What the platform has then is somebody else's."""
    number = queue()
    busy = raising(Unavailable("busy", retry_after=timedelta(hours=1)))
    bench.platform.before = script(LOST, busy)
    bench.run(Listed, until=Until.ONCE)
    while "delayed" not in bench.events(number):
        bench.clock.jump(bench.clock.now() + timedelta(minutes=1))
        bench.run(Listed, until=Until.ONCE)

    with bench.store.write() as tx:
        content = posts.get(tx, number).content
        posts.rewrite(tx, number, type(content)("Bonsoir"), now=START)
    bench.platform.before = script(raising(Duplicate("same text", receipt=Receipt("9"))))
    bench.run(Listed)

    assert bench.post(number).state is State.FAILED


def test_a_post_that_is_lost_again_and_again_comes_to_a_person(bench: Bench, queue: Queue) -> None:
    """A platform that swallows it each time would be sent it for ever."""
    number = queue()
    bench.platform.before = repeat(LOST)

    bench.run(Listed)

    post = bench.post(number)
    assert (post.state, post.attempts) == (State.UNCERTAIN, PATIENCE)
    assert f"tambour resolve {number}" in (post.reason or "")


def test_a_person_is_told_where_to_look(bench: Bench, queue: Queue) -> None:
    """The account's page, and what to do then."""
    number = queue()
    bench.platform.after = script(LOST)

    bench.run(Paged)

    assert "look at https://plain.example/@tester, then run `tambour resolve 1`" in (bench.post(number).reason or "")


def test_a_person_is_told_also_when_the_page_is_not_known(bench: Bench, queue: Queue) -> None:
    """The platform may be down at that moment."""
    number = queue()
    bench.platform.after = script(LOST)
    bench.platform.verifying = script(raising(Unavailable("down")))

    bench.run(Paged)

    assert "look at the account a, then run" in (bench.post(number).reason or "")


def test_a_platform_that_asks_for_patience_gets_it_in_a_doubt_too(bench: Bench, queue: Queue) -> None:
    """It is asked again when it said, not before."""
    queue()
    asked: list[timedelta] = []

    def note() -> None:
        asked.append(bench.clock.now() - START)

    def refuse() -> None:
        note()
        raise Unavailable("slow down", retry_after=timedelta(minutes=30))

    bench.platform.after = script(LOST)
    bench.platform.verifying = script(refuse, note)

    bench.run(Listed)

    assert asked[1] - asked[0] >= timedelta(minutes=30)


class Noted(Listed):
    """A platform that knows which part of a post it may have, and that it will never know more."""

    def find(self, intent: Intent) -> Receipt | None:
        raise Uncertain("nobody knows whether ben has it", ask=True)


def test_a_person_is_asked_at_once_where_looking_again_would_tell_no_more(bench: Bench, queue: Queue) -> None:
    """Every hour of asking in vain is an hour that the person knows nothing of it."""
    number = queue()
    bench.platform.after = script(LOST)

    bench.run(Noted)

    assert (bench.post(number).state, bench.events(number)[-1]) == (State.UNCERTAIN, "asked")
    assert f"nobody knows whether ben has it; look at the account a, then run `tambour resolve {number}`" == (
        bench.post(number).reason
    )


class Talkative(Plain):
    """A platform that tells something of what it took."""

    def publish(self, intent: Intent) -> Receipt:
        return replace(super().publish(intent), note="two readers were refused")


def test_what_a_person_should_know_of_a_post_that_went_well_is_in_the_log(bench: Bench, queue: Queue) -> None:
    """A newsletter may go out, and some of its readers be gone."""
    number = queue()

    bench.run(Talkative)

    assert (bench.post(number).state, bench.post(number).reason) == (State.PUBLISHED, "two readers were refused")


def test_too_many_requests_while_looking_rest_the_account(bench: Bench, queue: Queue) -> None:
    """A look is a request like any other: the next post would be one more of the too many."""
    first, second = queue("first"), queue("second", at=START + timedelta(minutes=2))
    busy = Unavailable("too many", retry_after=timedelta(hours=1))
    bench.platform.before = script(LOST)
    bench.platform.verifying = script(raising(busy))

    bench.run(Listed)

    assert {bench.post(first).state, bench.post(second).state} == {State.PUBLISHED}
    assert bench.clock.now() - START >= timedelta(hours=1)


@pytest.mark.parametrize("hours", [5, 7])
def test_a_doubt_that_lasts_is_told_to_a_person_once(bench: Bench, queue: Queue, hours: int) -> None:
    """A platform that answers what nobody can read would keep it in doubt, in silence, for ever."""
    number = queue()
    bench.platform.before = script(LOST)
    bench.platform.verifying = repeat(raising(Uncertain("answered with something unreadable")))

    while bench.clock.now() < START + timedelta(hours=hours):
        bench.run(Listed, until=Until.ONCE)
        bench.clock.jump(bench.clock.now() + timedelta(minutes=20))

    asked = hours > 6
    assert bench.events(number).count("asked") == asked
    assert ("tambour resolve" in (bench.post(number).reason or "")) is asked


def test_a_doubt_that_was_told_of_still_heals(bench: Bench, queue: Queue) -> None:
    """The person need not have looked yet."""
    number = queue()
    bench.platform.after = script(LOST)
    bench.platform.verifying = script(*[raising(Uncertain("unreadable"))] * 20)

    bench.run(Listed)

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])
    assert "asked" in bench.events(number)


def test_a_doubt_is_seen_where_its_account_has_no_room(bench: Bench, queue: Queue) -> None:
    """It is asked for only where one was seen: what is not seen now would wait for the next look at everything."""
    queue()
    bench.platform.after = script(LOST)
    bench.run(Plain)
    with bench.store.read() as tx:
        busy, idle = (dispatching.ahead(tx, names, [], now=START) for names in (["a"], ["b"]))

    assert (busy.doubtful, busy.due) == (True, None)
    assert not idle.doubtful
