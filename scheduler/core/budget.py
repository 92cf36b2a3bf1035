"""What an account may spend in a calendar month, and whether a post still fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Budget:
    """US dollars a calendar month."""

    most: Decimal
    zone: str
    """On whose clocks months begin; IANA name."""

    def month(self, now: datetime) -> datetime:
        """Return when the month began that `now` lies in."""
        there = now.astimezone(ZoneInfo(self.zone))
        return there.replace(day=1, hour=0, minute=0, second=0, microsecond=0)

    def overspent(self, cost: Decimal, *, spent: Decimal, now: datetime) -> str | None:
        """Say how a post that costs `cost` would go beyond the budget, once `spent` is; `None`: it fits."""
        if not cost or spent + cost <= self.most:
            return None
        month = f"{self.month(now):%Y-%m}"
        return f"it costs ${dollars(cost)}, and of the ${dollars(self.most)} for {month}, ${dollars(spent)} are spent"


def affordable(costs: Sequence[Decimal], budget: Budget | None, *, spent: Decimal, now: datetime) -> list[int]:
    """Return the places of the posts that fit a budget together, the earlier ones first; all where there is none."""
    fitting: list[int] = []
    for place, cost in enumerate(costs):
        if budget is None or budget.overspent(cost, spent=spent, now=now) is None:
            fitting.append(place)
            spent += cost
    return fitting


def dollars(sum_: Decimal) -> str:
    """Return a sum as people write it: cents, and parts of them only where there are any."""
    cents = sum_.quantize(Decimal("0.01"))
    return f"{cents}" if cents == sum_ else f"{sum_.normalize():f}"
