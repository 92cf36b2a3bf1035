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
    VOID = "approval void"
    """It was approved, or needed no approval, as it was; it is another now."""
    CLAIM = "claimed"
    DELIVER = "published"
    CONTINUE = "part published"
    """Of a thread, whose next part follows."""
    DELAY = "delayed"
    AWAIT_PAGE = "page missing"
    """The page that it points to is not there yet."""
    DENY = "failed"
    DOUBT = "doubtful"
    HAND = "handed over"
    """To a person, who makes it public and says so: only they can tell."""
    FIND = "found"
    RULE_OUT = "not found"
    GIVE_UP = "given up"
    MISS = "missed"
    REQUEUE = "requeued"
    CANCEL = "cancelled"
    RETRACT = "retracted"
    """All that was public of it is deleted."""


MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.APPROVE): State.QUEUED,
    (State.DRAFT, Move.CANCEL): State.CANCELLED,
    (State.QUEUED, Move.VOID): State.DRAFT,
    (State.QUEUED, Move.CLAIM): State.PUBLISHING,
    (State.QUEUED, Move.CANCEL): State.CANCELLED,
    (State.QUEUED, Move.MISS): State.MISSED,
    (State.PUBLISHING, Move.DELIVER): State.PUBLISHED,
    (State.PUBLISHING, Move.CONTINUE): State.QUEUED,
    (State.PUBLISHING, Move.DELAY): State.QUEUED,
    (State.PUBLISHING, Move.AWAIT_PAGE): State.QUEUED,
    (State.PUBLISHING, Move.DENY): State.FAILED,
    (State.PUBLISHING, Move.DOUBT): State.UNCERTAIN,
    (State.PUBLISHING, Move.HAND): State.UNCERTAIN,
    (State.UNCERTAIN, Move.FIND): State.PUBLISHED,
    (State.UNCERTAIN, Move.CONTINUE): State.QUEUED,
    (State.UNCERTAIN, Move.RULE_OUT): State.QUEUED,
    (State.UNCERTAIN, Move.GIVE_UP): State.FAILED,
    (State.FAILED, Move.REQUEUE): State.QUEUED,
    (State.FAILED, Move.CANCEL): State.CANCELLED,
    (State.MISSED, Move.REQUEUE): State.QUEUED,
    (State.MISSED, Move.CANCEL): State.CANCELLED,
    (State.PUBLISHED, Move.RETRACT): State.RETRACTED,
    # of a thread, some may be public whatever became of the rest
    (State.FAILED, Move.RETRACT): State.RETRACTED,
    (State.MISSED, Move.RETRACT): State.RETRACTED,
    (State.CANCELLED, Move.RETRACT): State.RETRACTED,
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
    adopted: bool = False
    """Whether the platform named it as there already, rather than taken now."""


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
    everywhere: bool = False
    """Whether the platform takes none of the account's posts now."""
    counts: bool = True
    """Whether it is one of the attempts that the retry policy allows."""
    page: bool = False
    """Whether the page that it points to is missing, which nobody has been told yet."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The post may be public."""

    reason: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A person has it, and makes it public."""

    reason: str
    """Where, and what they do then."""


Outcome: TypeAlias = Delivered | Denied | Delayed | Doubtful | Handed


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, and how far apart, a delayed post is tried again."""

    attempts: int = 8
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=1)
    longest_asked: timedelta = timedelta(days=1)
    """A platform that asks for more is asked again after this."""

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
    """When the post may be tried again; `None`: it keeps its place."""
    account_not_before: datetime | None = None
    """When its account may be tried again."""
    receipt: Receipt | None = None
    holds_account: bool = False
    counts: bool = True
    """Whether the attempt is one of those that the retry policy allows."""
    delays: bool = False
    """Whether the platform, rather than the post, may be the cause."""


def settle(
    outcome: Outcome,
    *,
    attempt: int,
    streak: int = 1,
    more: bool = False,
    now: datetime,
    dice: float,
    policy: RetryPolicy,
) -> Settlement:
    """Decide what becomes of a post that is being published, after its attempt number `attempt`.

    `streak` counts the delays of its account since its last delivery, this one included; `more`: parts of it follow.
    """
    match outcome:
        case Delivered(receipt):
            how, state = (Move.CONTINUE, State.QUEUED) if more else (Move.DELIVER, State.PUBLISHED)
            return Settlement(how, state, receipt.note, receipt=receipt, counts=not more)
        case Denied(reason):
            return Settlement(Move.DENY, State.FAILED, reason)
        case Doubtful(reason):
            return Settlement(Move.DOUBT, State.UNCERTAIN, reason)
        case Handed(reason):
            return Settlement(Move.HAND, State.UNCERTAIN, reason)
        case Delayed(reason, unauthorized=True) | Delayed(reason, counts=False):
            how = Move.AWAIT_PAGE if outcome.page else Move.DELAY
            later = None if outcome.counts or outcome.retry_after is None else now + outcome.retry_after
            return Settlement(
                how, State.QUEUED, reason, not_before=later, holds_account=outcome.unauthorized, counts=False
            )
        case Delayed():
            return _delay(outcome, attempt, streak, now, dice, policy)
        case _:  # pragma: no cover
            assert_never(outcome)


def _delay(delayed: Delayed, attempt: int, streak: int, now: datetime, dice: float, policy: RetryPolicy) -> Settlement:
    asked = min(delayed.retry_after or timedelta(), policy.longest_asked)
    everyone = None
    # one delay may be the fault of its post; another one, or the platform's own word, holds for the account
    if delayed.everywhere and (asked or streak > 1):
        everyone = now + max(2 * policy.wait(max(streak - 1, 1), dice), asked)
    if attempt >= policy.attempts:
        reason = f"gave up after {attempt} attempts: {delayed.reason}"
        return Settlement(Move.DENY, State.FAILED, reason, account_not_before=everyone, delays=delayed.everywhere)
    # what the platform asked of the account leaves its posts in their order; else others may pass
    own = None if everyone and asked else now + max(policy.wait(attempt, dice), asked)
    return Settlement(
        Move.DELAY,
        State.QUEUED,
        delayed.reason,
        not_before=own,
        account_not_before=everyone,
        delays=delayed.everywhere,
    )


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
        case Handed():
            return "handed over"
        case _:  # pragma: no cover
            assert_never(outcome)
