"""Threads for chores: each has one of its own, and none keeps the process from ending."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import Any

from apscheduler.executors.pool import BasePoolExecutor


class Hands:
    """A pool, as APScheduler knows them, without an end to its threads and without waiting for them."""

    def __init__(self) -> None:
        self._under_way: set[Future[Any]] = set()

    def submit(self, deed: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Let a thread do `deed`."""
        done: Future[Any] = Future()
        self._under_way.add(done)
        done.add_done_callback(self._under_way.discard)

        def work() -> None:
            try:
                done.set_result(deed(*arguments))
            except BaseException as error:  # noqa: BLE001  whoever asked for it is told
                done.set_exception(error)

        # a service that never answers must not keep the process from ending
        Thread(target=work, name="chore", daemon=True).start()
        return done

    def shutdown(self, wait: bool) -> None:
        """Take no notice: what is under way ends by itself."""

    def finish(self, seconds: float) -> bool:
        """Let what is under way end, for so long at most; return whether it has."""
        return not wait(tuple(self._under_way), timeout=seconds).not_done


class Executor(BasePoolExecutor):  # type: ignore[misc]  # APScheduler has no types
    """What APScheduler gives its jobs to."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
