"""Fresh credentials before the old ones end, fetched by one daemon for all."""

from __future__ import annotations

import logging

from adapters.base import AdapterError, Refreshes, Unauthorized
from adapters.registry import load
from scheduler.app import Tambour
from scheduler.errors import CredentialError
from scheduler.settings import AccountSettings
from scheduler.store import accounts

log = logging.getLogger(__name__)


def renew(tambour: Tambour) -> None:
    """Refresh every account's credentials that are due, and hold the accounts for which only a person can."""
    with tambour.store.read() as tx:
        held = {one.account for one in accounts.holds(tx) if one.hold == accounts.CREDENTIALS}
    for account in tambour.settings.accounts.values():
        if account.name in held or not hasattr(load(account.platform), "refresh_due"):
            continue
        try:
            _renew(tambour, account)
        except Unauthorized as error:
            _hold(tambour, account, str(error))
        except (AdapterError, CredentialError) as error:
            log.warning("%s keeps its credentials: %s", account.name, error, extra={"account": account.name})


def _renew(tambour: Tambour, account: AccountSettings) -> None:
    adapter = tambour.adapter(account)
    if not isinstance(adapter, Refreshes):
        return
    due = adapter.refresh_due()
    if due is not None and due <= tambour.clock.now():
        adapter.refresh()
        log.info("renewed the credentials of %s", account.name, extra={"action": "renew", "account": account.name})


def _hold(tambour: Tambour, account: AccountSettings, reason: str) -> None:
    with tambour.store.write() as tx:
        accounts.know(tx, {account.name: account.platform})
        accounts.hold(tx, account.name, accounts.CREDENTIALS, reason=reason, now=tambour.clock.now())
