"""Several daemons on one PostgreSQL: how fast together, and who did how much."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from benchmarks.dispatch import ours
from benchmarks.dispatch.contenders import CONCURRENCY, Worker
from benchmarks.dispatch.server import Books
from benchmarks.dispatch.surroundings import Surroundings
from benchmarks.dispatch.throughput import complete

FEWEST, *MORE = 1, 2, 4
READY = 6.0
"""Seconds that daemons have to start before the posts are due."""


def daemons(around: Surroundings, posts: int, rounds: int) -> Iterator[str]:
    """Let one, two and four daemons send the same posts, 50 at a time between them."""
    yield f"{'on one PostgreSQL':28} {'posts/s':>8} {'of one':>7}  shares"
    books = {count: [together(around, count, posts) for _ in range(rounds)] for count in (FEWEST, *MORE)}
    one = median(each.rate for each in books[FEWEST])
    for count, found in books.items():
        rate = median(each.rate for each in found)
        shares = ", ".join(f"{sent / posts:.0%}" for sent in sorted(found[-1].senders.values(), reverse=True))
        yield f"{f'daemons: {count}':28} {rate:8,.0f} {rate / one:7.2f}  {shares}"


def together(around: Surroundings, count: int, posts: int) -> Books:
    """Start daemons, and then queue the posts for all of them."""
    address = around.new_database().replace("://", "+psycopg://", 1)
    place = ours.install(around.new_folder(), around.server.port, address, in_flight=CONCURRENCY // count)
    around.server.clear()
    with ExitStack() as closing, place.store() as store:
        for number in range(count):
            worker = Worker(place.command(), place.environ(f"daemon-{number}"), str(place.folder))
            closing.enter_context(worker.running())
        ours.fill(store, [ours.in_seconds(READY)] * posts)
        return complete("daemons", around.server.wait(posts), posts)
