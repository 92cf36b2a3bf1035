"""One daemon, from its start to its end."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from scheduler import logs
from scheduler.app import Tambour, service
from scheduler.daemon import health
from scheduler.daemon.chores import Chores
from scheduler.daemon.pulse import EVERY, Clocks, Watchdog, beating
from scheduler.daemon.signals import Asked
from scheduler.daemon.strays import hold_strays
from scheduler.daemon.supervisor import ALIVE, READY, STOPPING, Supervisor
from scheduler.dispatch import Dispatcher, Until
from scheduler.errors import SettingsError
from scheduler.notices.sending import is_waiting
from scheduler.store import accounts

log = logging.getLogger(__name__)

STUCK = 60
"""Looks, a second apart, after which a pump that has not come round is stuck."""
STUCK_CODE = 70
"""How the process ends then (EX_SOFTWARE of sysexits.h)."""
HEALTH_EVERY = 5
"""Looks between two writings of the health file."""


def serve(
    tambour: Tambour,
    *,
    until: Until = Until.STOPPED,
    patience: int = STUCK,
    pump: Callable[[Tambour], Dispatcher] = service.dispatcher,
) -> None:
    """Publish what is due until SIGTERM or SIGINT, or until `until` is reached.

    Raises DaemonRunning where another daemon serves the same file.
    """
    machine = tambour.clock
    with tambour.store.database.serving(), ExitStack() as last:
        tambour = service.on_shared_clock(tambour)
        dispatcher = pump(tambour)
        last.callback(logs.configure(sys.stderr, tambour.secrets, plain=sys.stderr.isatty()).flush)
        asked, supervisor = Asked(), Supervisor(tambour.environ)
        hold_strays(tambour)
        chores = Chores(tambour, dispatcher, supervisor)
        pulse = Pulse(chores, dispatcher, asked, supervisor, patience, Clocks(machine))
        with ExitStack() as stack:
            _measure(stack, chores, dispatcher)
            stack.enter_context(chores.going())
            stack.callback(pulse.health.unlink, missing_ok=True)
            stack.enter_context(beating(pulse.look))
            _report_start(tambour)
            supervisor.tell(READY)
            dispatcher.run(asked, until=until)
        if until is not Until.STOPPED:
            chores.finish()
        log.info("stopped by %s", asked.by.name if asked.by else f"--{until}", extra={"action": "stop"})
        if chores.cut_off or is_waiting():
            # whoever never answers would keep the interpreter from its end: it joins threads that are not its own
            logging.shutdown()
            os._exit(0)


def _report_start(tambour: Tambour) -> None:
    with tambour.store.read() as tx:
        held, stopped = accounts.holds(tx), accounts.stopped(tx)
    log.info("started, accounts: %d", len(tambour.settings.accounts), extra={"action": "start"})
    if stopped is not None:
        log.warning("everything is stopped; `tambour resume --all` lets it go on", extra={"action": "start"})
    for one in held:
        log.warning("%s is held: %s %s", one.account, one.hold, one.reason or "", extra={"account": one.account})


def _measure(stack: ExitStack, chores: Chores, dispatcher: Dispatcher) -> None:
    place = chores.tambour.settings.metrics
    if place is None:
        return
    from scheduler.metrics import Readings, served  # noqa: PLC0415  14 MB: only where a port is set

    tambour = chores.tambour
    readings = Readings(tambour.store, chores.fuses, lambda: dispatcher.beat, clock=tambour.clock)
    try:
        stack.enter_context(served(place, readings))
    except SettingsError as error:
        log.error("%s", error, extra={"action": "metrics"})  # noqa: TRY400  the sentence says it all


class Pulse:
    """What is looked at every second."""

    def __init__(
        self,
        chores: Chores,
        dispatcher: Dispatcher,
        asked: Asked,
        supervisor: Supervisor,
        patience: int,
        clocks: Clocks,
    ) -> None:
        self.health: Path = health.health_file(chores.tambour.settings)
        self._chores = chores
        self._dispatcher = dispatcher
        self._asked = asked
        self._supervisor = supervisor
        self._watchdog = Watchdog(patience)
        self._clocks = clocks
        self._started = chores.tambour.clock.now()
        self._looks = 0

    def look(self) -> None:
        """Look at the pump, at the clock and at what was asked for; say how it does."""
        if self._watchdog.is_stuck(self._dispatcher.beat):
            self._end()
        self._supervisor.tell(STOPPING if self._asked.is_set() else ALIVE)
        if self._asked.to_reread:
            self._asked.to_reread = False
            self._chores.read_again()
        if self._clocks.were_set_back():
            self._chores.start_again()
        if self._looks % HEALTH_EVERY == 0:
            self._write_health()
        self._looks += 1

    def _write_health(self) -> None:
        told = health.Health(os.getpid(), self._started, self._dispatcher.beat, self._dispatcher.next_due)
        try:
            health.write(self.health, told)
        except OSError as error:
            log.error("cannot write %s: %s", self.health, error.strerror, extra={"action": "health"})  # noqa: TRY400

    def _end(self) -> None:
        told = f"the pump has not come round for {self._watchdog.patience * EVERY:.0f} seconds: ending the process"
        log.critical(told, extra={"action": "watch"})
        self._supervisor.tell(f"STATUS={told}")
        logging.shutdown()
        # no way to interrupt a thread that hangs: what was under way is settled by the next daemon
        os._exit(STUCK_CODE)
