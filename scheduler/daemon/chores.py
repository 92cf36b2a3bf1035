"""What a daemon does besides publishing: jobs of APScheduler's, none of which the pump waits for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from adapters.base import Adapter, AdapterError, Expires, ReadsLimits
from scheduler.app import LIMITS_KEEP, Tambour, keep_limits, service
from scheduler.clock import SharedClock
from scheduler.core.fuse import Fuse
from scheduler.core.model import Event
from scheduler.core.news.kinds import EXPIRING
from scheduler.daemon.hands import Executor, Hands
from scheduler.daemon.renewing import renew
from scheduler.daemon.strays import hold_strays
from scheduler.daemon.supervisor import READY, Supervisor
from scheduler.daemon.telling import rounds_of
from scheduler.dispatch import Dispatcher
from scheduler.errors import CredentialError, StoreError, TambourError
from scheduler.reconcile import verify_held
from scheduler.settings import AccountSettings
from scheduler.store import log as events
from scheduler.store import overview

if TYPE_CHECKING:
    from scheduler.notices import Rounds

log = logging.getLogger(__name__)

TELL_EVERY = timedelta(seconds=15)
VERIFY_EVERY = timedelta(minutes=15)
RENEW_EVERY = timedelta(minutes=5)
EASE_EVERY = timedelta(minutes=1)
SET_EVERY = timedelta(minutes=1)
APART = timedelta(seconds=5)
"""How far the machine's clock may be off its server's without a word."""
THIN_EVERY = timedelta(hours=6)
DAY = timedelta(days=1)
SOON = timedelta(days=14)
"""Credentials that end within this time are told of."""
BATCH = 1000
"""Lines that are left out of the log in one transaction."""
AGAIN = timedelta(seconds=5)
"""After this, settings are read again that could not be taken over."""
LAST_CHORES = 10.0
"""Seconds that a stop waits for chores: fresh credentials that came just now are kept."""
LONGEST_REQUEST = timedelta(minutes=10)
"""After this, nothing that was under way is any more."""


class Chores:
    """An installation as its settings were read last, and what is done for it from time to time."""

    def __init__(self, tambour: Tambour, dispatcher: Dispatcher, supervisor: Supervisor) -> None:
        self.tambour = tambour
        self.rounds: Rounds | None = rounds_of(tambour)
        self._dispatcher = dispatcher
        self._supervisor = supervisor
        self._ahead = timedelta()
        self.cut_off = False
        """Whether a chore was still under way when the daemon stopped waiting for it."""
        self._taking = Lock()
        self._hands = Hands()
        self._jobs = BackgroundScheduler(
            executors={"default": Executor(self._hands)},
            timezone="UTC",
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    @contextmanager
    def going(self) -> Iterator[None]:
        """Do them, each at its own distance, for as long as the block lasts."""
        self.set_clock()
        for job, every in self._all().items():
            self._jobs.add_job(job, "interval", seconds=every.total_seconds(), id=job.__name__)
        self._jobs.start()
        try:
            yield
        finally:
            self._jobs.shutdown(wait=False)
            if not self._hands.finish(LAST_CHORES):
                self.cut_off = True
                log.warning("a chore was cut off: nobody has answered it", extra={"action": "stop"})

    def _all(self) -> dict[Callable[[], None], timedelta]:
        return {
            self.tell: TELL_EVERY,
            self.verify: VERIFY_EVERY,
            self.renew: RENEW_EVERY,
            self.ease: EASE_EVERY,
            self.look_ahead: LIMITS_KEEP / 2,
            self.thin: THIN_EVERY,
            self.set_clock: SET_EVERY,
        }

    def start_again(self) -> None:
        """Count every distance anew, after the wall clock was set back."""
        for job, every in self._all().items():
            self._jobs.reschedule_job(job.__name__, trigger="interval", seconds=every.total_seconds())

    def read_again(self) -> None:
        """Read the settings soon; whoever asks does not wait."""
        self._jobs.add_job(self.reread)

    def reread(self) -> None:
        """Go on with the settings and secrets as they are now; with the old ones where the new are wrong."""
        self._supervisor.reloading()
        try:
            with self._taking:  # one after the other, however often it is asked for
                self._go_over(self.tambour.reread())
        except StoreError as error:
            told = "the settings stay as they were for now, and are read again soon: %s"
            log.error(told, error, extra={"action": "reload"})  # noqa: TRY400
            self._jobs.add_job(self.reread, "date", run_date=datetime.now(UTC) + AGAIN)
        except TambourError as error:
            log.error("the settings stay as they were: %s", error, extra={"action": "reload"})  # noqa: TRY400
        self._supervisor.tell(READY)

    def _go_over(self, fresh: Tambour) -> None:
        try:
            self._take(fresh)
        except TambourError:
            fresh.close()
            raise

    def _take(self, fresh: Tambour) -> None:
        """Go over to fresh settings, as a whole: what may fail comes first."""
        adapters, terms, rounds = service.connect(fresh), service.terms(fresh), rounds_of(fresh)
        hold_strays(fresh)
        left, self.tambour, self.rounds = self.tambour, fresh, rounds
        self._dispatcher.serve(adapters, terms)
        log.info("read the settings again, accounts: %d", len(fresh.settings.accounts), extra={"action": "reload"})
        if left.earlier is not None:
            self._jobs.add_job(left.close, "date", run_date=datetime.now(UTC) + LONGEST_REQUEST)

    def tell(self) -> None:
        """Tell people what is new."""
        if self.rounds is not None:
            self.rounds.go()

    def finish(self) -> None:
        """Tell people what is new, since nobody will come round again."""
        if self.rounds is not None:
            self.rounds.finish()

    def fuses(self) -> dict[str, Fuse]:
        """Return the fuse of every account."""
        return {name: account.fuse for name, account in self.tambour.settings.accounts.items()}

    def verify(self) -> None:
        """Let accounts go on whose credentials are accepted again."""
        trial = self.tambour.apart()
        used = verify_held(trial.store, partial(_made_anew, trial), self._dispatcher.renew, now=trial.clock.now())
        if used:
            self.tambour.closing.callback(trial.close)
        else:
            trial.close()

    def renew(self) -> None:
        """Replace credentials that end soon by fresh ones."""
        with closing(self.tambour.apart()) as asking:
            renew(asking)

    def ease(self) -> None:
        """Let posts go on that fit their account's budget again, and hold again what cannot be served."""
        service.ease(self.tambour)
        service.hold_unserved(self.tambour, self._dispatcher.unserved)

    def set_clock(self) -> None:
        """Set the clock by that of the server, and say where the machine's own is wrong."""
        clock = self.tambour.clock
        if not isinstance(clock, SharedClock):
            return
        try:
            clock.set()
        except StoreError as error:
            log.warning("the server was not asked for the time: %s", error, extra={"action": "clock"})
        if abs(clock.ahead - self._ahead) > APART:
            self._ahead = clock.ahead
            seconds = clock.ahead.total_seconds()
            told = "this machine's clock is %+.0f seconds off the database server's, which counts; set it right"
            log.warning(told, seconds, extra={"action": "clock"})

    def thin(self) -> None:
        """Leave out of the log what is older than the settings say."""
        store, before = self.tambour.store, self.tambour.clock.now() - self.tambour.settings.keep
        while True:
            with store.share() as tx:
                if not events.thin(tx, before=before, most=BATCH):
                    return

    def look_ahead(self) -> None:
        """Ask every server that tells its limits what they are now, and note credentials that end soon."""
        with closing(self.tambour.apart()) as asking:
            for account in asking.settings.accounts.values():
                try:
                    ask(asking, account, asking.adapter(account))
                except (AdapterError, CredentialError) as error:
                    log.warning("%s was not asked: %s", account.name, error, extra={"account": account.name})


