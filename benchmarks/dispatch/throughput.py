"""Posts per second, as ratios to the bare loops, and to the peers; and what a SIGKILL in the middle costs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median

from benchmarks.dispatch.contenders import ASYNC, FLOORS, OURS, PEERS, POSTGRESQL, SQLITE, THREADS, Contender
from benchmarks.dispatch.server import Books
from benchmarks.dispatch.surroundings import Surroundings

BARS = {SQLITE: 0.7, POSTGRESQL: 0.65}
"""The least share of the bare threads' rate."""
AHEAD = {
    "APScheduler, SQLite": (SQLITE, 2.5),
    "APScheduler, PostgreSQL": (POSTGRESQL, 4.5),
    "procrastinate, PostgreSQL": (POSTGRESQL, 4.5),
    "Celery, Redis": (SQLITE, 2.5),
    "huey, SQLite": (SQLITE, 2.5),
}
"""Which of ours has to be ahead of a peer, and how many times at least."""


def floors(around: Surroundings, posts: int, rounds: int) -> Iterator[str]:
    """Compare ourselves to the bare loops, in alternating rounds."""
    rates = measure(around, FLOORS | OURS, posts, rounds)
    yield from table(rates)
    for name, bar in BARS.items():
        yield f"{name}: {ratio(rates[name], rates[THREADS]):.2f} x {THREADS} (at least {bar})"


def peers(around: Surroundings, posts: int, rounds: int) -> Iterator[str]:
    """Compare ourselves to other queues, beside the bare loops."""
    rates = measure(around, FLOORS | OURS | PEERS, posts, rounds)
    yield from table(rates)
    for name, (mine, bar) in AHEAD.items():
        yield f"{mine}: {ratio(rates[mine], rates[name]):.1f} x {name} (at least {bar})"


def kills(around: Surroundings, posts: int, _rounds: int) -> Iterator[str]:
    """Kill everyone when half of the posts are sent, start it again, and count.

    Missing is what is not public when nothing new has come for 15 seconds. What is asked again under a post's key is
    harmless here; a platform that keeps no keys would show it twice.
    """
    yield f"{'killed once':28} {'due':>6} {'public':>7} {'missing':>8} {'doubled':>8} {'asked again':>12}"
    for name, contender in (OURS | PEERS).items():
        books = contender(around, posts, True)
        public = len(books.arrived)
        yield f"{name:28} {posts:6,} {public:7,} {posts - public:8,} {books.doubled:8,} {books.replayed:12,}"


def measure(
    around: Surroundings, contenders: Mapping[str, Contender], posts: int, rounds: int
) -> dict[str, list[float]]:
    """Return everyone's posts per second, round by round."""
    rates: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, contender in contenders.items():
            rates[name].append(complete(name, contender(around, posts, False), posts).rate)
    return rates


def complete(name: str, books: Books, posts: int) -> Books:
    """Make sure that a rate is one of all posts, each sent once."""
    public = len(books.arrived)
    assert (public, books.doubled) == (posts, 0), f"{name}: {public} of {posts} arrived, {books.doubled} twice"
    return books


def table(rates: Mapping[str, list[float]]) -> Iterator[str]:
    """Yield a line for each contender."""
    yield f"{'':28} {'posts/s':>8} {'of threads':>11} {'of async':>9}"
    for name, found in rates.items():
        shares = (ratio(found, rates[floor]) for floor in (THREADS, ASYNC))
        yield f"{name:28} {median(found):8,.0f} {next(shares):11.2f} {next(shares):9.2f}"


def ratio(rates: list[float], others: list[float]) -> float:
    """Return the median of the rounds' ratios: neighbours in time met the same noise."""
    return median(one / other for one, other in zip(rates, others, strict=True))
