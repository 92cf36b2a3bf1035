"""A daemon for the torture: the real store and the real pump, over the fault server's adapters."""

from __future__ import annotations

import logging
import os
import random
import signal
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count
from types import FrameType
from typing import TypeAlias

import httpx

from adapters import http
from adapters.base import Adapter
from scheduler.core.admission import Bulkheads, Terms
from scheduler.core.fuse import Fuse
from scheduler.core.lateness import Late, Then
from scheduler.core.lifecycle import RetryPolicy
from scheduler.core.model import Rhythm
from scheduler.core.steps import Step
from scheduler.dispatch import Dispatcher, Lease, Rules, Stop, Until
from scheduler.errors import StoreError
from scheduler.store import Store
from tests.torture.adapters import adapter
from tests.torture.pace import FastPace
from tests.torture.town import DEAF

PATIENT = RetryPolicy(attempts=1_000, first=timedelta(seconds=5), longest=timedelta(seconds=30))
"""The torture looks for posts that are doubled or lost, not for those that were given up."""
CEILING = 5
"""Requests in an hour that the fuse of an account allows whose server ignores keys."""
TERMS = Terms(
    rhythm=Rhythm(frozenset(range(1, 8)), (time(9),), "Europe/Paris", timedelta()),
    fuse=Fuse(hour=10_000, day=100_000),
    late=Late(then=Then.SEND),
)


def terms(account: str) -> Terms:
    """Return on what terms an account is served, whose name begins with its class."""
    return replace(TERMS, fuse=Fuse(hour=CEILING, day=100_000)) if account[0] == DEAF else TERMS


@dataclass(frozen=True, slots=True)
class Doom:
    """Where a daemon ends by itself: when it comes to `step` for the time number `turn`, from 0."""

    step: Step
    turn: int


@dataclass(frozen=True, slots=True)
class Orders:
    """What a daemon needs to know; seconds are those of this machine's clock."""

    store: Store
    """Without a connection: a daemon makes its own; what was made of statements before it started, it has."""
    url: str
    accounts: Sequence[str]
    start: datetime
    rate: float
    gone: float
    """Seconds of silence after which a request is given up."""
    lease: Lease
    off: timedelta = timedelta()
    """How wrong this daemon's wall clock is."""

    @property
    def clock(self) -> FastPace:
        """Return the clock that all processes of a run share."""
        return FastPace(self.start, self.rate, self.off)


class Asked:
    """Whether SIGTERM has come."""

    def __init__(self) -> None:
        self._asked = False
        signal.signal(signal.SIGTERM, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def is_set(self) -> bool:
        return self._asked


Live: TypeAlias = Callable[[Orders, Stop, Until, "Doom | None"], None]
"""What a daemon does until it is stopped, until it is killed, until its doom, or until `until` is reached."""


def run(live: Live, orders: Orders, until: Until, doom: Doom | None) -> None:
    """Be a daemon, which SIGTERM stops."""
    live(orders, Asked(), until, doom)


def live(orders: Orders, stop: Stop, until: Until, doom: Doom | None) -> None:
    """Publish as tambour does.

    Where the database breaks the connection off at the start, the process ends, and is started again.
    """
    logging.disable(logging.ERROR)
    with suppress(StoreError), closing(orders.store) as store:
        Dispatcher(
            store,
            connect(orders),
            {name: terms(name) for name in orders.accounts},
            clock=orders.clock,
            dice=random.SystemRandom().random,
            rules=Rules(PATIENT, Bulkheads(host=64), orders.lease),
            at_step=Fate(doom),
        ).run(stop, until=until)


class Fate:
    """Ends the process at its step; a real SIGKILL, which nothing can delay or clean up after."""

    def __init__(self, doom: Doom | None) -> None:
        self._doom = doom
        self._turns = count()

    def __call__(self, step: Step, _post: int) -> None:
        if self._doom and step is self._doom.step and next(self._turns) == self._doom.turn:
            os.kill(os.getpid(), signal.SIGKILL)


def connect(orders: Orders) -> dict[str, Adapter]:
    """Make the adapter of every account, with a client as the composition root makes it, only less patient."""
    adapters = {}
    for account in orders.accounts:
        client = http.client()
        client.timeout = httpx.Timeout(orders.gone)
        adapters[account] = adapter(account, orders.url, client)
    return adapters
