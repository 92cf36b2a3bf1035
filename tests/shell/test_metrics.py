"""Rules of the metrics: what Prometheus reads is what the database holds."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from scheduler.clock import FastClock
from scheduler.core.fuse import Fuse
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.errors import SettingsError
from scheduler.metrics import Readings, served
from scheduler.settings.operating import MetricsPlace
from scheduler.store import Store, accounts, log
from scheduler.store.tables import accounts as accounts_table
from scheduler.store.tables import attempts
from tests.shell.conftest import Queue
from tests.shell.fakes import START

FUSES = {"a": Fuse(hour=4, day=10)}


@dataclass
class World:
    """A store, and what Prometheus reads of it."""

    store: Store
    readings: Readings

    def read(self) -> dict[tuple[str, ...], float]:
        """Return every sample, by its name and the values of its labels."""
        registry = CollectorRegistry()
        registry.register(self.readings)
        families = text_string_to_metric_families(generate_latest(registry).decode())
        return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}

    def happens(self, event: str, post: int, *, at: datetime = START) -> None:
        """Write a line about the end of an attempt."""
        with self.store.write() as tx:
            log.record(tx, Event(at, post, "a", "plain", event, State.PUBLISHED, 1, None, None))


@pytest.fixture
def world(store: Store) -> World:
    clock = FastClock(START)
    return World(store, Readings(store, lambda: FUSES, clock.now, clock=clock))


def test_posts_are_counted_by_account_and_state(world: World, queue: Queue) -> None:
    """An alert is set on those that failed."""
    queue(account="a")
    queue(account="a")
    queue(account="b", state=State.DRAFT)

    read = world.read()

    assert read["tambour_posts", "a", "queued"] == 2
    assert read["tambour_posts", "b", "draft"] == 1


def test_lateness_is_measured_from_the_time_that_was_promised(world: World, queue: Queue) -> None:
    """In buckets, each with what is below it."""
    for seconds in (0.2, 20, 90_000):
        world.happens("published", queue(), at=START + timedelta(seconds=seconds))

    read = world.read()

    buckets = [read["tambour_lateness_seconds_bucket", "a", bound] for bound in ("0.1", "0.25", "60.0", "+Inf")]
    assert buckets == [0, 1, 2, 3]
    assert read["tambour_lateness_seconds_sum", "a"] == pytest.approx(90_020.2)


def test_attempts_are_counted_once_by_what_came_of_them(world: World, queue: Queue) -> None:
    """However often somebody reads."""
    post = queue()
    for event in ("delayed", "delayed", "published", "claimed"):
        world.happens(event, post)
    world.read()
    world.happens("failed", post)

    read = world.read()

    assert {key[2]: value for key, value in read.items() if key[0] == "tambour_attempts_total"} == {
        "delayed": 2,
        "delivered": 1,
        "denied": 1,
    }


def test_a_fuse_tells_how_full_it_is(world: World, queue: Queue) -> None:
    """Before it blows."""
    post = queue()
    with world.store.write() as tx:
        tx.execute(update(accounts_table).values(sent=2))
        for serial, at in ((1, START - timedelta(hours=3)), (2, START)):
            tried = {"post_id": post, "number": serial, "started_at": at, "account": "a", "serial": serial}
            tx.execute(attempts.insert().values(intended_at=at, **tried))

    read = world.read()

    assert read["tambour_fuse_fill_ratio", "a", "hour"] == 1 / 4
    assert read["tambour_fuse_fill_ratio", "a", "day"] == 2 / 10


def test_a_held_account_shows(world: World, queue: Queue) -> None:
    """Nothing else would: it has no errors any more."""
    queue()
    with world.store.write() as tx:
        accounts.hold(tx, "a", accounts.CREDENTIALS, reason="no", now=START)

    assert world.read()["tambour_account_held", "a", "credentials"] == 1


def test_the_last_turn_of_the_pump_shows(world: World) -> None:
    """A pump that stands still is worth an alert."""
    assert world.read()["tambour_pump_last_turn_timestamp_seconds",] == START.timestamp()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_they_are_served_where_the_settings_say(world: World) -> None:
    """And no longer than the daemon runs."""
    place = MetricsPlace("127.0.0.1", free_port())

    with served(place, world.readings), urlopen(f"http://127.0.0.1:{place.port}/metrics", timeout=10) as answer:
        told = answer.read().decode()

    assert "tambour_pump_last_turn_timestamp_seconds" in told


def test_a_port_that_is_taken_is_said_so(world: World) -> None:
    """With several daemons on one machine, one of them serves."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        place = MetricsPlace("127.0.0.1", other.getsockname()[1])

        with pytest.raises(SettingsError, match="no metrics on"), served(place, world.readings):
            pass
