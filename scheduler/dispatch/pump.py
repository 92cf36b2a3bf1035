"""The pump: the one thread that claims posts and writes what came of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from threading import Event
from typing import assert_never
from uuid import uuid4

from adapters.base import Adapter, Intent
from scheduler.clock import TICK, Clock
from scheduler.core import model
from scheduler.core.admission import Terms
from scheduler.core.lifecycle import Delayed
from scheduler.core.model import Claim, Doubt, Mark
from scheduler.core.state import State
from scheduler.core.steps import Step
from scheduler.dispatch.admitting import admit
from scheduler.dispatch.awaiting import absent
from scheduler.dispatch.crew import AtOnce, Crew, Deed
from scheduler.dispatch.flights import Flights
from scheduler.dispatch.inbox import Inbox
from scheduler.dispatch.lookout import Lookout
from scheduler.dispatch.recording import Recorder, Written
from scheduler.dispatch.rules import Rules, Stop, Until
from scheduler.dispatch.working import AtStep, Concluded, Examined, Ready, Report, Unsettled, Worker
from scheduler.errors import DatabaseReplaced, StoreError
from scheduler.pages import Look, looking
from scheduler.publish import Prepared, compose
from scheduler.store import Store, Tx, claiming, dispatching, doubting
from scheduler.store.claiming import Taker
from scheduler.store.database import Watch
from scheduler.store.log import record_all

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)
"""How long a stop waits for what is in flight."""
PAUSE = timedelta(seconds=0.1)
"""How long the pump rests where something is due that cannot be taken yet."""
UNWANTED = Delayed("it was changed, or its account stopped, while it was being prepared", counts=False)


def _pass_by(step: Step, post: int) -> None:
    """Let every step happen."""


@dataclass(frozen=True)
class Served:
    """The accounts that are served: they change as one, since an adapter belongs to a place."""

    adapters: Mapping[str, Adapter]
    known: Mapping[str, Terms]
    """Also of accounts whose adapter could not be made yet."""

    @cached_property
    def terms(self) -> dict[str, Terms]:
        """Return on what terms the accounts are served that can be."""
        return {name: terms for name, terms in self.known.items() if name in self.adapters}

    def compose(self, claim: Claim) -> Prepared | None:
        """Prepare a post where that takes no time."""
        if self.terms[claim.account].awaited_page(claim) is not None:
            return None  # its page is looked at first, which may take a while
        return compose(self.adapters[claim.account], claim)


class Dispatcher:
    """The pump, its crew, and what is between them."""

    def __init__(
        self,
        store: Store,
        adapters: Mapping[str, Adapter],
        terms: Mapping[str, Terms],
        *,
        clock: Clock,
        dice: Callable[[], float],
        rules: Rules | None = None,
        look: Look | None = None,
        at_step: AtStep = _pass_by,
    ) -> None:
        self.owner = str(uuid4())
        """The name under which posts are claimed: another one in each process."""
        self.wake = Event()
        """Set it to make the pump look now."""
        self.beat = clock.now()
        """When the pump last came round."""
        self._store = store
        self._clock = clock
        rules = rules or Rules()
        self._lease = rules.lease
        self._looks = min(rules.looks, rules.lease.length.total_seconds() / 4)
        self._at_step = at_step
        self._served = Served(dict(adapters), dict(terms))
        self._flights = Flights(rules.bulkheads)
        self._recorder = Recorder(self.owner, rules.retries, dice)
        self._lookout = Lookout(store.database, self.owner)
        self._crew: Crew | AtOnce = AtOnce() if rules.at_once else Crew()
        self._inbox = Inbox(self.wake, lambda: len(self._flights.flying))
        self._look = look or looking()
        self._worker = Worker(clock, self._inbox.put, at_step, self._absent)
        self._unwritten: list[Report] = []
        self._next_due: datetime | None = None
        self._next_recovery = 0.0
        self._doubtful = True
        """Whether there may be uncertain posts that nobody is looking into."""

    @property
    def next_due(self) -> datetime | None:
        """Return when there is next something to do, as far as it is known."""
        return self._next_due

    @property
    def unserved(self) -> set[str]:
        """Return the accounts whose adapters could not be made yet."""
        return self._served.known.keys() - self._served.adapters.keys()

    def serve(self, adapters: Mapping[str, Adapter], terms: Mapping[str, Terms]) -> None:
        """Serve these accounts from now on, and no others; what is under way ends as it began."""
        self._served = Served(dict(adapters), dict(terms))
        self._next_recovery = 0.0  # what was in doubt for them is looked into as well
        self.wake.set()

    def renew(self, adapters: Mapping[str, Adapter]) -> None:
        """Use these adapters from now on for the accounts that they are for."""
        self._served = Served({**self._served.adapters, **adapters}, self._served.known)
        self.wake.set()

    def run(self, stop: Stop, *, until: Until = Until.STOPPED) -> None:
        """Settle what an earlier daemon left, then pump until `stop` is set or `until` is reached."""
        horizon = self._clock.now() if until is Until.ONCE else None
        self._next_due, self._next_recovery = self._clock.now(), self._clock.stopwatch()
        watch = self._store.changes(self.wake.set, owner=self.owner)
        try:
            while not stop.is_set() and not self._turn(watch, horizon, until):
                self._clock.wait(self.wake, self._next_due, busy=bool(self._flights.flying))
                self._inbox.await_company()
            self._finish()
        except DatabaseReplaced:
            self._finish()
            raise
        finally:
            watch.close()
        self._crew.dismiss()

    def _turn(self, watch: Watch, horizon: datetime | None, until: Until) -> bool:
        """Come round once; return whether `until` is reached."""
        self.wake.clear()
        self.beat = self._clock.now()
        try:
            self._unwritten += self._inbox.take_all()
            changed = watch.changed()  # first: nothing more is sent from a database that is not the one any more
            due = self._next_due is not None and self._next_due <= self.beat
            looks = changed or self._recovery_is_due()
            self._doubtful |= looks
            if self._unwritten or due or looks:
                self._cycle(horizon)
            return not self._flights.flying and self._is_reached(until, horizon or self.beat)
        except StoreError as error:
            # what was gathered stays in memory, and is written as soon as the database is back
            log.error("%s", error, extra={"action": "retry"})  # noqa: TRY400  the sentence says it all
            self._next_due = self._clock.now() + TICK
            return False

    def _recovery_is_due(self) -> bool:
        return self._clock.stopwatch() >= self._next_recovery

    def _is_reached(self, until: Until, now: datetime) -> bool:
        match until:
            case Until.STOPPED:
                return False
            case Until.ONCE:
                return self._next_due is None or self._next_due > now
            case Until.IDLE:
                with self._store.read() as tx:
                    return not dispatching.is_waiting(tx, self._served.terms, now=now)
            case _:  # pragma: no cover
                assert_never(until)

    def _cycle(self, horizon: datetime | None) -> None:
        """Write what was gathered and take what is due, in one transaction; then let both go on."""
        now, stopwatch, mark = self._clock.now(), self._clock.stopwatch(), self._clock.mark()
        recovers, reports, served = self._recovery_is_due(), self._unwritten, self._served
        with self._store.share() as tx:
            news = self._recover(tx, now) if recovers else []
            kept = self._keep(tx, now) if recovers else []
            written = self._recorder.write(tx, reports, served.terms, now=now, mark=mark)
            # it comes before the next post of its account, whose gap it would have to wait out
            self._doubtful |= any(event.state is State.UNCERTAIN for event in written.news)
            room = partial(self._flights.room, served.terms, reports, written.repeats)
            doubts = self._doubts(tx, room().free(), now, mark)
            taker = Taker(self.owner, self._lease.length, now, mark)
            admitted = admit(tx, room(doubts), served.compose, taker, due=horizon or now, unsaid=written.unsaid)
            started: list[Claim | Doubt] = [*doubts, *admitted.claims]
            ahead = self._ahead(tx, served, room(started).free(), now)
        self._flights.extend(kept, before=stopwatch + self._lease.usable)
        if recovers and served is self._served:
            self._next_recovery = stopwatch + self._looks
        news += [*written.news, *admitted.news]
        self._doubtful = ahead.doubtful
        self._next_due = ahead.due if news or started or ahead.due is None else _not_at_once(ahead.due, now)
        self._release(written)
        for work in started:
            self._start(work, served, admitted.prepared.get(work.post), stopwatch + self._lease.usable)
        for event in news:
            _tell(event)

    def _doubts(self, tx: Tx, free: Sequence[str], now: datetime, mark: Mark) -> list[Doubt]:
        if not self._doubtful:
            return []
        return doubting.doubts(tx, free, owner=self.owner, lease=self._lease.length, now=now, mark=mark)

    def _ahead(self, tx: Tx, served: Served, free: Sequence[str], now: datetime) -> dispatching.Ahead:
        """Look what is to be done next; where there is no room, that is asked again as soon as a post has ended."""
        if not free:
            return dispatching.Ahead(None, self._doubtful)
        return dispatching.ahead(tx, served.terms, free, now=now)

    def _recover(self, tx: Tx, now: datetime) -> list[model.Event]:
        gone = self._lookout.gone(tx)
        return dispatching.recover(tx, self.owner, self._flights.flying, now=now, absent=gone)

    def _keep(self, tx: Tx, now: datetime) -> list[int]:
        """Renew the leases of what is still being prepared: an upload may take longer than one."""
        preparing = self._flights.preparing()
        return claiming.renew(tx, preparing, owner=self.owner, lease=self._lease.length, now=now)

    def _release(self, written: Written) -> None:
        """Let go on what has just become durable."""
        reports, self._unwritten = self._unwritten, []
        for report in reports:
            match report:
                case Ready(claim, intent):
                    self._send(claim, intent, may=claim.post in written.going)
                case Unsettled(doubt, looked) if (again := written.repeats.get(doubt.post)) is not None:
                    flight = self._flights.flying[doubt.post]
                    flight.work = again
                    self._give(partial(self._worker.repeat, replace(looked, doubt=again), before=flight.before))
                case Unsettled(work):
                    self._land(work, Step.CLEARED)
                case Concluded(work):
                    self._land(work, Step.CONCLUDED)
                case Examined(work):
                    self._land(work, Step.CLEARED)
                case _:  # pragma: no cover
                    assert_never(report)

    def _send(self, claim: Claim, intent: Intent, *, may: bool) -> None:
        if not may:
            self._inbox.put(Concluded(claim, UNWANTED))
            return
        self._at_step(Step.INTENDED, claim.post)
        flight = self._flights.flying[claim.post]
        flight.sent = True
        self._give(partial(self._worker.send, flight.adapter, claim, intent, before=flight.before))

    def _land(self, work: Claim | Doubt, step: Step) -> None:
        del self._flights.flying[work.post]
        self._at_step(step, work.post)

    def _absent(self, claim: Claim) -> Delayed | None:
        terms = self._served.terms.get(claim.account)
        if terms is None:
            return None
        return absent(claim, terms.awaited_page(claim), self._look, crawled=terms.crawled)

    def _start(self, work: Claim | Doubt, served: Served, prepared: Prepared | None, before: float) -> None:
        adapter = served.adapters[work.account]
        self._flights.start(work, adapter, before=before)
        if isinstance(work, Doubt):
            self._give(partial(self._worker.examine, adapter, work, place=served.terms[work.account].place))
            return
        self._at_step(Step.CLAIMED, work.post)
        match prepared:
            case None:
                self._give(partial(self._worker.prepare, adapter, work))
            case Intent():
                self._send(work, prepared, may=True)
            case _:
                self._inbox.put(Concluded(work, prepared))

    def _give(self, deed: Deed) -> None:
        self._crew.give(deed, under_way=len(self._flights.flying))

    def _finish(self) -> None:
        """Write what is in flight: as it ends, or, when the grace is over, as far as it had come."""
        deadline = self._clock.stopwatch() + GRACE.total_seconds()
        while (self._flights.flying or self._unwritten) and self._clock.stopwatch() < deadline:
            self._clock.wait(self.wake, self._clock.now() + GRACE, busy=bool(self._flights.flying))
            self.wake.clear()
            self._drain()
        cut_off = (flight.cut_off() for flight in self._flights.flying.values())
        self._unwritten += [one for one in cut_off if one is not None]
        self._drain()

    def _drain(self) -> None:
        self._unwritten += self._inbox.take_all()
        try:
            with self._store.share() as tx:
                now, mark = self._clock.now(), self._clock.mark()
                written = self._recorder.write(tx, self._unwritten, self._served.terms, now=now, mark=mark)
                record_all(tx, written.unsaid)
        except StoreError as error:
            # what cannot be written is found by the next daemon, as far as it had come
            log.error("%s", error, extra={"action": "stop"})  # noqa: TRY400  the sentence says it all
            return
        self._release(written)
        for event in written.news:
            _tell(event)


def _not_at_once(due: datetime, now: datetime) -> datetime:
    """Put off what is due and could not be taken: there is room for it elsewhere, or soon."""
    return due if due > now else now + PAUSE


def _tell(event: model.Event) -> None:
    facts = {name: value for name, value in event.as_json().items() if value is not None and name != "at"}
    log.info("post %s %s", event.post, event.event, extra={"action": event.event, **facts})
