"""How the pump behaves, and when it stops."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from scheduler.core.admission import Bulkheads
from scheduler.core.lifecycle import RetryPolicy


@dataclass(frozen=True, slots=True)
class Lease:
    """For how long a post is a daemon's, and how much of that must be left when its request leaves."""

    length: timedelta = timedelta(minutes=10)
    margin: timedelta = timedelta(minutes=2)
    """Longer than an exchange with a platform may take, from its first byte on."""

    @property
    def usable(self) -> float:
        """Return for how many seconds after the claim its request may leave."""
        return (self.length - self.margin).total_seconds()


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for every account."""

    retries: RetryPolicy = field(default_factory=RetryPolicy)
    bulkheads: Bulkheads = field(default_factory=Bulkheads)
    lease: Lease = field(default_factory=Lease)
    looks: float = 5.0
    """Seconds between two looks for daemons that are gone."""
    at_once: bool = False
    """Whether platforms answer at once, so that the pump itself does what a crew of threads does elsewhere."""


class Until(StrEnum):
    """When the pump stops by itself."""

    STOPPED = "stopped"
    ONCE = "once"
    """When every post due at the start has been tried once."""
    IDLE = "until-idle"
    """When nothing is due, in flight, waiting to be retried or in a doubt that heals itself."""


class Stop(Protocol):
    """Says when the pump is to stop; it is asked at every turn, at least every half second."""

    def is_set(self) -> bool:
        """Return whether it is time."""
