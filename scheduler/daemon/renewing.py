"""Fresh credentials before the old ones end, fetched by one daemon for all."""

from __future__ import annotations

import logging

from adapters.base import Adapter, AdapterError, Refreshes, Unauthorized
from adapters.registry import load
from scheduler.app import Tambour
from scheduler.errors import CredentialError
from scheduler.settings import AccountSettings
from scheduler.store import accounts

log = logging.getLogger(__name__)


def renew(tambour: Tambour) -> None:
    """Refresh the credentials of every account that are due, but for those that wait for a person already."""
    with tambour.store.read() as tx:
        held = {one.account for one in accounts.holds(tx) if one.hold == accounts.CREDENTIALS}
    for account in tambour.settings.accounts.values():
        if account.name not in held and hasattr(load(account.platform), "refresh_due"):
            try:
                attend(tambour, account, tambour.adapter(account))
            except CredentialError as error:
                _keep(account, error)


def attend(tambour: Tambour, account: AccountSettings, adapter: Adapter) -> None:
    """Refresh an account's credentials if they are due, and hold the account where only a person can."""
    try:
        due = adapter.refresh_due() if isinstance(adapter, Refreshes) else None
        if isinstance(adapter, Refreshes) and due is not None and due <= tambour.clock.now():
            adapter.refresh()
            log.info("renewed the credentials of %s", account.name, extra={"action": "renew", "account": account.name})
    except Unauthorized as error:
        _hold(tambour, account, str(error))
    except AdapterError as error:
        _keep(account, error)


def _keep(account: AccountSettings, error: Exception) -> None:
    """Say that the old credentials stay for now: they have a quarter of their life left."""
    log.warning("%s keeps its credentials: %s", account.name, error, extra={"action": "renew", "account": account.name})


def _hold(tambour: Tambour, account: AccountSettings, reason: str) -> None:
    with tambour.store.write() as tx:
        accounts.know(tx, {account.name: account.platform})
        accounts.hold(tx, account.name, accounts.CREDENTIALS, reason=reason, now=tambour.clock.now())
