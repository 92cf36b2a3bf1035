"""The stub server as a process, and what its books say."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

POLL = 0.1
"""Seconds between two looks at the count."""


@dataclass(frozen=True, slots=True)
class Books:
    """What arrived at the stub server."""

    arrived: Mapping[int, float]
    """Every post's number, and when it first came, in seconds since 1970."""
    doubled: int
    replayed: int
    """Requests that were sent again under the key of a post that is public: no harm was done."""
    senders: Mapping[str, int]

    @property
    def rate(self) -> float:
        """Return the posts per second between the first arrival and the last."""
        times = self.arrived.values()
        return (len(times) - 1) / (max(times) - min(times)) if len(times) > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Server:
    """The stub server."""

    port: int
    patience: float = 15.0
    """Seconds without a new post after which no more is waited for."""

    def clear(self) -> None:
        """Begin new books."""
        self._ask("DELETE", "books")

    def read(self) -> Books:
        """Return what arrived since the books were begun."""
        pages = self._ask("GET", "books").json()
        arrived = {int(number): float(at) for number, at in pages["arrived"]}
        return Books(arrived, pages["doubled"], pages["replayed"], pages["senders"])

    def wait(self, posts: int, *, going: Callable[[], bool] = lambda: True) -> Books:
        """Wait for a number of posts, or until patience is over, or the sender is gone."""
        seen, since = -1, time.monotonic()
        while seen < posts and time.monotonic() - since < self.patience and going():
            count = int(self._ask("GET", "count").text)
            if count > seen:
                seen, since = count, time.monotonic()
            time.sleep(POLL)
        return self.read()

    def _ask(self, method: str, page: str) -> httpx.Response:
        return httpx.request(method, f"http://127.0.0.1:{self.port}/{page}", timeout=60).raise_for_status()


@contextmanager
def serving() -> Iterator[Server]:
    """Run the stub server."""
    command = [sys.executable, "-m", "benchmarks.dispatch.stub"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Server(int(process.stdout.readline()))
        process.stdin.close()
