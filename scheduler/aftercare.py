"""What is done by hand once posts are out: one is taken back, and those that were posted by hand are learnt of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.base import Adapter, AdapterError, Deletes, Lists, Receipt, Sent
from scheduler.core.lifecycle import Move
from scheduler.core.model import Event
from scheduler.errors import PlatformError, WrongState
from scheduler.store import Store, posts, sent
from scheduler.store.log import record


def retract(store: Store, adapter: Adapter, number: int, *, now: datetime) -> list[Receipt]:
    """Delete what is public of a post, the last part first, and return it.

    Where the platform refuses in between, what it has deleted stays deleted, and nothing is written: asked again, it
    goes on, since what is gone already counts as deleted.

    Raises NotFound, WrongState where nothing of it is public, PlatformError.
    """
    with store.read() as tx:
        posts.check_move(tx, number, Move.RETRACT)
        public, url = sent.receipts(tx, number), posts.get(tx, number).url
    if not public:
        raise WrongState(f"post {number}: " + (f"delete it by hand, at {url}" if url else "nothing of it is public"))
    if not isinstance(adapter, Deletes):
        raise PlatformError(f"{adapter.platform} offers no way to take a post back: delete it there, at {url}")
    for receipt in reversed(public):
        try:
            adapter.delete(receipt)
        except AdapterError as error:
            raise PlatformError(f"post {number} stays: {error}") from error
    with store.write() as tx:
        posts.change(tx, number, Move.RETRACT, now=now)
    return public


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an account's platform had to tell of posts."""

    found: int
    new: int
    """Those that were posted by hand, and not known before."""
    stopped: str | None = None
    """Why the platform told no more, where it did not tell all."""


def learn(store: Store, adapter: Adapter, account: str, *, since: datetime, now: datetime) -> Learnt:
    """Remember what was posted on an account by hand, so that it is not said again.

    Raises PlatformError where the platform lists nothing, or refuses to.
    """
    if not isinstance(adapter, Lists):
        raise PlatformError(f"{adapter.platform} does not list what an account has posted")
    found: list[Sent] = []
    stopped = None
    try:
        for one in adapter.sent(since=since):
            found.append(one)  # noqa: PERF402  what came before an error counts
    except AdapterError as error:
        if not found:
            raise PlatformError(f"{account} was not read: {error}") from error
        stopped = str(error)
    with store.write() as tx:
        new = sent.keep(tx, account, found)
        reason = f"found {len(found)}, new {new}"
        record(tx, Event(now.astimezone(UTC), None, account, adapter.platform, "imported", None, None, None, reason))
    return Learnt(len(found), new, stopped)