def ask(tambour: Tambour, account: AccountSettings, adapter: Adapter) -> None:
    """Ask an account's platform for its limits and for the end of its credentials, where it tells them."""
    if isinstance(adapter, ReadsLimits):
        keep_limits(tambour, account, adapter.read_limits())
    now, at = tambour.clock.now(), adapter.expires_at() if isinstance(adapter, Expires) else None
    if at is not None and at - now < SOON:
        line = Event(
            now, None, account.name, account.platform, EXPIRING, None, None, None, f"they end on {at:%Y-%m-%d}"
        )
        with tambour.store.share() as tx:
            events.record_once(tx, line)


def _made_anew(tambour: Tambour, name: str) -> Adapter:
    """Make the adapter of an account whose credentials were refused, unless that was just now and often."""
    if name not in tambour.settings.accounts:
        raise CredentialError("the settings do not name it")
    with tambour.store.read() as tx:
        refused = overview.refusals(tx, name, since=tambour.clock.now() - DAY)
    rest = VERIFY_EVERY * 2 ** (len(refused) - 2)
    if len(refused) > 1 and timedelta() <= tambour.clock.now() - refused[-1] < rest:
        raise CredentialError(f"they were refused {len(refused)} times in a day; tried again later")
    return tambour.adapter(tambour.account(name))
