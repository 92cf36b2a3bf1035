"""Moments of clocks that nobody sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of a clock that nobody sets."""

    clock: str
    """Which one: that of a machine since it was started, or of a process."""
    at: timedelta
    """Since that clock began."""

    def since(self, earlier: Mark | None) -> timedelta | None:
        """Return how long after `earlier` it is; `None` where another clock tells of that, and so nobody knows."""
        if earlier is None or earlier.clock != self.clock or earlier.at > self.at:
            return None
        return self.at - earlier.at
