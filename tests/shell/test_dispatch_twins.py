"""What another post of ours made is never taken for this one's; nor is another account asked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest

from adapters.base import Content, Duplicate, Intent, Part, Receipt, Unavailable, Uncertain
from scheduler.core.lifecycle import Move
from scheduler.core.model import Tried
from scheduler.core.state import State
from scheduler.dispatch import Until
from scheduler.errors import WrongState
from scheduler.store import Store, posts, taken
from scheduler.store.tables import posts as table
from tests.shell.bench import Bench, script
from tests.shell.conftest import Queue
from tests.shell.dispatching import OPEN, claim, intend
from tests.shell.fakes import START, Forgetful, Plain, Platform, Searched, nothing, raising

pytestmark = pytest.mark.both

HOUR = timedelta(hours=1)
LOST = raising(Uncertain("connection lost"))


@pytest.fixture
def bench(store: Store) -> Bench:
    made = Bench(store)
    made.platform.clock = made.clock.now
    return made


class Careless(Searched):
    """An adapter that names what it finds first, whosever it is."""

    def find(self, intent: Intent) -> Receipt | None:
        return super().find(replace(intent, taken=frozenset()))


@pytest.mark.parametrize("adapter", [Searched, Careless])
def test_a_delayed_post_does_not_adopt_what_its_twin_made(bench: Bench, queue: Queue, adapter: type[Plain]) -> None:
    """Its own request was lost on the way: it would never be public, and nobody told."""
    delayed = queue("Bonjour")
    twin = queue("Bonjour", at=START + timedelta(minutes=58))
    bench.platform.before = script(raising(Unavailable("busy")), nothing, LOST)
    bench.run(adapter, until=Until.ONCE)
    with bench.store.write() as tx:
        tx.execute(table.update().where(table.c.id == delayed).values(due_at=START + HOUR))
    bench.clock.jump(START + timedelta(minutes=58))
    bench.run(adapter, until=Until.ONCE)
    bench.clock.jump(START + HOUR)

    bench.run(adapter)

    expected = ["Bonjour"] * 2 if adapter is Searched else ["Bonjour"]
    assert bench.platform.texts() == expected
    assert bench.post(twin).state is State.PUBLISHED
    assert bench.post(delayed).state is (State.PUBLISHED if adapter is Searched else State.UNCERTAIN)


def test_two_accounts_of_one_place_do_not_adopt_the_same_post(bench: Bench, queue: Queue) -> None:
    """The settings may name an account twice: what only one of them made is public once, and the other is lost."""
    bench.terms = replace(OPEN, place="mastodon https://tilleul.example")
    numbers = [queue("Bonjour"), queue("Bonjour", account="b")]
    bench.platform.before, bench.platform.after = script(LOST), script(LOST)

    bench.dispatcher(Searched, b=Searched(bench.platform)).run(Event(), until=Until.IDLE)

    assert bench.platform.texts() == ["Bonjour"] * 2
    assert [bench.post(one).state for one in numbers] == [State.PUBLISHED] * 2


def test_a_refusal_that_names_its_twin_does_not_publish_a_post(bench: Bench, queue: Queue) -> None:
    """A platform that takes no text twice names the first one, which is the other's."""
    twin, post = queue("Bonjour"), queue("Bonjour")
    named = raising(Duplicate("same text", receipt=Receipt("1")))
    bench.platform.before = script(nothing, LOST, *[named] * 20)

    bench.run(Searched)

    assert (bench.post(twin).state, bench.post(post).state) == (State.PUBLISHED, State.UNCERTAIN)
    assert bench.platform.texts() == ["Bonjour"]


def test_a_repeat_that_is_refused_for_its_twin_does_not_publish_a_post(bench: Bench, queue: Queue) -> None:
    """Likewise where the same request is sent again."""
    queue("Bonjour")
    post = queue("Bonjour")
    named = raising(Duplicate("same text", receipt=Receipt("1")))
    bench.platform.before = script(nothing, LOST, *[named] * 20)

    bench.run(Forgetful)

    assert bench.post(post).state is State.UNCERTAIN
    assert f"tambour resolve {post}" in (bench.post(post).reason or "")


