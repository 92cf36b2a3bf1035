"""A clock that several machines share."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event

import pytest

from scheduler.clock import FastClock, SharedClock
from tests.shell.fakes import START

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("off", [-HOUR, HOUR], ids=["behind", "ahead"])
def test_a_machine_whose_clock_is_wrong_goes_by_the_shared_one(off: timedelta) -> None:
    """Else it would send what nobody else thinks is due."""
    own = FastClock(START + off)
    clock = SharedClock(own, lambda: START)
    own.jump(START + off + timedelta(minutes=5))

    assert (clock.now(), clock.ahead) == (START + timedelta(minutes=5), off)


def test_a_wall_clock_that_is_set_changes_nothing() -> None:
    """In between, a stopwatch that nobody sets carries the time on."""
    own = Settable()
    clock = SharedClock(own, lambda: START)
    own.shown += HOUR

    assert clock.now() == START


class Settable(FastClock):
    """A clock whose hands can be set while its stopwatch goes on."""

    def __init__(self) -> None:
        super().__init__(START)
        self.shown = START

    def now(self) -> datetime:
        return self.shown


def test_the_time_of_a_question_counts_by_half() -> None:
    """A slow line would put the clock back."""
    own = FastClock(START)

    def ask() -> datetime:
        own.jump(own.now() + timedelta(seconds=2))
        return START + timedelta(seconds=1)

    assert SharedClock(own, ask).now() == START + timedelta(seconds=2)


def test_it_waits_for_the_shared_time() -> None:
    """And not until its own clock shows it."""
    own = FastClock(START + HOUR)
    clock = SharedClock(own, lambda: START)
    clock.wait(Event(), START + timedelta(minutes=3), busy=False)

    assert clock.now() == START + timedelta(minutes=3)
