"""Huey on SQLite."""

from __future__ import annotations

from pathlib import Path

from huey import SqliteHuey

from benchmarks.peers import sending

# `fsync` makes its SQLite as durable as ours; results would be one more write that nobody reads
queue = SqliteHuey("posts", filename=str(Path(sending.PLACE) / "huey.db"), fsync=True, results=False)
send = queue.task(retries=1)(sending.send)


def fill(posts: int) -> None:
    for number in range(posts):
        send(number)


def work() -> None:
    queue.create_consumer(workers=sending.THREADS, worker_type="thread", periodic=False, initial_delay=0.01).run()
