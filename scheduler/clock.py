"""What time it is, and how to wait: an argument of everything that asks."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event
from typing import Protocol
from uuid import uuid4

from scheduler.core.model import Mark

TICK = timedelta(seconds=0.5)
"""Longest wait: a clock that was set, or a machine that slept, is noticed this soon."""


class Clock(Protocol):
    """The time, and waiting for it."""

    def now(self) -> datetime:
        """Return the time, in UTC."""

    def stopwatch(self) -> float:
        """Return seconds that only ever go on, whatever is done to the wall clock; a machine's sleep counts."""

    def mark(self) -> Mark:
        """Return the moment, by a clock that nobody sets and that outlives this process where the machine has one."""

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
        """Wait for `wake` or the time `until`, whichever is first; `busy`: something is under way elsewhere."""


class SystemClock:
    """The machine's."""

    def now(self) -> datetime:
        """Return the machine's time, in UTC."""
        return datetime.now(UTC)

    def stopwatch(self) -> float:
        """Return the machine's uptime in seconds."""
        # Linux stops its usual clock while the machine sleeps
        return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()

    def mark(self) -> Mark:
        """Return the machine's uptime, with the name of its present run."""
        return Mark(_run(), timedelta(seconds=self.stopwatch()))

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:  # noqa: ARG002  time passes by itself
        """Sleep until `wake` or `until`, a tick at most."""
        left = TICK if until is None else min(until - self.now(), TICK)
        if left > timedelta():
            wake.wait(left.total_seconds())


class SharedClock:
    """A clock that several machines share, asked for now and then; in between the machine's stopwatch carries it on."""

    def __init__(self, own: Clock, ask: Callable[[], datetime]) -> None:
        self._own = own
        self._ask = ask
        self.ahead = timedelta()
        """How far the machine's own clock was ahead when it was last asked for."""
        self.set()

    def set(self) -> None:
        """Ask for the time; it is taken to have been told half-way between question and answer."""
        before = self._own.stopwatch()
        shown = self._ask()
        self._told = shown, (before + self._own.stopwatch()) / 2
        self.ahead = self._own.now() - self.now()

    def now(self) -> datetime:
        """Return the time that all share, in UTC."""
        shown, at = self._told
        return shown + timedelta(seconds=self._own.stopwatch() - at)

    def stopwatch(self) -> float:
        """Return the machine's uptime in seconds."""
        return self._own.stopwatch()

    def mark(self) -> Mark:
        """Return the machine's own moment: what it saw begin, it alone can prove."""
        return self._own.mark()

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
        """Wait as long as the machine would, for the same span."""
        self._own.wait(wake, None if until is None else self._own.now() + (until - self.now()), busy=busy)


class FastClock:
    """A clock that jumps to the next thing to do, for rehearsals."""

    def __init__(self, start: datetime, end: datetime | None = None) -> None:
        self._start = self._now = start
        self.end = end
        """Where it stops, whatever it is to wait for; `None`: nowhere."""

    def now(self) -> datetime:
        """Return where the clock has got to, in UTC."""
        return self._now

    def stopwatch(self) -> float:
        """Return the seconds that were jumped over."""
        return (self._now - self._start).total_seconds()

    def mark(self) -> Mark:
        """Return what was jumped over."""
        return Mark("fast", self._now - self._start)

    def jump(self, to: datetime) -> None:
        """Go ahead to `to`; never back."""
        self._now = max(self._now, to.astimezone(UTC))

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
        """Jump to `until`, or to the end where that is sooner, unless something is under way."""
        to = min((at for at in (until, self.end) if at is not None), default=None)
        if busy or to is None:
            wake.wait(TICK.total_seconds())
        else:
            self.jump(to)


@cache
def _run() -> str:
    """Name the machine's present run; this process alone where the machine has no name for it (Linux, proc(5))."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return str(uuid4())
