"""Writing what the crew reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from scheduler.core.admission import Terms
from scheduler.core.lifecycle import Delayed, Delivered, Doubtful, Outcome, RetryPolicy, outcome_name, settle
from scheduler.core.model import Doubt, Event, Mark
from scheduler.dispatch.repeating import admit_repeats
from scheduler.dispatch.working import Concluded, Examined, Ready, Report, Unsettled
from scheduler.reconcile import record_finding
from scheduler.store import Tx, attempting
from scheduler.store.attempting import Conclusion
from scheduler.store.taken import rival


@dataclass(frozen=True, slots=True)
class Written:
    """What writing reports gave."""

    going: set[int]
    """Posts whose requests may leave once this is durable."""
    repeats: dict[int, Doubt]
    """Doubts whose requests may be sent again then, by their posts; each is another attempt now."""
    news: list[Event]
    unsaid: list[Event]
    """Those of them that are yet to be written in the log, in the same transaction."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Settles what the crew reports."""

    owner: str
    policy: RetryPolicy
    dice: Callable[[], float]

    def write(
        self, tx: Tx, reports: Sequence[Report], terms: Mapping[str, Terms], *, now: datetime, mark: Mark
    ) -> Written:
        """Record reports, many in a few statements."""
        unsaid: list[Event] = []
        ready = [(one.work, one.intent) for one in reports if isinstance(one, Ready)]
        going = attempting.intend(tx, self.owner, ready, now=now)
        concluded = [self._settled(tx, one, now) for one in reports if isinstance(one, Concluded)]
        keep = partial(_keep, unsaid)
        news = attempting.conclude(tx, self.owner, concluded, now=now, log=keep)
        asked = [one.work for one in reports if isinstance(one, Unsettled)]
        repeats = admit_repeats(tx, asked, terms, owner=self.owner, now=now, mark=mark)
        return Written(going, repeats.going, [*news, *repeats.news, *_found(tx, reports, now, mark)], unsaid)

    def _settled(self, tx: Tx, report: Concluded, now: datetime) -> Conclusion:
        claim, outcome = report.work, _own(tx, report)
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


def _keep(unsaid: list[Event], _tx: Tx, lines: Sequence[Event]) -> None:
    unsaid.extend(lines)


def _own(tx: Tx, report: Concluded) -> Outcome:
    """Leave in doubt what the platform took for a repeat of another post of ours."""
    outcome = report.outcome
    if isinstance(outcome, Delivered) and outcome.adopted:
        other = rival(tx, report.work, outcome.receipt)
        if other is not None:
            return Doubtful(f"the platform takes it for a repeat, and names what may be post {other}")
    return outcome


def _found(tx: Tx, reports: Sequence[Report], now: datetime, mark: Mark) -> Iterator[Event]:
    for one in reports:
        if isinstance(one, Examined):
            event = record_finding(tx, one.work, one.finding, now=now, mark=mark)
            if event is not None:
                yield event
