"""What to do about a post that may be public: the promise never to publish twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.core.model import Doubt


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
"""Attempts after which a post is not sent again by itself, whatever the platform says of it."""


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


def next_way(doubt: Doubt, powers: Powers, *, now: datetime) -> Way:
    """Choose the safest way to learn what became of a post."""
    if doubt.intent is None:
        return Way.RULE_OUT
    if doubt.open_until is not None:
        return Way.FIND if powers.finds else Way.WAIT
    age = now - doubt.intent.at
    # a clock that was set back makes an intent of the future: how old it is, nobody knows
    if powers.replay_window is not None and timedelta() <= age < powers.replay_window:
        return Way.REPLAY
    return Way.FIND if powers.finds else Way.ASK


def may_rule_out(doubt: Doubt, powers: Powers, *, now: datetime) -> bool:
    """Return whether "not there" can be believed by now."""
    return has_settled(doubt, powers, now=now) and not is_hopeless(doubt)


def has_settled(doubt: Doubt, powers: Powers, *, now: datetime) -> bool:
    """Return whether nothing can come to light any more that a look would not have shown."""
    return doubt.open_until is None and now - doubt.since >= powers.settling


def is_hopeless(doubt: Doubt) -> bool:
    """Return whether a post has been sent so often that only a person may send it again."""
    return doubt.failures >= PATIENCE


def next_look(doubt: Doubt, powers: Powers, *, now: datetime) -> datetime:
    """Return when to look again: soon at first, then ever more rarely, every hour at the least."""
    return now + min(max((now - doubt.since) / 2, powers.settling), timedelta(hours=1))
