"""What a rehearsal asks its copy of the database: what is awaited, and how it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from scheduler.core.model import Event
from scheduler.core.rehearsal import Awaited, Ending
from scheduler.core.state import State
from scheduler.store import accounts as stored
from scheduler.store.batch import among
from scheduler.store.database import Tx
from scheduler.store.log import Filter, following
from scheduler.store.tables import OPEN, accounts, events, posts

AWAITED = (State.DRAFT, State.QUEUED, State.PUBLISHING, State.UNCERTAIN)


def awaited(tx: Tx, *, until: datetime) -> list[Awaited]:
    """Return the posts planned before `until` that are not settled, by their times."""
    query = (
        select(posts.c.id, posts.c.account, accounts.c.platform, posts.c.publish_at, posts.c.zone, posts.c.content)
        .join(accounts, accounts.c.name == posts.c.account)
        .where(text(f"posts.{OPEN}"), posts.c.state.in_(AWAITED), posts.c.publish_at < until)
        .order_by(posts.c.publish_at, posts.c.id)
    )
    return [
        Awaited(row.id, row.account, row.platform, row.publish_at.astimezone(ZoneInfo(row.zone)), row.content["text"])
        for row in tx.execute(query)
    ]


def beyond(tx: Tx, *, until: datetime) -> int:
    """Return how many posts wait for a time from `until` on."""
    waits = (text(f"posts.{OPEN}"), posts.c.state.in_(AWAITED), posts.c.publish_at >= until)
    return tx.scalar(select(func.count()).select_from(posts).where(*waits)) or 0


def last_line(tx: Tx) -> int:
    """Return the number of the last line of the log."""
    return tx.scalar(select(func.max(events.c.id))) or 0


def lines_after(tx: Tx, last: int) -> Mapping[int, Sequence[Event]]:
    """Return what the log says of each post after its line `last`."""
    found: dict[int, list[Event]] = defaultdict(list)
    for _, line in following(tx, Filter(after=last)):
        if line.post is not None:
            found[line.post].append(line)
    return found


def endings(tx: Tx, numbers: Sequence[int]) -> Mapping[int, Ending]:
    """Return where posts stand, by their numbers."""
    everything = stored.stopped(tx)
    stops = {one.account: ": ".join(filter(None, (one.hold, one.reason))) for one in stored.holds(tx)}
    columns = (posts.c[name] for name in ("id", "account", "state", "due_at", "reason", "held", "hold_reason"))
    rows = tx.execute(select(*columns).where(among(posts.c.id, "numbers")), {"numbers": list(numbers)})
    why = None if everything is None else ": ".join(filter(None, ("everything is stopped", everything.reason)))
    return {
        row.id: Ending(
            State(row.state), row.due_at, row.reason, row.held, row.hold_reason, why or stops.get(row.account)
        )
        for row in rows
    }
