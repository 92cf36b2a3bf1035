"""What goes wrong between a client and the fault server, by a plan that its seed decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """What happens to one request."""

    NONE = "none"
    DROPPED = "the line is cut, and nothing was taken"
    BUSY = "429 with Retry-After, and nothing was taken"
    LOST = "taken, then the line is cut"
    BROKEN = "taken, then 500"
    GATEWAY = "taken, then 504"
    HALF = "taken, then half an answer"
    UNREADABLE = "taken, then an answer that says nothing"
    SILENT = "taken, then no answer until the client has gone"
    LATE = "taken only when the client has gone"
    TWICE = "taken, and answered twice"


TAKES = frozenset(Fault) - {Fault.DROPPED, Fault.BUSY, Fault.LATE}
"""Those where the server does at once what it was asked."""

_WEIGHTS = {
    Fault.NONE: 40,
    Fault.DROPPED: 10,
    Fault.BUSY: 5,
    Fault.LOST: 10,
    Fault.BROKEN: 10,
    Fault.GATEWAY: 5,
    Fault.HALF: 5,
    Fault.UNREADABLE: 5,
    Fault.SILENT: 3,
    Fault.LATE: 3,
    Fault.TWICE: 0,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Which request meets which fault: the same seed, the same faults, in whatever order requests come."""

    seed: int
    bad_tries: int = 3
    """After as many requests about one thing, the line is sound: every run comes to an end."""

    def fault(self, about: str, tries: int) -> Fault:
        """Decide on request number `tries`, from 0, about one thing."""
        if tries >= self.bad_tries:
            return Fault.NONE
        dice = Random(f"{self.seed} {about} {tries}")  # noqa: S311  no secret depends on it
        return dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
