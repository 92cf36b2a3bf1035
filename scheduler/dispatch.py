"""Recover, claim, publish, settle, record: each post once.

One thread, the pump, is the only one that talks to the database. Each of its cycles is one transaction that
writes what has come of the posts in flight and claims the next ones. Every claim gets a thread of its own, so
that a slow platform delays nobody else; an account has one post in flight at a time.

What an attempt is about to publish is durable before its request leaves, and what came of it after. An attempt
that ends in between, whatever the cause, leaves the post uncertain: then the platform is asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Protocol, TypeAlias, assert_never

from adapters.base import Adapter
from scheduler.clock import Clock
from scheduler.core import model
from scheduler.core.lifecycle import CUT_OFF, INTERRUPTED, Doubtful, RetryPolicy, outcome_name, settle
from scheduler.core.model import Claim, Doubt
from scheduler.errors import StoreError
from scheduler.publish import Concluded, Intended, make_attempt
from scheduler.reconcile import Examined, examine, record_finding
from scheduler.store import Store, Tx, dispatching
from scheduler.store.database import Watch

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)
"""How long a stop waits for what is in flight."""

Report: TypeAlias = Intended | Concluded | Examined


class Until(StrEnum):
    """When the pump stops by itself."""

    STOPPED = "stopped"
    ONCE = "once"
    """When every post due at the start has been tried once."""
    IDLE = "until-idle"
    """When nothing is due, in flight, waiting to be retried or in a doubt that heals itself."""


class Stop(Protocol):
    """Says when the pump is to stop; it is asked at every turn, at least every half second."""

    def is_set(self) -> bool:
        """Return whether it is time."""


class Dispatcher:
    """The pump."""

    def __init__(
        self,
        store: Store,
        adapters: Mapping[str, Adapter],
        *,
        clock: Clock,
        dice: Callable[[], float],
        policy: RetryPolicy | None = None,
    ) -> None:
        self._store = store
        self._adapters = adapters
        self._clock = clock
        self._dice = dice
        self._policy = policy or RetryPolicy()
        self._reports: SimpleQueue[Report] = SimpleQueue()
        self._unwritten: list[Report] = []
        self._busy: dict[str, Claim | Doubt] = {}
        self._next_due: datetime | None = None
        self.wake = Event()
        """Set it to make the pump look now."""
        self.beat = clock.now()
        """When the pump last came round."""

    def run(self, stop: Stop, *, until: Until = Until.STOPPED) -> None:
        """Settle what an earlier daemon left, then pump until `stop` is set or `until` is reached."""
        self._recover()
        horizon = self._clock.now() if until is Until.ONCE else None
        watch = self._store.changes()
        try:
            while not stop.is_set() and not self._turn(watch, horizon, until):
                self._clock.wait(self.wake, self._next_due, busy=bool(self._busy))
        finally:
            watch.close()
        self._finish()

    def _recover(self) -> None:
        now = self._clock.now()
        with self._store.write() as tx:
            for left in dispatching.interrupted(tx):
                settled = CUT_OFF if left.intended else INTERRUPTED
                dispatching.conclude(tx, left.post, left.attempt, settled, outcome=settled.move, now=now)

    def _turn(self, watch: Watch, horizon: datetime | None, until: Until) -> bool:
        """Come round once; return whether `until` is reached."""
        self.wake.clear()
        self.beat = self._clock.now()
        try:
            self._gather()
            due = self._next_due is not None and self._next_due <= self.beat
            if self._unwritten or due or watch.changed():
                self._cycle(horizon or self.beat)
            return not self._busy and self._is_reached(until, horizon or self.beat)
        except StoreError as error:
            # what was gathered stays in memory, and is written as soon as the database is back
            log.error("%s", error, extra={"action": "retry"})  # noqa: TRY400  the sentence says it all
            return False

    def _is_reached(self, until: Until, now: datetime) -> bool:
        match until:
            case Until.STOPPED:
                return False
            case Until.ONCE:
                return self._next_due is None or self._next_due > now
            case Until.IDLE:
                with self._store.read() as tx:
                    return not dispatching.is_waiting(tx, self._adapters, now=now)
            case _:  # pragma: no cover
                assert_never(until)

    def _gather(self) -> None:
        while True:
            try:
                self._unwritten.append(self._reports.get_nowait())
            except Empty:
                return

    def _cycle(self, now: datetime) -> None:
        """Write what was gathered and take what is due, in one transaction; then let both go on."""
        with self._store.write() as tx:
            news = [self._write(tx, report) for report in self._unwritten]
            free = self._adapters.keys() - (self._busy.keys() - _finished(self._unwritten))
            claims = dispatching.claim(tx, free, now=now)
            free -= {claim.post.account for claim in claims}
            doubts = dispatching.doubts(tx, free, now=now)
            free -= {doubt.post.account for doubt in doubts}
            next_due = dispatching.next_due(tx, free)
        self._next_due = next_due
        self._release(news)
        for claim in claims:
            self._start(claim, self._attempt)
        for doubt in doubts:
            self._start(doubt, self._examine)

    def _write(self, tx: Tx, report: Report) -> model.Event | None:
        now = self._clock.now()
        match report:
            case Intended(claim, intent, void=void):
                if not dispatching.intend(tx, claim.post.id, claim.attempt, intent):
                    void.set()
                return None
            case Concluded(claim, outcome):
                settled = settle(outcome, attempt=claim.failures + 1, now=now, dice=self._dice(), policy=self._policy)
                named = outcome_name(outcome)
                return dispatching.conclude(tx, claim.post.id, claim.attempt, settled, outcome=named, now=now)
            case Examined():
                return record_finding(tx, report, now=now)
            case _:  # pragma: no cover
                assert_never(report)

    def _release(self, news: list[model.Event | None]) -> None:
        for account in _finished(self._unwritten):
            self._busy.pop(account, None)
        for report in self._unwritten:
            if isinstance(report, Intended):
                report.durable.set()
        self._unwritten.clear()
        for event in news:
            if event is not None:
                _tell(event)

    def _start(self, work: Claim | Doubt, run: Callable[..., None]) -> None:
        self._busy[work.post.account] = work
        Thread(target=run, args=(work,), name=f"post-{work.post.id}", daemon=True).start()

    def _attempt(self, claim: Claim) -> None:
        make_attempt(self._adapters[claim.post.account], claim, self._report)

    def _examine(self, doubt: Doubt) -> None:
        adapter = self._adapters[doubt.post.account]
        self._report(Examined(doubt, examine(adapter, doubt, now=self._clock.now())))

    def _report(self, report: Report) -> None:
        self._reports.put(report)
        self.wake.set()

    def _finish(self) -> None:
        """Write what is in flight: as it ends, or, when the grace is over, as doubtful."""
        deadline = self._clock.now() + GRACE
        while self._busy and self._clock.now() < deadline:
            self._clock.wait(self.wake, deadline, busy=True)
            self.wake.clear()
            self._drain()
        cut_off = Doubtful("the daemon stopped before the platform answered")
        for work in self._busy.values():
            if isinstance(work, Claim):
                self._reports.put(Concluded(work, cut_off))
        self._drain()

    def _drain(self) -> None:
        self._gather()
        with self._store.write() as tx:
            news = [self._write(tx, report) for report in self._unwritten]
        self._release(news)


def _finished(reports: list[Report]) -> set[str]:
    """Return the accounts that have nothing in flight any more."""
    works = [one.doubt if isinstance(one, Examined) else one.claim for one in reports if not isinstance(one, Intended)]
    return {work.post.account for work in works}


def _tell(event: model.Event) -> None:
    facts = {name: value for name, value in event.as_json().items() if value is not None and name != "at"}
    log.info("post %s %s", event.post, event.event, extra={"action": event.event, **facts})
