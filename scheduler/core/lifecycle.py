"""The life of a post: every move it may make, and what an outcome makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias, assert_never

from adapters.base import Receipt
from scheduler.core.state import State
from scheduler.errors import WrongState


class Move(StrEnum):
    """Something that happens to a post; also the name of its event in the log."""

    APPROVE = "approved"
    CLAIM = "claimed"
    DELIVER = "published"
    DELAY = "delayed"
    DENY = "failed"
    DOUBT = "doubtful"
    FIND = "found"
    RULE_OUT = "not found"
    GIVE_UP = "given up"
    MISS = "missed"
    REQUEUE = "requeued"
    CANCEL = "cancelled"


MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.APPROVE): State.QUEUED,
    (State.DRAFT, Move.CANCEL): State.CANCELLED,
    (State.QUEUED, Move.CLAIM): State.PUBLISHING,
    (State.QUEUED, Move.CANCEL): State.CANCELLED,
    (State.QUEUED, Move.MISS): State.MISSED,
    (State.PUBLISHING, Move.DELIVER): State.PUBLISHED,
    (State.PUBLISHING, Move.DELAY): State.QUEUED,
    (State.PUBLISHING, Move.DENY): State.FAILED,
    (State.PUBLISHING, Move.DOUBT): State.UNCERTAIN,
    (State.UNCERTAIN, Move.FIND): State.PUBLISHED,
    (State.UNCERTAIN, Move.RULE_OUT): State.QUEUED,
    (State.UNCERTAIN, Move.GIVE_UP): State.FAILED,
    (State.FAILED, Move.REQUEUE): State.QUEUED,
    (State.FAILED, Move.CANCEL): State.CANCELLED,
    (State.MISSED, Move.REQUEUE): State.QUEUED,
    (State.MISSED, Move.CANCEL): State.CANCELLED,
}


def move(state: State, how: Move) -> State:
    """Return the state that `how` leads to.

    Raises WrongState where a post in `state` cannot make that move.
    """
    try:
        return MOVES[state, how]
    except KeyError:
        raise WrongState(f"a post that is {state} cannot be {how}") from None


EDITABLE = frozenset({State.DRAFT, State.QUEUED, State.FAILED, State.MISSED})
"""Where text and time may change: nothing of the post is, or may be, public."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The post is public."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Denied:
    """The post will never be taken as it is."""

    reason: str


@dataclass(frozen=True, slots=True)
class Delayed:
    """Nothing was published; the post may be tried again."""

    reason: str
    retry_after: timedelta | None = None
    """What the platform asked for."""
    unauthorized: bool = False
    """Whether the account's credentials were refused: the account is held, the attempt does not count."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The post may be public."""

    reason: str


Outcome: TypeAlias = Delivered | Denied | Delayed | Doubtful


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, and how far apart, a delayed post is tried again."""

    attempts: int = 8
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=1)

    def wait(self, attempt: int, dice: float) -> timedelta:
        """Return the pause after attempt number `attempt`: doubling, halved at most by `dice` in [0, 1)."""
        doublings = min(attempt - 1, 20)  # 2**n overflows a timedelta long before attempts run out
        full = min(self.first * (1 << doublings), self.longest)
        return full * (0.5 + dice / 2)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an outcome makes of a post."""

    move: Move
    state: State
    reason: str | None = None
    not_before: datetime | None = None
    receipt: Receipt | None = None
    holds_account: bool = False
    counts: bool = True
    """Whether the attempt is one of those that the retry policy allows."""


def settle(outcome: Outcome, *, attempt: int, now: datetime, dice: float, policy: RetryPolicy) -> Settlement:
    """Decide what becomes of a post that is being published, after its attempt number `attempt`."""
    match outcome:
        case Delivered(receipt):
            return Settlement(Move.DELIVER, State.PUBLISHED, receipt=receipt)
        case Denied(reason):
            return Settlement(Move.DENY, State.FAILED, reason)
        case Doubtful(reason):
            return Settlement(Move.DOUBT, State.UNCERTAIN, reason)
        case Delayed(reason, unauthorized=True):
            return Settlement(Move.DELAY, State.QUEUED, reason, holds_account=True, counts=False)
        case Delayed(reason) if attempt >= policy.attempts:
            return Settlement(Move.DENY, State.FAILED, f"gave up after {attempt} attempts: {reason}")
        case Delayed(reason, retry_after):
            wait = max(policy.wait(attempt, dice), retry_after or timedelta())
            return Settlement(Move.DELAY, State.QUEUED, reason, not_before=now + wait)
        case _:  # pragma: no cover
            assert_never(outcome)


INTERRUPTED = Settlement(Move.DELAY, State.QUEUED, "the daemon ended before anything was sent", counts=False)
"""What becomes of a post whose daemon ended before its request left."""

CUT_OFF = Settlement(Move.DOUBT, State.UNCERTAIN, "the daemon ended while it was being published")
"""What becomes of a post whose daemon ended when its request may have left."""


def outcome_name(outcome: Outcome) -> str:
    """Return an outcome's name, as the record of attempts keeps it."""
    match outcome:
        case Delivered():
            return "delivered"
        case Denied():
            return "denied"
        case Delayed():
            return "delayed"
        case Doubtful():
            return "doubtful"
        case _:  # pragma: no cover
            assert_never(outcome)
