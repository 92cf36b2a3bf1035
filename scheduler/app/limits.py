"""What fits on an account, by the word of its own server."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from adapters.base import AdapterError, Limits, ReadsLimits
from scheduler.app.platforms import account_limits
from scheduler.errors import CredentialError
from scheduler.settings import AccountSettings
from scheduler.store import accounts, exists

if TYPE_CHECKING:
    from scheduler.app.installation import Tambour

LIMITS_KEEP = timedelta(days=1)
"""How long what a server said fits is believed."""


def told_limits(tambour: Tambour, account: AccountSettings, *, keep: bool) -> tuple[Limits, str | None]:
    """Return what an account's server says fits; a notice where it was not there, and the last word counts.

    `keep` stores it.
    """
    known = account_limits(account)
    cached = _kept(tambour, account, known)
    if cached is not None and timedelta() <= tambour.clock.now() - cached[1] < LIMITS_KEEP:
        return cached[0], None
    try:
        found = _asked(tambour, account)
    except (AdapterError, CredentialError) as error:
        return cached[0] if cached else known, f"{account.name}: using the limits last known, because {error}"
    if found is None:
        return known, None
    if keep:
        keep_limits(tambour, account, found)
    return found, None


def last_limits(tambour: Tambour, account: AccountSettings) -> Limits:
    """Return what an account's server last said fits, however long ago, or what is known of it; nobody is asked.

    Raises NotFound, PlanError where its options do not tell.
    """
    known = account_limits(account)
    kept = _kept(tambour, account, known)
    return known if kept is None else kept[0]


def keep_limits(tambour: Tambour, account: AccountSettings, found: Limits) -> None:
    """Remember what an account's server says fits."""
    with tambour.store.write() as tx:
        accounts.know(tx, {account.name: account.platform})
        accounts.keep_limits(tx, account.name, found, now=tambour.clock.now())


def _kept(tambour: Tambour, account: AccountSettings, known: Limits) -> tuple[Limits, datetime] | None:
    if not exists(tambour.place):
        return None
    with tambour.store.read() as tx:
        return accounts.limits(tx, account.name, known=known)


def _asked(tambour: Tambour, account: AccountSettings) -> Limits | None:
    from adapters.registry import load  # noqa: PLC0415  slow to import, and most commands need no network

    if not hasattr(load(account.platform), "read_limits"):
        return None
    adapter = tambour.adapter(account)
    return adapter.read_limits() if isinstance(adapter, ReadsLimits) else None
