"""How late posts are: many that are due at once, and one that is alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import quantiles

from benchmarks.dispatch import ours
from benchmarks.dispatch.contenders import CONCURRENCY, Worker
from benchmarks.dispatch.server import Books
from benchmarks.dispatch.surroundings import ROOT, Surroundings

READY = 4.0
"""Seconds that a daemon has to start."""
APART = timedelta(seconds=0.15)
"""Distance between posts that are alone: many times what one takes."""
BAR = 0.05
"""Seconds that a post alone may be late."""


def crowd(around: Surroundings, posts: int, _rounds: int) -> Iterator[str]:
    """Let posts be due at one moment, beside a bare loop that starts at that moment."""
    yield f"{f'{posts:,} due at one moment':28} {'p50':>9} {'p99':>9}"
    at = [ours.in_seconds(READY)] * posts
    yield line("tambour, SQLite", lateness(daemon(around, at), at))
    at = [ours.in_seconds(READY)] * posts
    yield line("httpx.Client, 50 threads", lateness(bare(around, at[0], posts), at))


def alone(around: Surroundings, posts: int, _rounds: int) -> Iterator[str]:
    """Let one post at a time be due."""
    begin = ours.in_seconds(READY)
    at = [begin + number * APART for number in range(posts)]
    late = lateness(daemon(around, at), at)
    yield f"{f'{posts:,} due one by one':28} {'p50':>9} {'p99':>9}"
    yield line("tambour, SQLite", late)
    yield f"a post alone: p99 {percentile(late, 99) * 1000:.0f} ms late (at most {BAR * 1000:.0f})"


def daemon(around: Surroundings, at: Sequence[datetime]) -> Books:
    """Queue posts for the times given, and let a daemon send them."""
    place = ours.install(around.new_folder(), around.server.port)
    with place.store() as store:
        ours.fill(store, at)
    return Worker(place.command(), place.environ(), str(place.folder)).send(around, len(at), killed=False)


def bare(around: Surroundings, at: datetime, posts: int) -> Books:
    """Let the bare loop start at a moment."""
    command = [sys.executable, "-m", "benchmarks.dispatch.floors", "threads", str(around.server.port)]
    command += [str(posts), str(CONCURRENCY), str(at.timestamp())]
    return Worker(command, dict(os.environ), str(ROOT)).send(around, posts, killed=False)


def lateness(books: Books, at: Sequence[datetime]) -> list[float]:
    """Return how many seconds after its time each post arrived."""
    assert len(books.arrived) == len(at), f"{len(books.arrived)} of {len(at)} arrived"
    return [books.arrived[number] - due.timestamp() for number, due in enumerate(at)]


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value that `share` percent do not exceed."""
    return quantiles(values, n=100)[share - 1]


def line(name: str, late: Sequence[float]) -> str:
    """Return a line of the table."""
    return f"{name:28} {percentile(late, 50) * 1000:6,.0f} ms {percentile(late, 99) * 1000:6,.0f} ms"
