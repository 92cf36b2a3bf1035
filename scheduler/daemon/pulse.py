"""The pulse: a look at the pump every second, whatever the wall clock does.

A thread of its own and no job of APScheduler's, which goes by the wall clock: set back an hour, it starts nothing for
an hour, and a supervisor would take a healthy daemon for dead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from scheduler.clock import Clock

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two looks."""


class Watchdog:
    """Notices a pump that stands still.

    It counts looks, not seconds: where the whole process was stopped, or the machine slept, seconds have passed for
    the pump and nothing is wrong.
    """

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self._seen: object = None
        self._still = 0

    def is_stuck(self, beat: object) -> bool:
        """Return whether `beat`, which changes each time the pump comes round, has long stayed the same."""
        self._still = self._still + 1 if beat == self._seen else 0
        self._seen = beat
        return self._still >= self.patience


class Clocks:
    """The wall clock, held against the stopwatch."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen = self._apart()

    def were_set_back(self) -> bool:
        """Return whether the wall clock has been set back since the last call."""
        before, self._seen = self._seen, self._apart()
        return self._seen < before - 1

    def _apart(self) -> float:
        return self._clock.now().timestamp() - self._clock.stopwatch()


@contextmanager
def beating(look: Callable[[], None], *, every: float = EVERY) -> Iterator[None]:
    """Look again and again for as long as the block lasts."""
    over = Event()

    def beat() -> None:
        while not over.wait(every):
            try:
                look()
            except Exception:
                log.exception("a look at the pump failed", extra={"action": "watch"})

    thread = Thread(target=beat, name="pulse", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
