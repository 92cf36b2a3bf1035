"""What a daemon does to the store, step by step."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from adapters.base import Intent
from scheduler.core.admission import Bulkheads, Room, Terms
from scheduler.core.fuse import Fuse
from scheduler.core.lateness import Late, Then
from scheduler.core.model import Claim, Doubt, Mark, Rhythm
from scheduler.dispatch.admitting import admit
from scheduler.store import Store, attempting, doubting
from scheduler.store.claiming import Taker
from tests.shell.fakes import START

OWNER = "an earlier daemon"
MARK = Mark("fast", timedelta())
"""When a clock that jumps begins."""
LEASE = timedelta()
"""Over at once: the daemon that had it is gone."""
HOURLY = Rhythm(frozenset(range(1, 8)), tuple(time(hour) for hour in range(24)), "Europe/Paris", timedelta())
OPEN = Terms(HOURLY, Fuse(hour=1000, day=1000), Late(timedelta(days=9999), Then.SEND))
"""Nothing stands against a post."""


def terms(*names: str, like: Terms = OPEN) -> dict[str, Terms]:
    """Serve accounts on the same terms."""
    return dict.fromkeys(names, like)


def claims(
    store: Store, *names: str, now: datetime = START, owner: str = OWNER, lease: timedelta = LEASE
) -> list[Claim]:
    """Take the next post of each account."""
    with store.share() as tx:
        room = Room(terms(*names), Bulkheads(), ())
        return admit(tx, room, lambda _: None, Taker(owner, lease, now, MARK), due=now).claims


def claim(store: Store, account: str = "a", *, now: datetime = START, lease: timedelta = LEASE) -> Claim:
    """Take the next post of an account."""
    (claimed,) = claims(store, account, now=now, lease=lease)
    return claimed


def intend(store: Store, claimed: Claim, intent: Intent | None = None) -> None:
    """Be about to publish."""
    with store.share() as tx:
        attempting.intend(tx, OWNER, [(claimed, intent or Intent(claimed.key, claimed.at, {}))], now=START)


def doubts(store: Store, *names: str, now: datetime = START) -> list[Doubt]:
    """Take the doubts that are due."""
    with store.share() as tx:
        return doubting.doubts(tx, names, owner=OWNER, lease=LEASE, now=now, mark=MARK)
