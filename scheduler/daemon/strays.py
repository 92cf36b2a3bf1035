"""Accounts that the settings do not name any more, and for which posts wait."""

from __future__ import annotations

import logging

from scheduler.app import Tambour
from scheduler.store import accounts, dispatching

log = logging.getLogger(__name__)


def hold_strays(tambour: Tambour) -> None:
    """Hold every account with unfinished posts that the settings do not name, and release those that they name again.

    What a person holds stays so: that alone is said.
    """
    named, now = tambour.settings.accounts, tambour.clock.now()
    with tambour.store.write() as tx:
        held = {one.account: one.hold for one in accounts.holds(tx)}
        waiting = dispatching.unfinished(tx)
        back = [name for name, hold in held.items() if hold == accounts.SETTINGS and name in named]
        accounts.release(tx, back, now=now, reason="the settings name it again")
        for name in sorted(waiting.keys() - named.keys()):
            reason = f"posts wait ({waiting[name]}), and the settings do not name it"
            if held.get(name) in {None, accounts.CREDENTIALS}:
                accounts.hold(tx, name, accounts.SETTINGS, reason=reason, now=now)
            log.warning("%s is held: %s", name, reason, extra={"action": "hold", "account": name})
