"""What becomes of a post whose time has long passed: after an outage nothing is fired at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Then(StrEnum):
    """What an account does with a post that is too late."""

    SEND = "send"
    """It goes out all the same."""
    SKIP = "skip"
    """It is missed; a person may queue it again."""
    MOVE = "move"
    """It takes the next free slot of the account's rhythm."""


AHEAD = timedelta(days=366)
"""How far ahead late posts are given slots; those that find none wait behind, and are given one then."""


@dataclass(frozen=True, slots=True)
class Late:
    """From when on a post is too late, and what happens to it then."""

    after: timedelta = timedelta(hours=6)
    then: Then = Then.MOVE
    end: datetime | None = None
    """Aware: what was meant to be out by then and is not is missed, whatever `then` says."""

    def has_ended(self, since: datetime, *, now: datetime) -> bool:
        """Return whether the end has come for a post that has been awaited `since`."""
        return self.end is not None and since < self.end <= now


def what_then(late: Late, since: datetime, *, now: datetime) -> Then:
    """Decide on a post that has been awaited `since`: `SEND` where it is not too late."""
    if late.has_ended(since, now=now):
        return Then.SKIP
    return late.then if now - since > late.after else Then.SEND
