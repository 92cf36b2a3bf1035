"""The threads that wait for platforms."""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

log = logging.getLogger(__name__)

Deed: TypeAlias = Callable[[], None]


class Crew:
    """As many threads as there is work under way, each used again and again."""

    def __init__(self) -> None:
        self._work: SimpleQueue[Deed | None] = SimpleQueue()
        self._threads: list[Thread] = []

    def give(self, deed: Deed, *, under_way: int) -> None:
        """Let a thread do `deed`; there is one for each of the works under way, this one included."""
        self._work.put(deed)
        while len(self._threads) < under_way:
            # a platform that never answers must not keep the process from ending
            thread = Thread(target=self._run, name=f"crew-{len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self) -> None:
        while (deed := self._work.get()) is not None:
            try:
                deed()
            except Exception:
                log.exception("a bug: its post is settled when the daemon starts again", extra={"action": "crew"})

    def dismiss(self) -> None:
        """Let every thread end once it is done."""
        for _ in self._threads:
            self._work.put(None)
        self._threads.clear()


class AtOnce:
    """Does each deed there and then: a crew for platforms that nobody waits for."""

    def give(self, deed: Deed, *, under_way: int) -> None:  # noqa: ARG002  it is over before the next one is given
        """Do `deed`."""
        deed()

    def dismiss(self) -> None:
        """Let nobody go: nobody came."""
