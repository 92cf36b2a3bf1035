"""A pump over one scripted platform."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

import pytest

from adapters.base import Adapter
from scheduler.clock import FastClock
from scheduler.core.admission import Terms
from scheduler.core.model import Post
from scheduler.core.steps import Step as Point
from scheduler.dispatch import Dispatcher, Rules, Until
from scheduler.pages import Look
from scheduler.store import Store, accounts, posts
from scheduler.store.log import Filter, following
from tests.shell.dispatching import OPEN, terms
from tests.shell.fakes import START, Plain, Platform, Step


class Impatient(FastClock):
    """A clock that jumps over every wait once it is told to, whatever is under way."""

    def __init__(self, told: Event) -> None:
        super().__init__(START)
        self.told = told

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
        super().wait(wake, until, busy=busy and not self.told.is_set())


class Wayward(FastClock):
    """A clock that somebody sets: its stopwatch goes on as if nothing had happened."""

    off = timedelta()

    def now(self) -> datetime:
        return super().now() + self.off

    def jump(self, to: datetime) -> None:
        super().jump(to - self.off)

    def true(self) -> datetime:
        """Return what a clock shows that nobody set."""
        return super().now()


@dataclass
class Bench:
    """A store, a platform, a clock that jumps, and as many pumps as a test wants."""

    store: Store
    platform: Platform = field(default_factory=Platform)
    clock: FastClock = field(default_factory=lambda: FastClock(START))
    terms: Terms = OPEN
    rules: Rules = field(default_factory=Rules)
    steps: list[Point] = field(default_factory=list)
    """Every step that a post has made."""

    look: Look | None = None
    """What looks at the pages behind links."""

    def dispatcher(self, adapter: type[Plain] = Plain, **others: Adapter) -> Dispatcher:
        adapters: dict[str, Adapter] = {"a": adapter(self.platform), **others}
        return Dispatcher(
            self.store,
            adapters,
            terms(*adapters, like=self.terms),
            clock=self.clock,
            dice=lambda: 0.0,
            rules=self.rules,
            look=self.look,
            at_step=lambda step, _: self.steps.append(step),
        )

    def run(self, adapter: type[Plain] = Plain, until: Until = Until.IDLE) -> None:
        self.dispatcher(adapter).run(Event(), until=until)

    def post(self, number: int) -> Post:
        with self.store.read() as tx:
            return posts.get(tx, number)

    def events(self, number: int) -> list[str]:
        with self.store.read() as tx:
            return [event.event for _, event in following(tx, Filter(post=number))]

    def holds(self) -> list[accounts.Hold]:
        with self.store.read() as tx:
            return accounts.holds(tx)


def script(*steps: Step) -> Iterator[Step]:
    """Return what happens at each call, in order; after that, nothing."""
    return iter(steps)


@contextmanager
def on_error(caplog: pytest.LogCaptureFixture, sign: str, then: Callable[[], None]) -> Iterator[list[str]]:
    """Do something when the log tells of an error, and keep what it told."""
    told: list[str] = []

    def listen(record: logging.LogRecord) -> bool:
        if sign in record.getMessage():
            told.append(record.getMessage())
            then()
        return True

    caplog.handler.addFilter(listen)
    yield told
    caplog.handler.removeFilter(listen)
