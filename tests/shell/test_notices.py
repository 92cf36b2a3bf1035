"""Rules of notices: what is told to whom, once, and never forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.clock import FastClock
from scheduler.core.model import Event
from scheduler.core.news import News, Tongue
from scheduler.core.news.items import Message
from scheduler.core.state import State
from scheduler.errors import NoticeError
from scheduler.notices import Rounds, Target
from scheduler.notices.rounds import PASSED_OVER
from scheduler.settings.operating import Notices
from scheduler.store import Store, accounts, log
from scheduler.store.notices import waiting
from tests.shell.conftest import Queue
from tests.shell.fakes import START

PARIS = ZoneInfo("Europe/Paris")
LATER = timedelta(hours=2)


@dataclass
class Ear:
    """Somebody who hears, and may refuse to."""

    heard: list[Message] = field(default_factory=list)
    deaf: bool = False

    def __call__(self, message: Message) -> None:
        if self.deaf:
            raise NoticeError("nobody is there")
        self.heard.append(message)

    @property
    def titles(self) -> list[str]:
        return [message.title for message in self.heard]


@dataclass
class World:
    """A store, a clock, and somebody who hears."""

    store: Store
    clock: FastClock = field(default_factory=lambda: FastClock(START))
    ear: Ear = field(default_factory=Ear)
    wanted: Notices = field(default_factory=Notices)

    def rounds(self, **ears: Ear) -> Rounds:
        """Start the rounds, as a daemon does."""
        heard = ears or {"ear": self.ear}
        targets = [Target(name, one) for name, one in heard.items()]
        return Rounds(self.store, self.wanted, targets, PARIS, clock=self.clock)

    def happens(self, event: str, *, account: str = "a", post: int | None = None, reason: str | None = None) -> None:
        """Write a line into the log."""
        state = None if post is None else State.FAILED
        with self.store.write() as tx:
            accounts.know(tx, {account: "plain"})
            log.record(tx, Event(self.clock.now(), post, account, "plain", event, state, None, None, reason))

    def passes(self, span: timedelta) -> None:
        """Let time pass."""
        self.clock.jump(self.clock.now() + span)


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def twice(rounds: Rounds) -> None:
    """Go on the rounds until what has happened is told."""
    rounds.go()
    rounds.go()


def test_what_happens_close_together_is_told_together(world: World, queue: Queue) -> None:
    """A platform that dies takes many posts along; its owner has one telephone."""
    rounds = world.rounds()
    for number in range(3):
        world.happens("failed", post=queue(f"Post {number}"))
    rounds.go()
    world.happens("failed", post=queue("Another one"))
    rounds.go()

    assert world.ear.titles == ["tambour – 3 posts have failed"]


def test_a_notice_recalls_the_post(world: World, queue: Queue) -> None:
    """By its words, its time and the cause."""
    rounds = world.rounds()
    world.happens("failed", post=queue("La première gelée"), reason="too long")

    twice(rounds)

    assert "• post 1 on a, Tuesday 24 November, 09:00, “La première gelée”\n  too long" in world.ear.heard[0].body


def test_nothing_is_told_twice(world: World) -> None:
    """Not later, and not by the next daemon."""
    rounds = world.rounds()
    world.happens("held: fuse")
    twice(rounds)
    world.passes(LATER)

    twice(rounds)
    twice(world.rounds())

    assert len(world.ear.heard) == 1


def test_what_happens_while_nobody_goes_round_is_told_afterwards(world: World) -> None:
    """A crash forgets nothing."""
    world.rounds()
    world.happens("held: fuse")

    twice(world.rounds())

    assert world.ear.titles == ["tambour – The fuse of an account has blown"]


def test_what_happened_before_anybody_was_named_is_not_told(world: World) -> None:
    """The log holds it; a year of it would be noise."""
    world.happens("held: fuse")

    twice(world.rounds())

    assert world.ear.heard == []


def test_what_is_no_news_is_not_told(world: World) -> None:
    """A post that goes out as it should is none."""
    rounds = world.rounds()
    world.happens("published")
    world.happens("delayed")

    twice(rounds)

    assert world.ear.heard == []


def test_only_the_kinds_that_are_asked_for_are_told(world: World) -> None:
    """Others read the log for the rest."""
    world.wanted = Notices(news=frozenset({News.MISSED}))
    rounds = world.rounds()
    world.happens("held: fuse")

    twice(rounds)

    assert world.ear.heard == []


def test_a_second_notice_waits_a_while(world: World) -> None:
    """An outage that goes on is not told every ten seconds."""
    rounds = world.rounds()
    world.happens("failed")
    twice(rounds)
    world.happens("failed")
    twice(rounds)
    assert len(world.ear.heard) == 1
    world.passes(timedelta(minutes=6))

    twice(rounds)

    assert len(world.ear.heard) == 2


def test_a_notice_that_cannot_be_sent_is_tried_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """After growing pauses, and the log says so."""
    rounds = world.rounds()
    world.happens("held: fuse")
    world.ear.deaf = True
    twice(rounds)
    rounds.go()
    assert [record.getMessage() for record in caplog.records] == ["ear could not be told: nobody is there"]
    world.ear.deaf = False
    world.passes(timedelta(minutes=1))

    rounds.go()

    assert len(world.ear.heard) == 1


def test_who_cannot_be_told_keeps_nobody_else_from_hearing(world: World) -> None:
    """And who has heard does not hear again when the other one is tried again."""
    other = Ear(deaf=True)
    rounds = world.rounds(one=world.ear, two=other)
    world.happens("held: fuse")
    twice(rounds)
    other.deaf = False
    world.passes(LATER)

    twice(rounds)

    assert (len(world.ear.heard), len(other.heard)) == (1, 1)


def test_two_daemons_tell_once(world: World) -> None:
    """They share the log, and who is told."""
    one, two = world.rounds(), world.rounds()
    world.happens("held: fuse")
    for rounds in (one, two, one, two):
        rounds.go()

    assert len(world.ear.heard) == 1


def test_a_daemon_that_will_not_come_round_again_tells_at_once(world: World) -> None:
    """`run --once` ends when its work is done."""
    rounds = world.rounds()
    world.happens("held: fuse")

    rounds.finish()

    assert len(world.ear.heard) == 1


def test_many_lines_without_news_are_noted_as_read(world: World) -> None:
    """Else each round would read all of them anew."""
    rounds = world.rounds()
    with world.store.write() as tx:
        line = Event(START, None, "a", "plain", "published", None, None, None, None)
        log.record_all(tx, [line] * PASSED_OVER)

    twice(rounds)

    with world.store.read() as tx:
        assert [cursor.seen for cursor in waiting(tx, now=world.clock.now())] == [PASSED_OVER]


def test_who_is_no_longer_named_is_forgotten(world: World) -> None:
    """Named again later, they hear what happens then."""
    world.rounds(old=world.ear)
    world.rounds(new=world.ear)

    with world.store.read() as tx:
        assert [cursor.target for cursor in waiting(tx, now=world.clock.now())] == ["new"]


def test_a_day_is_summed_up_once(world: World, queue: Queue) -> None:
    """At its time on the clocks of the site, in its language."""
    world.wanted = Notices(tongue=Tongue.FR, digest=time(18))
    queue("Bonjour", at=START + timedelta(days=1))
    rounds = world.rounds()
    twice(rounds)
    assert world.ear.heard == []
    world.clock.jump(datetime(2026, 11, 24, 17, 30, tzinfo=UTC))

    twice(rounds)
    twice(world.rounds())

    assert world.ear.titles == ["tambour, mardi 24 novembre – Rien ne vous attend"]
    assert "Une publication prévue d’ici demain" in world.ear.heard[0].body


def test_a_digest_that_could_not_be_sent_comes_late(world: World) -> None:
    """Better late than never."""
    world.wanted = Notices(digest=time(18))
    rounds = world.rounds()
    world.clock.jump(datetime(2026, 11, 24, 17, 30, tzinfo=UTC))
    world.ear.deaf = True
    twice(rounds)
    world.ear.deaf = False
    world.passes(timedelta(hours=1))

    twice(rounds)

    assert len(world.ear.heard) == 1


def test_without_a_time_there_is_no_digest(world: World) -> None:
    """Not everybody wants one."""
    rounds = world.rounds()
    world.passes(timedelta(days=3))

    twice(rounds)

    assert world.ear.heard == []
