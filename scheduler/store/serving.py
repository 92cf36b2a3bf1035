"""Which accounts may send at a moment: not held, not resting, and nothing stopped as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, false, func

from scheduler.core.fuse import DAY
from scheduler.store.batch import among
from scheduler.store.tables import accounts, installation

HORIZON = DAY + timedelta(minutes=1)
"""A wait that ends later than this was set by a clock that was wrong: nothing asks for more than a day."""
WAITS = func.coalesce(
    and_(accounts.c.not_before > bindparam("now"), accounts.c.not_before <= bindparam("horizon")), false()
)
"""Whether an account is to be left alone for a while."""
SERVED = and_(
    among(accounts.c.name, "names"),
    accounts.c.hold.is_(None),
    ~WAITS,
    ~exists().where(installation.c.stopped_at.is_not(None)),
)
"""The accounts among `names` that may send at `now`."""


def served(names: Iterable[str], now: datetime) -> dict[str, Any]:
    """Return the parameters of `SERVED`."""
    return {"names": list(names)} | waiting(now)


def waiting(now: datetime) -> dict[str, Any]:
    """Return the parameters of `WAITS`."""
    return {"now": now, "horizon": now + HORIZON}
