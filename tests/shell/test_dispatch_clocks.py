"""How old a request is hangs on a clock that nobody sets: the wall clock alone proves nothing."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest

from adapters.base import Intent, Receipt, Unavailable, Uncertain
from adapters.hearing import note
from scheduler.core.model import Mark
from scheduler.core.state import State
from scheduler.dispatch import Until
from scheduler.store import Store
from tests.shell.bench import Bench, Wayward, script
from tests.shell.conftest import Queue
from tests.shell.fakes import START, Forgetful, ForgetfulSearched, Plain, Searched, nothing, raising

pytestmark = pytest.mark.both

HOUR = timedelta(hours=1)
LOST = raising(Uncertain("connection lost"))
DOWN = raising(Unavailable("down"))
KEEPING = [Forgetful, ForgetfulSearched]


class Restarted(Wayward):
    """A clock of a machine that was started again meanwhile."""

    def mark(self) -> Mark:
        return Mark("another boot", super().mark().at)


@pytest.fixture
def clock() -> Wayward:
    return Wayward(START)


@pytest.fixture
def bench(store: Store, clock: Wayward) -> Bench:
    made = Bench(store, clock=clock)
    made.platform.clock = clock.true
    return made


def once(bench: Bench, adapter: type[Plain]) -> None:
    bench.run(adapter, until=Until.ONCE)


def lose(bench: Bench, adapter: type[Plain]) -> None:
    """Let the platform take a post, and neither answer nor tell."""
    bench.platform.after = script(LOST)
    bench.platform.before = script(nothing, DOWN)
    bench.platform.verifying = script(DOWN)
    once(bench, adapter)


def pass_time(bench: Bench, adapter: type[Plain], until: timedelta) -> None:
    """Look in ten times, evenly."""
    clock = bench.clock
    assert isinstance(clock, Wayward)
    pause = (START + until - clock.true()) / 10
    while clock.true() < START + until:
        clock.jump(clock.now() + pause)
        once(bench, adapter)


@pytest.mark.parametrize("adapter", KEEPING)
@pytest.mark.parametrize("off", [-HOUR * 70 / 60, -12 * HOUR])
def test_a_clock_set_back_makes_no_key_younger(
    bench: Bench, clock: Wayward, queue: Queue, adapter: type[Plain], off: timedelta
) -> None:
    """The platform counts by its own: it has forgotten the key, and would make a second post."""
    queue()
    lose(bench, adapter)
    clock.jump(START + timedelta(minutes=70))
    clock.off = off

    pass_time(bench, adapter, timedelta(hours=3))

    assert bench.platform.texts() == ["Bonjour"]


@pytest.mark.parametrize("adapter", KEEPING)
def test_a_clock_put_right_brings_no_dead_key_back(
    bench: Bench, clock: Wayward, queue: Queue, adapter: type[Plain]
) -> None:
    """It was two hours ahead when the answer was lost."""
    clock.off = 2 * HOUR
    queue(at=START)
    lose(bench, adapter)
    clock.off = timedelta()

    pass_time(bench, adapter, timedelta(hours=4))

    assert bench.platform.texts() == ["Bonjour"]


@pytest.mark.parametrize("adapter", [*KEEPING, Searched])
@pytest.mark.parametrize("ahead", [timedelta(minutes=30), 2 * HOUR, timedelta(days=30)])
def test_a_doubt_is_looked_into_soon_after_the_clock_was_put_right(
    bench: Bench, clock: Wayward, queue: Queue, adapter: type[Plain], ahead: timedelta
) -> None:
    """Its time was told by a clock that was wrong."""
    clock.off = ahead
    number = queue(at=START)
    lose(bench, adapter)
    clock.off = timedelta()

    pass_time(bench, adapter, timedelta(minutes=10))

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), 2 * HOUR])
def test_a_search_goes_back_to_when_the_request_really_left(
    bench: Bench, clock: Wayward, queue: Queue, ahead: timedelta
) -> None:
    """The platform dates the post by its own clock, and it would not be seen from a moment that is yet to come."""
    clock.off = ahead
    number = queue(at=START)
    lose(bench, Searched)
    clock.off = timedelta()

    bench.run(Searched)

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), timedelta(days=30)])
def test_a_search_goes_by_the_platforms_clock(bench: Bench, clock: Wayward, queue: Queue, ahead: timedelta) -> None:
    """A machine whose clock is always ahead would never find what it sent."""

    class Dated(Searched):
        def find(self, intent: Intent) -> Receipt | None:
            note({"date": self.books.clock().isoformat()})
            return super().find(intent)

    clock.off = ahead
    number = queue(at=START)
    bench.platform.after = script(LOST)

    pass_time(bench, Dated, timedelta(minutes=10))

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])


def test_that_it_is_not_there_is_believed_by_a_clock_that_nobody_sets(
    bench: Bench, clock: Wayward, queue: Queue
) -> None:
    """A clock that leaps ahead would cut short the time that the platform needs to show a post."""
    number = queue()
    hidden = True

    class Slow(Searched):
        def find(self, intent: object) -> None:
            assert hidden

    bench.platform.after = script(LOST)
    once(bench, Slow)
    clock.off = HOUR
    once(bench, Slow)
    once(bench, Slow)

    assert bench.post(number).state is State.UNCERTAIN


@pytest.mark.parametrize("adapter", KEEPING)
def test_a_machine_that_was_started_again_proves_nothing(bench: Bench, queue: Queue, adapter: type[Plain]) -> None:
    """How long it was off, only the wall clock tells: the platform is searched, or a person asked."""
    number = queue()
    lose(bench, adapter)
    sent: list[str] = []
    bench.platform.before = script(lambda: sent.append("again"))
    anew = Restarted(START)
    anew.jump(bench.clock.now() + timedelta(minutes=2))
    bench.clock, bench.platform.clock = anew, anew.true

    bench.dispatcher(adapter).run(Event(), until=Until.IDLE)

    known = State.PUBLISHED if issubclass(adapter, Searched) else State.UNCERTAIN
    assert (sent, bench.platform.texts(), bench.post(number).state) == ([], ["Bonjour"], known)


@pytest.mark.parametrize("adapter", KEEPING)
def test_a_young_key_is_used_whatever_the_wall_clock_shows(
    bench: Bench, clock: Wayward, queue: Queue, adapter: type[Plain]
) -> None:
    """A clock that was put right by minutes is no reason to ask a person."""
    number = queue()
    lose(bench, adapter)
    clock.off = -timedelta(minutes=10)

    pass_time(bench, adapter, timedelta(minutes=10))

    assert (bench.post(number).state, bench.platform.texts()) == (State.PUBLISHED, ["Bonjour"])
