"""Is everything as it should be: settings, database, clock, daemon, accounts, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from adapters.base import Adapter, AdapterError, Expires, Permits, Rations
from adapters.logins import missing
from scheduler.app import Tambour
from scheduler.app.planning import ERA
from scheduler.app.sourcing import refreshed
from scheduler.core.budget import dollars
from scheduler.core.place import Server
from scheduler.core.planning import unheard
from scheduler.core.story import waiting
from scheduler.core.when import describe
from scheduler.daemon import health
from scheduler.daemon.chores import APART
from scheduler.errors import CredentialError, SettingsError, SourceError, TambourError
from scheduler.fetching import named
from scheduler.settings import AccountSettings
from scheduler.store import accounts, dispatching, exists, notices, overview, spending
from scheduler.store.clock import server_time
from scheduler.store.database import database_at
from scheduler.store.log import Filter, newest

SILENT = timedelta(seconds=60)
"""How long a pump may be silent."""
NOTICE = 14
"""Days before its end from which on a login is to be renewed."""
LATE = timedelta(minutes=10)
"""From when on a post that waits is worth a word."""
STRAY = accounts.SETTINGS
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
    if settings.sited is not None:
        yield Check("site", ok=True, detail=settings.sited)
    for remark in settings.unfollowed:
        yield Check("site", ok=False, detail=remark)
    if settings.source is not None:
        yield _source(tambour)
    database = _database(tambour)
    yield database
    readable = database.ok and exists(tambour.place)
    yield _clock(tambour, readable=readable)
    if database.ok:
        yield _daemon(tambour)
    yield from _rhythms(tambour)
    for account in settings.accounts.values():
        yield from _account(tambour, account, readable=readable)
    if readable:
        yield from _held(tambour)
        yield from _strays(tambour)
        yield from _fuses(tambour)
        yield from _budgets(tambour)
        yield from _late(tambour)
        yield from _asked(tambour)
        yield from _notices(tambour)


def _source(tambour: Tambour) -> Check:
    try:
        done = refreshed(tambour)
    except SourceError as error:
        return Check("source", ok=False, detail=str(error))
    assert done is not None
    left = f"; left out: {', '.join(done.problems)}" if done.problems else ""
    shown = named(tambour.settings.source or "")
    return Check("source", ok=done.articles > 0, detail=f"{shown}, articles: {done.articles}{left}")


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


def _clock(tambour: Tambour, *, readable: bool) -> Check:
    latest = _last_line(tambour) if readable else None
    now = tambour.clock.now()
    told = describe(now.astimezone(tambour.settings.site.zone))
    if now < ERA:
        return Check("clock", ok=False, detail=f"it says {told}, which cannot be; set it right")
    if readable and isinstance(tambour.place, Server):
        with tambour.store.read() as tx:
            ahead = (tambour.clock.now() - server_time(tx)).total_seconds()
        if abs(ahead) > APART.total_seconds():
            detail = f"it says {told}, {ahead:+.0f} seconds off the database server's, which counts; set it right"
            return Check("clock", ok=False, detail=detail)
    if latest is not None and latest > now:
        return Check("clock", ok=False, detail=f"it says {told}, before the last line of the log; set it right")
    return Check("clock", ok=True, detail=f"it is {told}")


def _rhythms(tambour: Tambour) -> Iterator[Check]:
    """Yield what is wrong with the rhythms, and what of them comes to nothing."""
    try:
        rhythms = tambour.rhythms()
    except SettingsError as error:
        yield Check("rhythm", ok=False, detail=str(error))
        return
    for name, rhythm in rhythms.items():
        if lost := unheard(rhythm):
            told = ", ".join(f"{at:%H:%M}" for at in lost)
            yield Check("rhythm", ok=True, detail=f"{name}: {told} in its quiet hours; nothing goes out then")


def _daemon(tambour: Tambour) -> Check:
    daemons, seen = database_at(tambour.place).daemons(), health.read(health.health_file(tambour.settings))
    told = {0: NOT_RUNNING, 1: "running"}.get(daemons, f"{daemons} running")
    if seen is None:
        return Check("daemon", ok=True, detail=told)
    last = _moment(tambour, seen.last_turn)
    if not daemons:
        detail = f"process {seen.pid} ended without saying so, last seen at {last}; `tambour run` starts it"
        return Check("daemon", ok=False, detail=detail)
    if tambour.clock.now() - seen.last_turn > SILENT:
        return Check("daemon", ok=False, detail=f"{told}, and process {seen.pid} has done nothing since {last}")
    due = "" if seen.next_due is None else f", next at {_moment(tambour, seen.next_due)}"
    return Check("daemon", ok=True, detail=f"{told}, process {seen.pid}{due}")


def _moment(tambour: Tambour, at: datetime) -> str:
    return at.astimezone(tambour.settings.site.zone).isoformat(sep=" ", timespec="seconds")


def _account(tambour: Tambour, account: AccountSettings, *, readable: bool) -> Iterator[Check]:
    name = f"account {account.name}"
    try:
        adapter = tambour.adapter(account)
        identity = adapter.verify()
        lasting = list(_credentials(tambour, account, adapter, readable=readable))
    except CredentialError as error:
        yield Check(name, ok=False, detail=str(error))
    except (AdapterError, TambourError) as error:
        yield Check(name, ok=False, detail=f"{account.platform}: {error}")
    else:
        told = " ".join(filter(None, (account.platform + ":", identity.name, identity.url)))
        yield Check(name, ok=True, detail=told)
        yield from lasting
        yield from _quota(account, adapter)


def _credentials(tambour: Tambour, account: AccountSettings, adapter: Adapter, *, readable: bool) -> Iterator[Check]:
    """Say what a login did not allow of, how long it lasts, and which posts come too late for it."""
    name, again = f"credentials of {account.name}", f"run `tambour login {account.name}`"
    allowed = adapter.scopes() if isinstance(adapter, Permits) else tambour.allowed(account)
    if lacking := missing(account.platform, allowed):
        yield Check(name, ok=False, detail=f"the platform did not allow {', '.join(lacking)}; {again}")
    ends = adapter.expires_at() if isinstance(adapter, Expires) else None
    if ends is None:
        return
    left, risk = (ends - tambour.clock.now()).days, 0
    if readable:
        with tambour.store.read() as tx:
            risk = overview.after(tx, account.name, at=ends)
    told = f"they end on {_moment(tambour, ends)}, days left: {left}, posts at risk: {risk}"
    yield Check(name, ok=not risk and left >= NOTICE, detail=f"{told}; {again}")


def _quota(account: AccountSettings, adapter: Adapter) -> Iterator[Check]:
    """Say how many more posts the platform takes, where it tells."""
    if not isinstance(adapter, Rations):
        return
    name = f"quota of {account.name}"
    try:
        quota = adapter.quota()
    except AdapterError as error:
        yield Check(name, ok=False, detail=f"{account.platform}: {error}")
    else:
        hours = quota.within // timedelta(hours=1)
        yield Check(name, ok=quota.left > 0, detail=f"{quota.left} of {quota.most} posts left within {hours} hours")


def _budgets(tambour: Tambour) -> Iterator[Check]:
    """Say what each account has spent of its budget, and what waits for it."""
    budgets = {name: account.budget for name, account in tambour.settings.accounts.items()}
    now = tambour.clock.now()
    with tambour.store.read() as tx:
        paid = spending.paid(tx, budgets, now=now)
        held = {name: spending.dear(tx, name) for name in paid}
    for name, spent in paid.items():
        budget = budgets[name]
        assert budget is not None
        told = f"${dollars(spent)} of ${dollars(budget.most)} spent in {budget.month(now):%Y-%m}"
        told += f"; posts that wait for it: {len(held[name])}" if held[name] else ""
        yield Check(f"budget of {name}", ok=True, detail=told)


def _held(tambour: Tambour) -> Iterator[Check]:
    with tambour.store.read() as tx:
        held, stopped = accounts.holds(tx), accounts.stopped(tx)
    if stopped is not None:
        since = _moment(tambour, stopped.at)
        yield Check("accounts", ok=True, detail=f"all stopped since {since}; `tambour resume --all` lets them go on")
    for one in held:
        reason = f": {one.reason}" if one.reason else ""
        detail = f"held, {one.hold}{reason}; {accounts.way_on(one)}"
        yield Check(f"account {one.account}", ok=one.hold == accounts.PAUSED, detail=detail)


def _strays(tambour: Tambour) -> Iterator[Check]:
    """Name the accounts for which posts wait and that no settings name."""
    with tambour.store.read() as tx:
        waiting, told = dispatching.unfinished(tx), {one.account for one in accounts.holds(tx) if one.hold == STRAY}
    for name in sorted(waiting.keys() - tambour.settings.accounts.keys() - told):
        way = accounts.way_on(accounts.Hold(name, STRAY, None))
        detail = f"posts wait ({waiting[name]}), and the settings do not name it; {way}"
        yield Check(f"account {name}", ok=False, detail=detail)


def _fuses(tambour: Tambour) -> Iterator[Check]:
    fuses = {name: account.fuse for name, account in tambour.settings.accounts.items()}
    with tambour.store.read() as tx:
        used = overview.used(tx, fuses, now=tambour.clock.now())
    for name, spent in used.items():
        if spent.day:
            fuse = fuses[name]
            detail = f"{spent.hour} of {fuse.hour} tried in an hour, {spent.day} of {fuse.day} in a day"
            yield Check(f"fuse of {name}", ok=True, detail=detail)


def _late(tambour: Tambour) -> Iterator[Check]:
    now = tambour.clock.now()
    with tambour.store.read() as tx:
        for one in overview.late(tx, before=now - LATE):
            stands = overview.standing(tx, one.account)
            by_hand = stands.stopped or stands.hold == accounts.PAUSED
            why = waiting(stands, now=now) or "nothing stands against them: does the daemon run?"
            detail = f"{one.count} late, the oldest since {_moment(tambour, one.since)}; {why}"
            yield Check(f"posts on {one.account}", ok=by_hand, detail=detail)


def _asked(tambour: Tambour) -> Iterator[Check]:
    with tambour.store.read() as tx:
        day = overview.day(tx, tambour.clock.now().date(), now=tambour.clock.now())
    for one in day.handed:
        if one.post is not None:
            yield Check(f"post {one.post.number} on {one.account}", ok=True, detail=f"in your hands: {one.reason}")
    for one in day.uncertain:
        if one.post is not None:
            yield Check(f"post {one.post.number} on {one.account}", ok=False, detail=f"uncertain: {one.reason}")


def _notices(tambour: Tambour) -> Iterator[Check]:
    if not tambour.settings.notices.to:
        return
    if find_spec("apprise") is None:
        yield Check("notices", ok=False, detail="Apprise is not installed; install tambour[notify] in place of tambour")
    with tambour.store.read() as tx:
        for target, failures in notices.failing(tx).items():
            yield Check(f"notices to {target}", ok=False, detail=f"could not be told {failures} times in a row")
