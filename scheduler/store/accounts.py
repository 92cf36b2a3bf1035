"""Accounts: what the settings named once, what holds them, and what fits on their servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from adapters.base import Limits
from scheduler.core.model import Event
from scheduler.errors import NotFound
from scheduler.store.content import dump_limits, load_limits
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.log import record
from scheduler.store.tables import accounts

PAUSED = "paused"
"""A person stopped the account."""
CREDENTIALS = "credentials"
"""The platform refused the account's credentials."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an account sends nothing."""

    account: str
    hold: str
    reason: str | None


def know(tx: Tx, platforms: Mapping[str, str]) -> None:
    """Make sure that the accounts of the settings, name to platform, are in the database."""
    for name, platform in platforms.items():
        row = insert(tx, accounts).values(name=name, platform=platform)
        tx.execute(row.on_conflict_do_update(index_elements=["name"], set_={"platform": platform}))


def names(tx: Tx) -> list[str]:
    """Return every account that ever had a post."""
    return list(tx.scalars(select(accounts.c.name).order_by(accounts.c.name)))


def holds(tx: Tx) -> list[Hold]:
    """Return the accounts that are held."""
    rows = tx.execute(select(accounts).where(accounts.c.hold.is_not(None)).order_by(accounts.c.name))
    return [Hold(row.name, row.hold, row.hold_reason) for row in rows]


def hold(tx: Tx, name: str, why: str, *, reason: str | None, now: datetime) -> None:
    """Send nothing more for an account; one that a person paused stays paused until a person resumes it.

    Raises NotFound.
    """
    if why != PAUSED and any(one.account == name and one.hold == PAUSED for one in holds(tx)):
        return
    _set(tx, name, why, reason)
    _note(tx, name, f"held: {why}", reason, now)


def release(tx: Tx, names: Iterable[str], *, now: datetime, reason: str | None = None) -> list[str]:
    """Lift the holds of accounts, and return those that had one.

    Raises NotFound.
    """
    released = []
    held = {hold.account for hold in holds(tx)}
    for name in names:
        _set(tx, name, None, None)
        if name in held:
            _note(tx, name, "resumed", reason, now)
            released.append(name)
    return released


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
