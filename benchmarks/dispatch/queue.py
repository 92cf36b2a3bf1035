"""What a long queue costs: the claim's time, and the daemon's memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from statistics import median

from adapters.platforms import PLATFORMS
from benchmarks.dispatch import ours
from benchmarks.dispatch.contenders import POSTGRESQL, SQLITE, Worker
from benchmarks.dispatch.surroundings import Surroundings
from benchmarks.idle import resident_megabytes
from scheduler import settings
from scheduler.app import Tambour, service
from scheduler.core.admission import Bulkheads, Room
from scheduler.core.model import Mark
from scheduler.dispatch.admitting import admit
from scheduler.store import Store
from scheduler.store.claiming import Taker

SHORT = 1_000
CLAIMS = 20
"""Claims in a round; the quickest counts, for noise only ever adds."""
SLOWER = 1.3
MEGABYTES = 120
SENT = 1_000
"""Posts that a daemon has sent when its memory is read, or a tenth of the queue where that is less."""


class Undo(Exception):
    """Raised to leave the queue as it was."""


def depth(around: Surroundings, posts: int, rounds: int) -> Iterator[str]:
    """Claim 50 posts from a short queue and from a long one, all of them due, on both databases."""
    for name, addresses in ((SQLITE, (None, None)), (POSTGRESQL, (address(around), address(around)))):
        short, long = (ours.install(around.new_folder(), around.server.port, server) for server in addresses)
        times = compare(short, long, posts, rounds)
        few, many = (median(found) * 1000 for found in zip(*times, strict=True))
        ratio = median(slow / quick for quick, slow in times)
        yield f"{name}: claiming 50 of {SHORT:,} posts: {few:.2f} ms; of {posts:,}: {many:.2f} ms"
        yield f"{name}: a long queue: {ratio:.2f} x the claim from a short one (at most {SLOWER})"
        if name == SQLITE:
            held = memory(around, long, min(SENT, posts // 10))
            yield f"the daemon's memory with {posts:,} posts queued: {held:.0f} MB (at most {MEGABYTES})"


def address(around: Surroundings) -> str:
    """Return the address of an empty PostgreSQL database, as our settings have it."""
    return around.new_database().replace("://", "+psycopg://", 1)


def compare(short: ours.Installation, long: ours.Installation, posts: int, rounds: int) -> list[list[float]]:
    """Return how many seconds a claim takes from a short queue and from a long one, round by round."""
    with ExitStack() as closing:
        stores = [closing.enter_context(place.store()) for place in (short, long)]
        for store in stores:
            ours.fill(store, [ours.now()] * SHORT)
        ours.multiply(stores[1], posts // SHORT)
        terms = service.terms(Tambour(settings.load(short.folder / "tambour.yaml", platforms=PLATFORMS), {}))
        room = Room(terms, Bulkheads(host=ours.ACCOUNTS), ())
        return [[claim(store, room) for store in stores] for _ in range(rounds)]


def claim(store: Store, room: Room) -> float:
    """Return how many seconds a claim takes."""
    return min(_claim(store, room) for _ in range(CLAIMS))


def _claim(store: Store, room: Room) -> float:
    now, took = ours.now(), 0.0
    with suppress(Undo), store.share() as tx:
        began = time.perf_counter()
        lease, mark = timedelta(minutes=1), Mark("bench", timedelta())
        admitted = admit(tx, room, lambda _: None, Taker("bench", lease, now, mark), due=now)
        took = time.perf_counter() - began
        assert len(admitted.claims) == ours.ACCOUNTS, f"{len(admitted.claims)} posts were claimed"
        raise Undo
    return took


def memory(around: Surroundings, place: ours.Installation, sent: int) -> float:
    """Return how many megabytes a daemon holds after so many posts."""
    around.server.clear()
    with Worker(place.command(), place.environ(), str(place.folder)).running() as process:
        around.server.wait(sent, going=lambda: process.poll() is None)
        return resident_megabytes(process.pid)