def test_what_a_person_found_is_another_posts_too(bench: Bench, queue: Queue) -> None:
    """Only its address is known."""
    number, other = queue("Bonjour"), queue("Bonsoir")
    intend(bench.store, claim(bench.store))
    with bench.store.write() as tx:
        tx.execute(table.update().where(table.c.id == number).values(state=State.UNCERTAIN))
        posts.change(tx, number, Move.FIND, now=START, url="https://plain.example/1")
        found = taken.taken(tx, "a", besides=other)

    assert found == {"https://plain.example/1": number}


def test_a_part_is_not_found_in_a_part_before_it(bench: Bench, queue: Queue) -> None:
    """A thread may say the same twice."""

    class Answering(Searched):
        def prepare_reply(
            self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
        ) -> Intent:
            return Intent(key, at, {"text": part.text})

    queue("Encore", parts=(Part("Encore"), Part("Fin")))
    bench.platform.before = script(nothing, LOST)

    bench.run(Answering)

    assert bench.platform.texts() == ["Encore", "Encore", "Fin"]


def test_a_person_does_not_rule_out_what_is_on_its_way(bench: Bench, queue: Queue) -> None:
    """The daemon may be sending it again in that very moment."""
    number = queue()
    bench.platform.after = script(LOST)
    refused: list[str] = []

    def interfere() -> None:
        with bench.store.write() as tx, pytest.raises(WrongState, match="looked into") as error:
            posts.change(tx, number, Move.RULE_OUT, now=bench.clock.now())
        refused.append(str(error.value))

    bench.platform.before = script(nothing, interfere)

    bench.run(Forgetful)

    assert (len(refused), bench.post(number).state) == (1, State.PUBLISHED)


def test_nothing_is_adopted_while_a_twin_is_under_way(bench: Bench, queue: Queue) -> None:
    """What is there may be what it has just sent."""
    post, twin = queue("Bonjour"), queue("Bonjour")
    bench.platform.before = script(LOST)
    bench.run(Plain, until=Until.ONCE)
    with bench.store.write() as tx:
        tx.execute(table.update().where(table.c.id == twin).values(state=State.PUBLISHING))
        tried = Tried(post, "a", "plain", 1)
        rival = taken.rival(tx, tried, Receipt("7"))

    assert rival == twin


@pytest.mark.parametrize("adapter", [Forgetful, Searched])
def test_another_server_is_not_asked_about_a_post(bench: Bench, queue: Queue, adapter: type[Plain]) -> None:
    """It knows nothing of it: "not there" would publish the post a second time."""
    number = queue()
    bench.terms = replace(OPEN, place="mastodon https://old.example")
    bench.platform.after = script(LOST)
    bench.platform.before = script(nothing, raising(Unavailable("down")))
    bench.platform.verifying = script(raising(Unavailable("down")))
    bench.run(adapter, until=Until.ONCE)
    other = Platform(clock=bench.clock.now)
    bench.terms = replace(OPEN, place="mastodon https://new.example")

    bench.platform, old = other, bench.platform
    bench.clock.jump(START + timedelta(minutes=10))
    bench.run(adapter)

    assert (old.texts(), other.texts(), bench.post(number).state) == (["Bonjour"], [], State.UNCERTAIN)
    reason = bench.post(number).reason or ""
    assert "https://old.example" in reason
    assert f"tambour resolve {number}" in reason


def test_what_is_under_way_ends_where_it_began(bench: Bench, queue: Queue) -> None:
    """It was prepared for one server: another one must not be sent it."""
    number = queue()
    pump, other = bench.dispatcher(Plain), Platform()
    bench.platform.preparing = script(lambda: pump.serve({"a": Plain(other)}, {"a": OPEN}))

    pump.run(Event(), until=Until.IDLE)

    assert (bench.platform.texts(), other.texts()) == (["Bonjour"], [])
    assert bench.post(number).state is State.PUBLISHED


def test_an_account_whose_secret_came_back_after_a_reload_goes_on(bench: Bench, queue: Queue) -> None:
    """Its adapter could not be made when the settings were read again."""
    number = queue()
    pump = bench.dispatcher(Plain)
    pump.serve({}, {"a": OPEN})

    pump.renew({"a": Plain(bench.platform)})
    pump.run(Event(), until=Until.IDLE)

    assert bench.post(number).state is State.PUBLISHED
