"""A server that goes away in the middle of the work, and comes back: nothing is doubled, nothing is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest

from scheduler.clock import FastClock
from scheduler.core.state import State
from scheduler.core.steps import Step
from scheduler.dispatch import Dispatcher, Until
from scheduler.store import Store, accounts, open_store, posts
from tests.postgres import Postgres, started
from tests.shell.conftest import new_post
from tests.shell.dispatching import terms
from tests.shell.fakes import START, Listed, Platform

SHUTDOWN, CRASH = signal.SIGINT, signal.SIGQUIT


@pytest.fixture(scope="module")
def own() -> Iterator[Postgres]:
    """A server that nobody else uses, so that it may be stopped."""
    server = started(lives_with=os.getpid())
    yield server
    server.remove()


@pytest.fixture
def store(own: Postgres, request: pytest.FixtureRequest) -> Iterator[Store]:
    name = f"restart_{abs(hash(request.node.name))}"
    own.ask(f"CREATE DATABASE {name}")
    with closing(open_store(own.at(name))) as opened:
        yield opened


def queue(store: Store, *names: str) -> list[int]:
    with store.write() as tx:
        accounts.know(tx, dict.fromkeys(names, "listed"))
        return [
            posts.add(tx, new_post(f"{name} {n}", account=name), article=None, now=START)
            for n in range(2)
            for name in names
        ]


@pytest.mark.parametrize(
    ("step", "end"),
    [
        (Step.CLAIMED, SHUTDOWN),
        (Step.PREPARED, CRASH),
        (Step.INTENDED, SHUTDOWN),
        (Step.SENDING, CRASH),
        (Step.ANSWERED, SHUTDOWN),
        (Step.CONCLUDED, CRASH),
    ],
)
def test_a_server_that_restarts_at_a_step_doubles_and_loses_nothing(
    own: Postgres, store: Store, step: Step, end: signal.Signals
) -> None:
    """Servers are upgraded while daemons run, and crash when they like."""
    numbers = queue(store, "a", "b", "c")
    platform = Platform()
    struck = Event()

    def strike(reached: Step, _: int) -> None:
        if reached is step and not struck.is_set():
            struck.set()
            own.stop(end)
            own.start()

    adapters = {name: Listed(platform) for name in ("a", "b", "c")}
    pump = Dispatcher(store, adapters, terms(*adapters), clock=FastClock(START), dice=lambda: 0.0, at_step=strike)
    pump.run(Event(), until=Until.IDLE)

    with store.read() as tx:
        states = {posts.get(tx, number).state for number in numbers}
    assert struck.is_set()
    assert sorted(platform.texts()) == sorted(f"{name} {n}" for name in adapters for n in range(2))
    assert states == {State.PUBLISHED}
