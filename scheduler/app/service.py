"""What the daemon serves: every account's adapter and terms, and the pump over them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adapters.base import Adapter
from adapters.guard import is_this_machine, named
from scheduler import budgets
from scheduler.clock import SharedClock
from scheduler.core.admission import Bulkheads, Terms
from scheduler.core.model import Rhythm
from scheduler.core.place import Server
from scheduler.dispatch import Dispatcher, Rules
from scheduler.errors import CredentialError
from scheduler.pages import CRAWLERS, looking
from scheduler.settings import AccountSettings
from scheduler.store import Store, accounts
from scheduler.store.clock import server_time

if TYPE_CHECKING:
    from scheduler.app.installation import Tambour

OWN = frozenset({"feed", "folder"})
"""Platforms whose posts are files on this machine."""


def dispatcher(tambour: Tambour) -> Dispatcher:
    """Make the pump; an account whose secret is not to be had is held, the others go on."""
    return Dispatcher(
        tambour.store,
        connect(tambour),
        terms(tambour),
        clock=tambour.clock,
        dice=random.SystemRandom().random,
        rules=Rules(bulkheads=Bulkheads(host=tambour.settings.in_flight)),
        look=looking(tambour.settings.private_hosts | named([tambour.settings.site.url or ""])),
    )


def on_shared_clock(tambour: Tambour) -> Tambour:
    """Return an installation that goes by its server's clock; one on a file goes by the machine's.

    Machines whose clocks differ then agree on what is due. Raises StoreError where the server cannot be asked.
    """
    if not isinstance(tambour.place, Server):
        return tambour
    clock = SharedClock(tambour.clock, partial(_server_time, tambour.store))
    shared = replace(tambour, clock=clock, closing=ExitStack(), earlier=tambour.earlier or tambour)
    tambour.closing.callback(shared.close)
    return shared


def _server_time(store: Store) -> datetime:
    with store.read() as tx:
        return server_time(tx)


def connect(tambour: Tambour) -> dict[str, Adapter]:
    """Make every account's adapter, and hold the accounts whose secret is not to be had."""
    made: dict[str, Adapter] = {}
    missing: dict[str, CredentialError] = {}
    for name, account in tambour.settings.accounts.items():
        try:
            made[name] = tambour.adapter(account)
        except CredentialError as error:
            missing[name] = error
    _start_accounts(tambour, missing)
    return made


def terms(tambour: Tambour) -> dict[str, Terms]:
    """Return on what terms each account is served."""
    rhythms = tambour.rhythms()
    return {name: _terms(tambour, account, rhythms[name]) for name, account in tambour.settings.accounts.items()}


def _terms(tambour: Tambour, account: AccountSettings, rhythm: Rhythm) -> Terms:
    return Terms(
        rhythm,
        account.fuse,
        account.late,
        account.in_flight,
        account.host,
        account.budget,
        place=account.place,
        campaigns={
            one.name: replace(one.late or account.late, end=one.end)
            for one in tambour.settings.brand.campaigns
            if one.late or one.end
        },
        site=_looked_at(tambour, account),
        crawled=account.platform in CRAWLERS,
    )


def _looked_at(tambour: Tambour, account: AccountSettings) -> str | None:
    """Return the host whose pages are looked at before a post of an account leaves, if any is."""
    stays_here = account.platform in OWN or is_this_machine(urlsplit(f"//{account.host}").hostname or "")
    site = tambour.settings.site.url
    return None if stays_here or not account.check_links or site is None else urlsplit(site).hostname


def ease(tambour: Tambour) -> None:
    """Let posts go on that fit their account's budget again."""
    budgets.ease(tambour.store, terms(tambour), now=tambour.clock.now())


def hold_unserved(tambour: Tambour, names: Iterable[str]) -> None:
    """Hold the accounts among `names` that a person let go on though they cannot be served: their secret is missing."""
    with tambour.store.share() as tx:
        held = {one.account for one in accounts.holds(tx)}
        for name in set(names) - held:
            reason = "its secret was not to be had when the daemon read the settings"
            accounts.hold(tx, name, accounts.CREDENTIALS, reason=reason, now=tambour.clock.now())


def _start_accounts(tambour: Tambour, missing: Mapping[str, CredentialError]) -> None:
    now = tambour.clock.now()
    with tambour.store.write() as tx:
        accounts.know(tx, {name: account.platform for name, account in tambour.settings.accounts.items()})
        refused = [one.account for one in accounts.holds(tx) if one.hold == accounts.CREDENTIALS]
        accounts.release(tx, refused, now=now, reason="the daemon has read the credentials again")
        for name, error in missing.items():
            accounts.hold(tx, name, accounts.CREDENTIALS, reason=str(error), now=now)
    ease(tambour)
