"""What the daemon is asked for by signals."""

from __future__ import annotations

import signal
from types import FrameType


class Asked:
    """Whether SIGTERM, SIGINT or SIGHUP has come.

    Plain attributes on purpose: a signal may interrupt the main thread while it holds the lock of an `Event`
    or of the log, and setting or logging there would wait for itself.
    """

    def __init__(self) -> None:
        self.by: signal.Signals | None = None
        """What asked the daemon to stop."""
        self.to_reread = False
        signal.signal(signal.SIGTERM, self._note)
        signal.signal(signal.SIGINT, self._note)
        signal.signal(signal.SIGHUP, self._note_reread)

    def _note(self, number: int, _: FrameType | None) -> None:
        self.by = signal.Signals(number)

    def _note_reread(self, _: int, __: FrameType | None) -> None:
        self.to_reread = True

    def is_set(self) -> bool:
        """Return whether the daemon is to stop."""
        return self.by is not None
