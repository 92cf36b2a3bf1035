"""Is everything as it should be: settings, database, clock, accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.base import AdapterError
from scheduler.app import Tambour
from scheduler.core.when import describe
from scheduler.errors import CredentialError, TambourError
from scheduler.settings import AccountSettings
from scheduler.store import accounts, exists
from scheduler.store.database import database_at
from scheduler.store.log import Filter, newest

NOT_RUNNING = "not running; `tambour run` starts it"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def examine(tambour: Tambour) -> Iterator[Check]:
    """Look at everything, one thing after the other."""
    settings = tambour.settings
    yield Check("settings", ok=True, detail=f"{settings.path}, accounts: {len(settings.accounts)}")
    database = _database(tambour)
    yield database
    readable = database.ok and exists(tambour.place)
    yield _clock(tambour, latest=_last_line(tambour) if readable else None)
    if database.ok:
        yield _daemon(tambour)
    for account in settings.accounts.values():
        yield _account(tambour, account)
    if readable:
        yield from _held(tambour)


def _database(tambour: Tambour) -> Check:
    named = tambour.settings.database
    if isinstance(named, Path) and not named.parent.is_dir():
        return Check("database", ok=False, detail=f"there is no folder {named.parent} for it; create it")
    try:
        if not exists(tambour.place):
            return Check("database", ok=True, detail=f"{named} will be made when it is first needed")
        verdict = tambour.store.check()
    except TambourError as error:
        return Check("database", ok=False, detail=str(error))
    return Check("database", ok=verdict == "ok", detail=f"{named}: {verdict}")


def _last_line(tambour: Tambour) -> datetime | None:
    with tambour.store.read() as tx:
        return next((event.at for _, event in newest(tx, Filter(), limit=1)), None)


def _clock(tambour: Tambour, *, latest: datetime | None) -> Check:
    now = tambour.clock.now()
    told = describe(now.astimezone(tambour.settings.site.zone))
    if latest is not None and latest > now:
        return Check("clock", ok=False, detail=f"it says {told}, before the last line of the log; set it right")
    return Check("clock", ok=True, detail=f"it is {told}")


def _daemon(tambour: Tambour) -> Check:
    daemons = database_at(tambour.place).daemons()
    told = {0: NOT_RUNNING, 1: "running"}.get(daemons, f"{daemons} running")
    return Check("daemon", ok=True, detail=told)


def _account(tambour: Tambour, account: AccountSettings) -> Check:
    name = f"account {account.name}"
    try:
        identity = tambour.adapter(account).verify()
    except CredentialError as error:
        return Check(name, ok=False, detail=str(error))
    except (AdapterError, TambourError) as error:
        return Check(name, ok=False, detail=f"{account.platform}: {error}")
    return Check(name, ok=True, detail=" ".join(filter(None, (account.platform + ":", identity.name, identity.url))))


def _held(tambour: Tambour) -> Iterator[Check]:
    with tambour.store.read() as tx:
        held = accounts.holds(tx)
    for one in held:
        reason = f": {one.reason}" if one.reason else ""
        detail = f"held, {one.hold}{reason}; `tambour resume {one.account}` lets it go on"
        yield Check(f"account {one.account}", ok=one.hold == accounts.PAUSED, detail=detail)
