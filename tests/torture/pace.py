"""A clock that runs fast, so that an hour of retries takes a minute; all processes of a run agree on it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from scheduler.clock import TICK
from scheduler.core.model import Mark

SHORTEST = timedelta(milliseconds=5)
"""What is a wait on an ordinary clock must not become a loop without rest on this one."""


@dataclass(frozen=True, slots=True)
class FastPace:
    """The machine's clock, `rate` times as fast since `start`."""

    start: datetime
    rate: float
    off: timedelta = timedelta()
    """How wrong the wall clock is that this process sees."""

    def now(self) -> datetime:
        """Return how far this clock has got, in UTC."""
        return self.start + (datetime.now(UTC) - self.start) * self.rate + self.off

    def stopwatch(self) -> float:
        """Return seconds at the machine's own pace: leases are judged by a database that knows no other."""
        return time.monotonic()

    def mark(self) -> Mark:
        """Return the machine's own clock, as fast as this one: keys are forgotten by it."""
        return Mark("torture", timedelta(seconds=time.monotonic() * self.rate))

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
        """Sleep until `wake` or `until`, a tick of the machine's clock at most."""
        left = TICK if until is None else min((until - self.now()) / self.rate, TICK)
        wake.wait(max(left, SHORTEST).total_seconds())
