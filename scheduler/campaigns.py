"""Pausing a campaign by hand, and letting it go on: nothing is fired at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from scheduler.core.model import Rhythm
from scheduler.core.planning import plan
from scheduler.errors import PlanError
from scheduler.store import Store, Tx, campaigns, posts
from scheduler.store.campaigns import Halted


def pause(store: Store, name: str, *, now: datetime) -> int:
    """Let a campaign's posts wait until it is resumed, and return how many they are."""
    with store.write() as tx:
        return campaigns.pause(tx, name, now=now)


def resume(
    store: Store, name: str, rhythms: Mapping[str, Rhythm], *, now: datetime, end: datetime | None = None
) -> tuple[bool, int]:
    """Let a campaign go on; return whether it was paused, and how many posts go on.

    A post whose time is ahead keeps it; the others get the next free slots of their account.

    Raises PlanError, and changes nothing, where an account has no free slot, or none before the campaign's `end`.
    """
    with store.write() as tx:
        was_paused = campaigns.go_on(tx, name)
        waiting = campaigns.halted(tx, name)
        by_account = sorted(waiting, key=lambda one: one.account)
        for account, group in groupby(by_account, key=lambda one: one.account):
            if account in rhythms:
                _go_on(tx, list(group), account, rhythms[account], now, end)
        return was_paused, len(waiting)


def _go_on(tx: Tx, waiting: list[Halted], account: str, rhythm: Rhythm, now: datetime, end: datetime | None) -> None:
    past = [one for one in waiting if one.publish_at <= now]
    taken = posts.taken(tx, account, since=now - rhythm.memory)
    slots = plan(rhythm, account=account, count=len(past), start=now, taken=taken)
    if end is not None and (beyond := [one.post for one, slot in zip(past, slots, strict=True) if slot.at >= end]):
        raise PlanError(
            f"{account} has no free slot left before this campaign ends: give it another end in the settings, "
            f"or cancel what finds none: `tambour cancel {' '.join(map(str, beyond))}`"
        )
    for one, slot in zip(past, slots, strict=True):
        campaigns.release(tx, one.post, slot.at, now=now)
    for one in waiting:
        if one.publish_at > now:
            campaigns.release(tx, one.post, one.publish_at, now=now)
