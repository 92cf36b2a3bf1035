"""What is missing: days on which an account could speak and does not, tags that nobody hears of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from scheduler.core.model import Rhythm
from scheduler.core.planning import slots_until
from scheduler.core.state import State

SPEAKS = frozenset({State.DRAFT, State.QUEUED, State.PUBLISHING, State.PUBLISHED, State.UNCERTAIN})
"""States in which a post fills its day."""
MOST = 100_000


def empty_days(
    rhythm: Rhythm, account: str, start: datetime, end: datetime, said: Iterable[datetime]
) -> tuple[date, ...]:
    """Return the days from `start` to `end` on which an account's rhythm has a slot and the account says nothing."""
    slots = slots_until(rhythm, end, account=account, most=MOST, start=start, taken=())
    days = dict.fromkeys(slot.at.date() for slot in slots)
    spoken = {at.astimezone(rhythm.zone).date() for at in said}
    return tuple(day for day in days if day not in spoken)


def neglected(tags: Mapping[str, Collection[str]], heard: Collection[str]) -> tuple[str, ...]:
    """Return the tags none of whose articles is among those that are heard of; `tags` has the articles of each."""
    return tuple(sorted(tag for tag, having in tags.items() if not any(one in heard for one in having)))
