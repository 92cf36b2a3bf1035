"""What `tambour apply` would do, done to the copy first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from scheduler.app import Tambour, last_limits, planning, platform_powers
from scheduler.core.expressing import placed
from scheduler.core.plan import Plan
from scheduler.errors import NotFound
from scheduler.intake import Destination
from scheduler.plans.applying import apply

Seen = Callable[[int, int], None]


def apply_plan(tambour: Tambour, copy: Tambour, *, until: datetime, seen: Seen = lambda _one, _all: None) -> Plan:
    """Plan the site against the copy, carry it out there, and return the plan; `seen` hears of articles.

    Raises PlanError, NotFound without accounts.
    """
    order = planning.ordered(tambour, until=until)
    with planning.proposed(tambour, copy.store, list(_places(copy)), order, seen) as proposal:
        apply(copy.store, proposal.plan, proposal.gathered.drafter, proposal.gathered.seals, now=order.now)
    return proposal.plan


def _places(copy: Tambour) -> Iterator[Destination]:
    """Yield the accounts that can be used, each with what fits there as far as that is known."""
    for account in copy.settings.accounts.values():
        try:
            known = last_limits(copy, account)
        except NotFound:
            continue
        fitting = placed(known, account.link, platform_powers(account.platform), account=account.name)
        yield copy.destination(account, fitting)
