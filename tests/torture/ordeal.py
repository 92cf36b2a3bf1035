"""One run: daemons are started, fed with posts and struck down, until they have been killed as often as asked."""

from __future__ import annotations

import random
import socket
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from multiprocessing.context import ForkProcess
from pathlib import Path
from threading import Event
from typing import assert_never
from zoneinfo import ZoneInfo

from adapters.base import Content
from scheduler.core.model import NewPost
from scheduler.core.place import Place
from scheduler.core.state import State
from scheduler.core.steps import Step
from scheduler.dispatch import Lease, Until
from scheduler.errors import StoreError
from scheduler.store import Store, accounts, open_store, posts
from tests.torture import daemon, server
from tests.torture.books import busiest, read, times_public
from tests.torture.daemon import Doom
from tests.torture.lives import Life, kill, start
from tests.torture.tally import Due, everything
from tests.torture.town import DEAF

RATE = 150.0
"""How much faster the clock of daemons and platforms runs than the machine's."""
READ_TIMEOUT = 30.0
"""Seconds of that clock that a daemon waits for an answer, as in production."""
HOUR = 3600.0
"""Seconds of that clock that a fuse looks back."""
LATE = 31.0
"""Seconds of that clock after which the slowest request is taken: its client has given up."""
SHOWN_AFTER = 10.0
"""Seconds of that clock before a listing shows a new post."""
LEASE = Lease(timedelta(seconds=0.9), timedelta(seconds=0.4))
"""By the database's clock, which is the machine's."""
SHORT_SLEEP = 0.15
"""Most seconds that a single daemon is frozen."""
LONG_SLEEP = 1.5
"""Most seconds that one of several is frozen: longer than a lease, so that another one takes over."""
WRONG = (0, 0, -70, 70)
"""Minutes by which a daemon's wall clock may be wrong: longer than a platform keeps a key."""
DOOMED = 0.5
"""The share of daemons that end at a step, as long as there is a step that has not been struck often enough."""
DOOM_WAIT = 0.8
"""Seconds in which a daemon should come to the step where it ends; else it is killed wherever it is."""
PATIENCE = 900.0
"""Seconds that the last daemon may take for what is left."""


class Blow(StrEnum):
    """What strikes."""

    KILL = "SIGKILL"
    FREEZE = "SIGSTOP and SIGCONT"
    END = "SIGTERM"
    SERVER = "the server's SIGKILL"


@dataclass(frozen=True, slots=True)
class Trial:
    """How hard a run is."""

    kills: int
    each_step: int = 0
    """Kills at every named step, at the least."""
    daemons: int = 1
    classes: str = "abcdefg"
    each: int = 4
    """Accounts of each class."""
    feed: int = 3
    """Posts that fall due with each daemon that starts."""
    seed: int = 1
    live: daemon.Live = daemon.live
    """What the daemons do."""


