"""Writing what the crew reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.core.lifecycle import Delayed, RetryPolicy, outcome_name, settle
from scheduler.core.model import Event
from scheduler.dispatch.working import Concluded, Examined, Ready, Report
from scheduler.reconcile import record_finding
from scheduler.store import Tx, attempting
from scheduler.store.attempting import Conclusion


@dataclass(frozen=True, slots=True)
class Written:
    """What writing reports gave."""

    going: set[int]
    """Posts whose requests may leave once this is durable."""
    news: list[Event]


@dataclass(frozen=True, slots=True)
class Recorder:
    """Settles what the crew reports."""

    owner: str
    policy: RetryPolicy
    dice: Callable[[], float]

    def write(self, tx: Tx, reports: Sequence[Report], *, now: datetime) -> Written:
        """Record reports, many in a few statements."""
        ready = [(one.work, one.intent) for one in reports if isinstance(one, Ready)]
        going = attempting.intend(tx, self.owner, ready, now=now)
        concluded = [self._settled(one, now) for one in reports if isinstance(one, Concluded)]
        news = attempting.conclude(tx, self.owner, concluded, now=now)
        return Written(going, [*news, *_found(tx, reports, now)])

    def _settled(self, report: Concluded, now: datetime) -> Conclusion:
        claim, outcome = report.work, report.outcome
        settled = settle(
            outcome,
            attempt=claim.failures + 1,
            streak=claim.streak + 1,
            more=claim.more,
            now=now,
            # the system's dice cost more than all the rest of settling
            dice=self.dice() if isinstance(outcome, Delayed) else 0.0,
            policy=self.policy,
        )
        return Conclusion(claim, outcome_name(outcome), settled, claim.streak)


def _found(tx: Tx, reports: Sequence[Report], now: datetime) -> Iterator[Event]:
    for one in reports:
        if isinstance(one, Examined) and (event := record_finding(tx, one.work, one.finding, now=now)) is not None:
            yield event
