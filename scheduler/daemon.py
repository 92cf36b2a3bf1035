"""The long-running process: one pump, its heartbeat, and a graceful end."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

from adapters.base import AdapterError, ReadsLimits
from scheduler import logs
from scheduler.app import LIMITS_KEEP, Tambour
from scheduler.dispatch import Dispatcher, Until
from scheduler.errors import CredentialError
from scheduler.store import accounts, dispatching

log = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=20)
STUCK = timedelta(seconds=60)
"""A pump that has not come round for this long is reported."""


def serve(tambour: Tambour, *, until: Until = Until.STOPPED) -> None:
    """Publish what is due until SIGTERM or SIGINT, or until `until` is reached.

    Raises DaemonRunning where another daemon serves the same database.
    """
    with tambour.store.database.serving():
        dispatcher = tambour.dispatcher()
        logs.configure(sys.stderr, tambour.secrets, plain=sys.stderr.isatty())
        asked = Asked()
        _report_start(tambour)
        with _heartbeat(tambour, dispatcher):
            dispatcher.run(asked, until=until)
        log.info("stopped by %s", asked.by.name if asked.by else f"--{until}", extra={"action": "stop"})


class Asked:
    """Whether SIGTERM or SIGINT has come, and which.

    A plain attribute on purpose: a signal may interrupt the main thread while it holds the lock of an `Event`
    or of the log, and setting or logging there would wait for itself.
    """

    def __init__(self) -> None:
        self.by: signal.Signals | None = None
        signal.signal(signal.SIGTERM, self._note)
        signal.signal(signal.SIGINT, self._note)

    def _note(self, number: int, _: FrameType | None) -> None:
        self.by = signal.Signals(number)

    def is_set(self) -> bool:
        """Return whether the daemon is to stop."""
        return self.by is not None


def _report_start(tambour: Tambour) -> None:
    known = set(tambour.settings.accounts)
    with tambour.store.read() as tx:
        stray = {name: count for name, count in dispatching.queued(tx).items() if name not in known}
        held = accounts.holds(tx)
    log.info("started, accounts: %d", len(known), extra={"action": "start"})
    for name, count in stray.items():
        log.warning("%s has posts waiting (%d), and the settings do not name it", name, count, extra={"account": name})
    for one in held:
        log.warning("%s is held: %s %s", one.account, one.hold, one.reason or "", extra={"account": one.account})


@contextmanager
def _heartbeat(tambour: Tambour, dispatcher: Dispatcher) -> Iterator[None]:
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )

    def watch() -> None:
        silent = tambour.clock.now() - dispatcher.beat
        if silent > STUCK:
            log.error("the pump has not come round for %d seconds", silent.total_seconds(), extra={"action": "watch"})

    def refresh() -> None:
        refresh_limits(tambour)

    scheduler.add_job(watch, "interval", seconds=HEARTBEAT.total_seconds())
    scheduler.add_job(refresh, "interval", seconds=LIMITS_KEEP.total_seconds() / 2)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def refresh_limits(tambour: Tambour) -> None:
    """Ask every server that tells its limits what they are now."""
    for account in tambour.settings.accounts.values():
        try:
            adapter = tambour.adapter(account)
            if isinstance(adapter, ReadsLimits):
                tambour.keep_limits(account, adapter.read_limits())
        except (AdapterError, CredentialError) as error:
            log.warning("the limits of %s were not read: %s", account.name, error, extra={"account": account.name})