@dataclass
class Ordeal:
    """A run, and what struck in it."""

    trial: Trial
    folder: Path
    place: Place
    struck: Counter[Blow] = field(default_factory=Counter)
    steps: Counter[Step] = field(default_factory=Counter)
    queued: int = 0

    def __post_init__(self) -> None:
        """Decide where everything is."""
        self._dice = random.Random(self.trial.seed)  # noqa: S311  no secret depends on it
        port = _free_port()
        names = [f"{kind}{number}" for kind in self.trial.classes for number in range(self.trial.each)]
        url, gone = f"http://127.0.0.1:{port}", READ_TIMEOUT / RATE
        self._store = open_store(self.place)
        self._orders = daemon.Orders(self._store, url, names, datetime.now(UTC), RATE, gone, LEASE)
        books = str(self.folder / "books")
        start = self._orders.start.timestamp()
        self._served = server.Orders(port, books, self.trial.seed, RATE, LATE / RATE, start, SHOWN_AFTER / RATE)
        self._lives: list[Life] = []

    def run(self) -> None:
        """Strike until it is enough, then let a last daemon finish.

        Raises AssertionError where that one does not come to an end.
        """
        self._server = start(server.run, self._served)
        try:
            self._warm()
            while not self._killed_enough or self._missing():
                self._turn()
            self._finish()
        finally:
            self._end()

    def _warm(self) -> None:
        """Publish a little from here: what that has to read and to compile, every daemon has from its birth."""
        self._feed()
        self.trial.live(self._orders, Event(), Until.ONCE, None)

    def _end(self) -> None:
        for process in [*(life.process for life in self._lives), self._server]:
            kill(process)
        self._lives.clear()

    def dues(self) -> list[Due]:
        """Return every post of the run, and whether it is left to a person."""
        with closing(self._store) as store, store.read() as tx:
            return everything(tx)

    def public(self) -> Counter[str]:
        """Return how often the public sees each text, by the server's books."""
        return times_public(self.folder / "books")

    def most_in_an_hour(self) -> int:
        """Return how many posts an account showed at most within an hour whose server ignores keys, by its books."""
        return busiest(read(self.folder / "books"), DEAF, HOUR / RATE)

    @property
    def _killed_enough(self) -> bool:
        return self.struck[Blow.KILL] >= self.trial.kills

    def _missing(self) -> list[Step]:
        return [step for step in Step if self.steps[step] < self.trial.each_step]

    def _turn(self) -> None:
        for life in [life for life in self._lives if life.has_ended]:
            self._bury(life)
        while len(self._lives) < self.trial.daemons:
            self._feed()
            self._lives.append(self._born())
        time.sleep(self._dice.uniform(0.0, 0.08))
        for life in self._lives:
            life.thaw()
        self._strike(self._dice.choice(self._lives))

    def _born(self) -> Life:
        missing = self._missing()
        doomed = missing and (self._killed_enough or self._dice.random() < DOOMED)
        doom = Doom(self._dice.choice(missing), self._dice.randrange(2)) if doomed else None
        off = timedelta() if doomed else timedelta(minutes=self._dice.choice(WRONG))
        return Life(self._start(replace(self._orders, off=off), Until.STOPPED, doom), doom)

    def _start(self, orders: daemon.Orders, until: Until, doom: Doom | None) -> ForkProcess:
        return start(daemon.run, self.trial.live, orders, until, doom)

    def _bury(self, life: Life) -> None:
        self._lives.remove(life)
        if life.doom and life.met_its_doom:
            self.steps[life.doom.step] += 1
            self.struck[Blow.KILL] += 1

    def _feed(self) -> None:
        # closed each time: an open connection must not be inherited by the daemon that is started next
        with closing(self._store) as store:
            try:
                self._queue(store)
            except StoreError:
                # daemons that are frozen one after the other hold up a writer for longer than anybody waits; as every
                # person is told, it is tried again
                self._queue(store)

    def _queue(self, store: Store) -> None:
        now = self._orders.clock.now()
        with store.write() as tx:
            accounts.know(tx, dict.fromkeys(self._orders.accounts, "torture"))
            for _ in range(self.trial.feed):
                self.queued += 1
                account = self._orders.accounts[self.queued % len(self._orders.accounts)]
                content, due = Content(f"{account}: post {self.queued}"), now.astimezone(ZoneInfo("Europe/Paris"))
                posts.add(tx, NewPost(account, "torture", content, due, State.QUEUED, "manual"), article=None, now=now)

    def _strike(self, life: Life) -> None:
        blow = self._dice.choices(list(Blow), (80, 8, 8, 4))[0]
        if life.doom and life.age < DOOM_WAIT and blow in {Blow.KILL, Blow.END}:
            return
        match blow:
            case Blow.KILL:
                kill(life.process)
                life.doom = None
            case Blow.FREEZE:
                life.freeze(self._dice.uniform(0.0, SHORT_SLEEP if self.trial.daemons == 1 else LONG_SLEEP))
            case Blow.END:
                life.end()
            case Blow.SERVER:
                kill(self._server)
                self._server = start(server.run, self._served)
            case _:  # pragma: no cover
                assert_never(blow)
        self.struck[blow] += 1

    def _finish(self) -> None:
        for life in self._lives:
            kill(life.process)
        ahead = replace(self._orders, off=timedelta(minutes=max(WRONG)))  # waits for nothing that a wrong clock put off
        last = Life(self._start(ahead, Until.IDLE, None), None)
        self._lives = [last]
        last.process.join(PATIENCE)
        if not last.has_ended:
            raise AssertionError(f"the last daemon did not come to an end in {PATIENCE:.0f} seconds")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
