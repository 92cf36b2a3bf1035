"""Accounts: what the settings named once, what holds them, and what fits on their servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, text, update

from adapters.base import Limits
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.errors import NotFound
from scheduler.store.content import dump_limits, load_limits
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.log import record
from scheduler.store.tables import OPEN, accounts, installation, posts

PAUSED = "paused"
"""A person stopped the account."""
CREDENTIALS = "credentials"
"""The platform refused the account's credentials."""
FUSE = "fuse"
"""It would have sent more than its settings allow; a person looks, and lets it go on."""

SETTINGS = "settings"
"""The settings no longer name it, and posts wait for it."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an account sends nothing."""

    account: str
    hold: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """An account that the settings no longer name, beside one of its platform that never had a post."""

    account: str
    new: str
    posts: int
    """How many wait."""


def way_on(held: Hold) -> str:
    """Say what lets an account go on."""
    if held.hold == SETTINGS:
        return f"name it again, or cancel its posts: `tambour list --account {held.account}`"
    return f"`tambour resume {held.account}` lets it go on"


def know(tx: Tx, platforms: Mapping[str, str]) -> None:
    """Make sure that the accounts of the settings, name to platform, are in the database."""
    for name, platform in platforms.items():
        row = insert(tx, accounts).values(name=name, platform=platform)
        tx.execute(row.on_conflict_do_update(index_elements=["name"], set_={"platform": platform}))


def names(tx: Tx) -> list[str]:
    """Return every account that ever had a post."""
    return list(tx.scalars(select(accounts.c.name).order_by(accounts.c.name)))


def left_behind(tx: Tx, named: Mapping[str, str]) -> list[Left]:
    """Return the accounts that have posts waiting and may have another name among the `named`, name to platform."""
    waits = and_(text(OPEN), posts.c.state.in_((State.DRAFT, State.QUEUED)))
    has_posts = exists().where(posts.c.account == accounts.c.name, waits)
    old = select(accounts.c.name, accounts.c.platform).where(accounts.c.name.not_in(named), has_posts)
    heard = set(tx.scalars(select(accounts.c.name).where(exists().where(posts.c.account == accounts.c.name))))
    new = {platform: name for name, platform in named.items() if name not in heard}
    many = select(func.count()).where(waits)
    return [
        Left(name, new[platform], tx.scalars(many.where(posts.c.account == name)).one())
        for name, platform in tx.execute(old.order_by(accounts.c.name)).all()
        if platform in new
    ]


def holds(tx: Tx) -> list[Hold]:
    """Return the accounts that are held."""
    rows = tx.execute(select(accounts).where(accounts.c.hold.is_not(None)).order_by(accounts.c.name))
    return [Hold(row.name, row.hold, row.hold_reason) for row in rows]


def hold(tx: Tx, name: str, why: str, *, reason: str | None, now: datetime) -> None:
    """Send nothing more for an account; what only a person may lift stays until a person does.

    Raises NotFound.
    """
    if why == CREDENTIALS and any(one.account == name and one.hold in {PAUSED, FUSE} for one in holds(tx)):
        return
    _set(tx, name, why, reason)
    _note(tx, name, f"held: {why}", reason, now)


def release(tx: Tx, names: Iterable[str], *, now: datetime, reason: str | None = None) -> list[str]:
    """Lift the holds of accounts, and return those that had one; a fuse starts anew, and no wait is left.

    Raises NotFound.
    """
    released = []
    held = {hold.account: hold.hold for hold in holds(tx)}
    for name in names:
        _set(tx, name, None, None)
        if name in held:
            _reset(tx, name, fuse=held[name] == FUSE)
            _note(tx, name, "resumed", reason, now)
            released.append(name)
    return released


def _reset(tx: Tx, name: str, *, fuse: bool) -> None:
    values: dict[str, Any] = {"not_before": None, "waits_for": None, "failures": 0}
    if fuse:
        values["fuse_from"] = accounts.c.sent
    tx.execute(update(accounts).where(accounts.c.name == name).values(values))


def lock(tx: Tx, name: str) -> None:
    """Let nobody else send for an account, or record what came of it, until the transaction ends."""
    tx.execute(select(accounts.c.name).where(accounts.c.name == name).with_for_update())


def wait(tx: Tx, name: str, *, until: datetime, reason: str) -> None:
    """Let an account rest until `until`."""
    tx.execute(update(accounts).where(accounts.c.name == name).values(not_before=until, waits_for=reason))


def rest(tx: Tx, name: str, *, until: datetime, reason: str) -> None:
    """Let an account rest until `until` at the least, as its platform asks."""
    sooner = or_(accounts.c.not_before.is_(None), accounts.c.not_before < until)
    waiting = update(accounts).where(accounts.c.name == name, sooner)
    tx.execute(waiting.values(not_before=until, waits_for=reason))


def stop_all(tx: Tx, *, reason: str | None, now: datetime) -> None:
    """Send nothing more for any account: the crisis stop, in one row that every claim looks at."""
    tx.execute(update(installation).values(stopped_at=now, stop_reason=reason))
    record(tx, Event(now.astimezone(UTC), None, None, None, "stopped", None, None, None, reason))


def go_on(tx: Tx, *, now: datetime, reason: str | None = None) -> bool:
    """Lift the crisis stop, and return whether there was one; accounts that are held stay so."""
    if stopped(tx) is None:
        return False
    tx.execute(update(installation).values(stopped_at=None, stop_reason=None))
    record(tx, Event(now.astimezone(UTC), None, None, None, "going on", None, None, None, reason))
    return True


@dataclass(frozen=True, slots=True)
class Stop:
    """Why nothing at all is sent."""

    at: datetime
    reason: str | None


def stopped(tx: Tx) -> Stop | None:
    """Return since when everything is stopped, if it is."""
    row = tx.execute(select(installation.c.stopped_at, installation.c.stop_reason)).one()
    return None if row.stopped_at is None else Stop(row.stopped_at, row.stop_reason)


def _set(tx: Tx, name: str, why: str | None, reason: str | None) -> None:
    changed = tx.execute(update(accounts).where(accounts.c.name == name).values(hold=why, hold_reason=reason))
    if changed.rowcount == 0:
        raise NotFound(f"there is no account {name!r}; the settings name the accounts there are")


def _note(tx: Tx, name: str, event: str, reason: str | None, now: datetime) -> None:
    platform = tx.scalar(select(accounts.c.platform).where(accounts.c.name == name))
    record(tx, Event(now.astimezone(UTC), None, name, platform, event, None, None, None, reason))


def limits(tx: Tx, name: str, *, known: Limits) -> tuple[Limits, datetime] | None:
    """Return what the account's server last said fits, and when; `known` fills what it did not say."""
    row = tx.execute(select(accounts.c.limits, accounts.c.limits_at).where(accounts.c.name == name)).one_or_none()
    if row is None or row.limits is None:
        return None
    return load_limits(row.limits, known=known), row.limits_at


def keep_limits(tx: Tx, name: str, found: Limits, *, now: datetime) -> None:
    """Remember what the account's server says fits."""
    values = {"limits": dump_limits(found), "limits_at": now}
    tx.execute(update(accounts).where(accounts.c.name == name).values(values))
