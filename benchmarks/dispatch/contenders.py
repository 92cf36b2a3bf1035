"""Everyone who sends the same posts: each starts with empty books, and the books are the answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.dispatch import ours
from benchmarks.dispatch.server import Books
from benchmarks.dispatch.surroundings import ROOT, Surroundings

CONCURRENCY = 50

Contender: TypeAlias = Callable[[Surroundings, int, bool], Books]
"""Sends a number of posts; when asked to, it is killed in the middle and started again."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that sends what was queued."""

    command: list[str]
    environ: dict[str, str]
    folder: str

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Start it, and kill it in the end."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(self.command, cwd=self.folder, env=self.environ, stdout=quiet, stderr=quiet)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def send(self, around: Surroundings, posts: int, *, killed: bool) -> Books:
        """Let it send; a worker that is killed is started again and given time."""
        around.server.clear()
        if killed:
            with self.running() as process:
                around.server.wait(posts // 2, going=lambda: process.poll() is None)
        with self.running() as process:
            return around.server.wait(posts, going=lambda: process.poll() is None)


def floor(kind: str, concurrency: int = CONCURRENCY) -> Contender:
    """Return a bare loop: `threads` or `async`."""

    def run(around: Surroundings, posts: int, _killed: bool) -> Books:
        command = [sys.executable, "-m", "benchmarks.dispatch.floors", kind, str(around.server.port)]
        worker = Worker([*command, str(posts), str(concurrency)], dict(os.environ), str(ROOT))
        return worker.send(around, posts, killed=False)

    return run


def tambour(*, postgresql: bool = False) -> Contender:
    """Return our own daemon."""

    def run(around: Surroundings, posts: int, killed: bool) -> Books:
        address = around.new_database().replace("://", "+psycopg://", 1) if postgresql else None
        place = ours.install(around.new_folder(), around.server.port, address)
        with place.store() as store:
            ours.fill(store, [ours.now()] * posts)
        return Worker(place.command(), place.environ(), str(place.folder)).send(around, posts, killed=killed)

    return run


def peer(name: str, *, postgresql: bool = False, redis: bool = False) -> Contender:
    """Return another queue, with 50 threads."""

    def run(around: Surroundings, posts: int, killed: bool) -> Books:
        place = around.new_database() if postgresql else str(around.new_folder())
        environ = os.environ | {"PLACE": place, "STUB_PORT": str(around.server.port), "PYTHONPATH": str(ROOT)}
        command = [str(around.peers), "-m", "benchmarks.peers", name]
        with ExitStack() as closing:
            environ |= {"REDIS": closing.enter_context(around.redis())} if redis else {}
            quiet = subprocess.DEVNULL
            subprocess.run([*command, "fill", str(posts)], env=environ, check=True, cwd=ROOT, stderr=quiet)
            return Worker([*command, "work"], environ, str(ROOT)).send(around, posts, killed=killed)

    return run


THREADS = "httpx.Client, 50 threads"
ASYNC = "httpx.AsyncClient, 50 tasks"
SQLITE = "tambour, SQLite"
POSTGRESQL = "tambour, PostgreSQL"

FLOORS: dict[str, Contender] = {THREADS: floor("threads"), ASYNC: floor("async")}
OURS: dict[str, Contender] = {SQLITE: tambour(), POSTGRESQL: tambour(postgresql=True)}
PEERS: dict[str, Contender] = {
    "APScheduler, SQLite": peer("apscheduler"),
    "APScheduler, PostgreSQL": peer("apscheduler", postgresql=True),
    "procrastinate, PostgreSQL": peer("procrastinate", postgresql=True),
    "Celery, Redis": peer("celery", redis=True),
    "huey, SQLite": peer("huey"),
}
