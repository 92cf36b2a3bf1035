"""Real processes: started from a warm parent, struck by signals, buried."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkProcess

from tests.torture.daemon import Doom

FORK = get_context("fork")
"""A child of a warm parent starts in milliseconds; its death by SIGKILL is as real as any."""


def start(run: Callable[..., None], *arguments: object) -> ForkProcess:
    """Start a process; it does not outlive this one."""
    process = FORK.Process(target=run, args=arguments, daemon=True)
    process.start()
    return process


def kill(process: ForkProcess) -> None:
    """End a process by SIGKILL, wherever it is."""
    process.kill()
    process.join()


@dataclass(slots=True)
class Life:
    """A daemon, from its start to its end."""

    process: ForkProcess
    doom: Doom | None
    born: float = field(default_factory=time.monotonic)
    thaws: float | None = None
    """When it goes on, if it is frozen."""

    @property
    def age(self) -> float:
        """Return how many seconds ago it started."""
        return time.monotonic() - self.born

    @property
    def has_ended(self) -> bool:
        """Return whether it is over."""
        return not self.process.is_alive()

    @property
    def met_its_doom(self) -> bool:
        """Return whether it ended at its step."""
        return self.doom is not None and self.process.exitcode == -signal.SIGKILL

    def freeze(self, seconds: float) -> None:
        """Stop it wherever it is, for a while; nothing tells it that time has passed."""
        self._signal(signal.SIGSTOP)
        self.thaws = time.monotonic() + seconds

    def thaw(self) -> None:
        """Let it go on, if its time has come."""
        if self.thaws is not None and time.monotonic() >= self.thaws:
            self._signal(signal.SIGCONT)
            self.thaws = None

    def end(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def _signal(self, which: signal.Signals) -> None:
        if self.process.is_alive() and self.process.pid is not None:
            os.kill(self.process.pid, which)
