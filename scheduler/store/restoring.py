"""Bringing a backup back, yet never going behind what has been sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, Table, or_, select, update

from scheduler.core.lifecycle import Move
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.core.story import RESTORED
from scheduler.errors import NewerDatabase, StoreError
from scheduler.store.accounts import PAUSED, hold, names
from scheduler.store.backup import copy_file, readable
from scheduler.store.copying import AT_ONCE, TABLES, read
from scheduler.store.database import Store, Tx, open_store
from scheduler.store.dialect import insert
from scheduler.store.log import record, record_all
from scheduler.store.tables import (
    accounts,
    approvals,
    articles,
    attempts,
    campaigns,
    counts,
    events,
    installation,
    media,
    plans,
    posts,
    sent,
)

NAMED = 10
"""Posts that are gone and that the log names."""
IN_FLIGHT = (State.PUBLISHING, State.UNCERTAIN)


def restore(store: Store, backup: Path, *, now: datetime) -> bool:
    """Bring back what `backup` holds, in one transaction, yet never forget what has been sent since.

    A post that this database knows to be public, or in flight, stays as it is: going back to its older state
    would send it again. Returns whether this database could tell; if it belongs to another
    installation, or is new, every account comes back paused instead. The log tells of every post that is another now.

    Raises StoreError.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        copy_file(backup, copy)
        _accept(copy, named=backup)
        with closing(open_store(copy)) as past, past.read() as old, store.write() as new:
            store.database.take_time(new)
            knows = _installation(old) == _installation(new)
            then, given = past.database.numbers(old), store.database.numbers(new)
            if knows:
                _bring_back_what_was_not_sent(old, new, now)
            else:
                _replace_all(old, new)
            store.database.number_on(new, {name: max(last, then[name]) for name, last in given.items()})
            for name in [] if knows else names(new):
                hold(new, name, PAUSED, reason="restored from a backup", now=now)
            return knows


def _accept(copy: Path, *, named: Path) -> None:
    """Bring the copy of an old backup up to date.

    Raises StoreError where it is none.
    """
    try:
        with closing(readable(copy)) as database:
            whole = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
            empty = database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if whole and not empty:
            open_store(copy).close()
            return
    except NewerDatabase as error:
        raise NewerDatabase(f"{named} was written by a later version of tambour; upgrade tambour first") from error
    except (StoreError, sqlite3.Error) as error:
        raise StoreError(f"{named} is no backup of tambour's; name a file that `tambour backup` wrote") from error
    raise StoreError(f"{named} is {'empty' if whole else 'damaged'}; nothing was changed, use another backup")


def _installation(tx: Tx) -> str:
    return str(tx.execute(select(installation.c.id)).scalar_one())


def _bring_back_what_was_not_sent(old: Tx, new: Tx, now: datetime) -> None:
    """Go back to a past of this same database: its events are all still here, and so is what was sent before it."""
    here, there = _numbers(new), _numbers(old)
    kept = here & _sent(old, new)
    gone = sorted(here - kept - there)
    _forget(new, gone, (approvals, attempts, counts, events, posts))
    if gone:
        named = ", ".join(map(str, gone[:NAMED])) + (", …" if len(gone) > NAMED else "")
        reason = f"posts that the backup does not know are gone ({len(gone)}): {named}"
        record(new, Event(now, None, None, None, RESTORED, None, None, None, reason))
    _forget(new, (here & there) - kept, (approvals, attempts, counts))
    for table in (accounts, articles, campaigns, media, plans, sent):
        for rows in read(old, table):
            new.execute(insert(new, table).on_conflict_do_nothing(), [_values(row) for row in rows])
    for rows in read(old, posts):
        back = [row for row in rows if row.id not in kept]
        others = _others(new, back)
        _put(new, posts, [back])
        _tell(new, others, now)
    for table in (attempts, approvals, counts):
        _put(new, table, ([row for row in rows if row.post_id not in kept] for rows in read(old, table)))


def _others(tx: Tx, back: Sequence[Row[Any]]) -> list[int]:
    """Return which of the posts to bring back are not here as they were then."""
    here = {row.id: row for row in tx.execute(select(posts).where(posts.c.id.in_([row.id for row in back])))}
    return [row.id for row in back if here.get(row.id) != row]


def _tell(tx: Tx, numbers: Sequence[int], now: datetime) -> None:
    told = select(posts.c.id, posts.c.account, accounts.c.platform, posts.c.state).join(accounts)
    rows = tx.execute(told.where(posts.c.id.in_(numbers)).order_by(posts.c.id)).all()
    record_all(tx, [Event(now, *row[:3], RESTORED, State(row.state), None, None, None) for row in rows])


def _numbers(tx: Tx) -> set[int]:
    return set(tx.scalars(select(posts.c.id)))


def _sent(old: Tx, new: Tx) -> set[int]:
    """Return the posts that are public or may be, and those whose end the backup does not know."""
    whole = posts.c.state.in_((*IN_FLIGHT, State.PUBLISHED, State.RETRACTED))
    public = select(posts.c.id).where(or_(whole, posts.c.published.is_not(None)))
    given_up = select(events.c.post_id).where(events.c.event == Move.GIVE_UP.value)
    unknown = select(posts.c.id).where(posts.c.state.in_(IN_FLIGHT))
    return {*new.scalars(public), *new.scalars(given_up), *old.scalars(unknown)}


def _forget(tx: Tx, numbers: Iterable[int], tables: Sequence[Table]) -> None:
    for some in _batches(sorted(numbers)):
        for table in tables:
            column = table.c.id if table is posts else table.c.post_id
            tx.execute(table.delete().where(column.in_(some)))


def _replace_all(old: Tx, new: Tx) -> None:
    """Take over the past of another database, of which nobody knows what was sent since."""
    for table in reversed(TABLES):
        new.execute(table.delete())
    for table in TABLES:
        _put(new, table, read(old, table))
    # another backup of the same past may know less than this database from now on
    new.execute(update(installation).values(id=str(uuid4())))


def _put(tx: Tx, table: Table, pages: Iterable[Sequence[Row[Any]]]) -> None:
    """Make rows what they were, whether or not they are there."""
    statement = insert(tx, table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    whole = statement.on_conflict_do_update(index_elements=keys, set_=rest) if rest else statement
    for rows in filter(None, pages):
        tx.execute(whole, [_values(row) for row in rows])


def _values(row: Row[Any]) -> dict[str, Any]:
    values = dict(row._mapping)  # noqa: SLF001  its public name, underscored to stay clear of columns
    if values.get("state") == State.PUBLISHING and "lease_until" in values:
        # what was in flight then is not any more, and nobody would come back to it
        values |= {"state": State.UNCERTAIN, "owner": None, "lease_until": None}
    return values


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
