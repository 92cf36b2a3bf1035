"""What to do about a post that may be public: the promise never to publish twice.

Ages are proved by clocks that nobody sets. What the wall clock shows may make a request older, never younger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.core.model import Doubt, Mark


class Way(StrEnum):
    """How a doubt is looked into."""

    RULE_OUT = "nothing was sent"
    REPLAY = "send again with the same key"
    FIND = "look for it on the platform"
    WAIT = "wait for what may still be sent"
    ASK = "ask a person"


SETTLING = timedelta(minutes=1)
"""A platform may need this long to show a post that it has taken: only then is "not there" believed."""

PATIENCE = 8
"""Requests after which a post is not sent again by itself, whatever the platform says of it."""

LONGEST = timedelta(hours=1)
"""Most time between two looks."""

UNPROVED = timedelta(days=1)
"""How much further back a post is looked for where nobody can prove when its request left."""


TOLD_AFTER = timedelta(hours=6)
"""A doubt that has lasted so long is told to a person, whatever its platform answers; it is still looked into."""


@dataclass(frozen=True, slots=True)
class Powers:
    """What an adapter can do about a lost answer."""

    replay_window: timedelta | None
    """How long after the first attempt the same intent may be published again without posting twice."""
    finds: bool
    settling: timedelta = SETTLING
    """How long after the last request "not there" proves nothing."""


def next_way(doubt: Doubt, powers: Powers, *, now: datetime, mark: Mark) -> Way:
    """Choose the safest way to learn what became of a post; `now` and `mark` are the same moment."""
    if doubt.intent is None:
        return Way.RULE_OUT
    if doubt.open_until is not None:
        return Way.FIND if powers.finds else Way.WAIT
    if is_young(doubt, powers, now=now, mark=mark) and not is_hopeless(doubt):
        return Way.REPLAY
    return Way.FIND if powers.finds else Way.ASK


def is_young(doubt: Doubt, powers: Powers, *, now: datetime, mark: Mark) -> bool:
    """Return whether it is proved that the platform still knows the key."""
    age = mark.since(doubt.began)
    if age is None or doubt.intent is None or powers.replay_window is None:
        return False
    # a machine that was halted from outside knows of that time by its wall clock only
    return max(age, now - doubt.intent.at) < powers.replay_window


def sought_since(doubt: Doubt, *, now: datetime, mark: Mark) -> datetime:
    """Return from when on a post is to be looked for, by the wall clock as it is now."""
    assert doubt.intent is not None
    age = mark.since(doubt.began)
    if age is None:
        return min(doubt.intent.at, now) - UNPROVED
    return min(doubt.intent.at, now - age)


def may_rule_out(doubt: Doubt, powers: Powers, *, mark: Mark) -> bool:
    """Return whether "not there" can be believed by now."""
    return has_settled(doubt, powers, mark=mark) and not is_hopeless(doubt)


def has_settled(doubt: Doubt, powers: Powers, *, mark: Mark) -> bool:
    """Return whether nothing can come to light any more that a look would not have shown."""
    return doubt.open_until is None and (mark.since(doubt.quiet) or timedelta()) >= powers.settling


def is_hopeless(doubt: Doubt) -> bool:
    """Return whether a post has been sent so often that only a person may send it again."""
    return doubt.failures >= PATIENCE


def next_pause(doubt: Doubt, powers: Powers, *, mark: Mark) -> timedelta:
    """Return how long to wait before looking again: not long at first, then ever longer."""
    return min(max((mark.since(doubt.looked) or timedelta()) / 2, powers.settling), LONGEST)
